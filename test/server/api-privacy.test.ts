import { FILE_ROUTES, ROUTES, type RouteName } from '../../src/api-contract/routes.ts';
import { draftKey, returnDrafts, type DraftContent } from '../../src/assurance/returns/return-draft.ts';
import { returnAttachments, type QuarterlyReturn } from '../../src/assurance/returns/quarterly-return.ts';
import type { Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, PEOPLE, QUARTER } from '../support/world.ts';
import { addressOf, startApi, type ApiServer } from './api-server.ts';

/** Words that stand nowhere but in the draft of Moor Police. */
const SECRET = 'Kestrel-Draft-Words';
const RETURN = `${QUARTER}.police`;
const AT = '2026-10-12T09:00:00.000Z';
const OWN = ['police-rep', 'police-deputy', 'police-chief'];

const edited = { by: 'police-rep', at: AT };
const content: DraftContent = {
  answers: { 'voice-1': { text: SECRET, ...edited } }, nils: {},
  figures: { 'P1.northmoor': { cells: {}, missingReason: SECRET, note: SECRET, ...edited } },
};
const draft = (of: object): Stocked => [returnDrafts, { return: RETURN, onBehalf: false, content, savedAt: AT, savedBy: 'police-rep', key: draftKey(RETURN, false), ...of } as { key: string }];
const file: Stocked = [returnAttachments, { key: 'file', return: RETURN, fileName: `${SECRET}.csv`, mediaType: 'text/csv', bytes: 3, document: 'file', addedBy: 'police-rep', addedAt: AT } as { key: string }];
const round = (police: object) => [...aPartnership(), ...aRound({ police: police as Partial<QuarterlyReturn> })];

const STATES: readonly (readonly [string, () => readonly Stocked[]])[] = [
  ['is being written', () => [...round({ status: 'draft', startedAt: AT, startedBy: 'police-rep' }), draft({}), file]],
  ['waits for its senior officer', () => [...round({ status: 'awaiting-sign-off', startedAt: AT, startedBy: 'police-rep', requestedAt: AT, requestedBy: 'police-rep', signer: 'police-chief' }), draft({}), file]],
  ['corrects what was submitted', () => [
    ...round({ status: 'submitted', version: 1, firstSubmittedOn: '2026-10-10', submittedAt: AT, submittedBy: 'police-rep', onBehalf: false, receipt: 'R-1' }), draft({}), file,
  ]],
];

let api: ApiServer;
beforeAll(async () => { api = await startApi(); });
afterAll(() => api.close());

/** Everything that can be read, with every key that could lead to the draft. */
function everythingReadable(): readonly string[] {
  const queries: Partial<Record<RouteName, readonly string[]>> = { returnForm: ['', '?onBehalf=true'], returnReading: ['', '?version=1', '?version=2'] };
  const reads = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].method === 'GET')
    .flatMap((name) => (queries[name] ?? ['']).map((query) => addressOf(ROUTES[name].path, RETURN) + query));
  const downloads = ['?format=html', '?format=csv', '?format=html&version=2'].map((query) => addressOf(FILE_ROUTES.downloadReturn, RETURN) + query);
  return [...reads, addressOf(ROUTES.returnForm.path, draftKey(RETURN, true)), ...downloads, addressOf(FILE_ROUTES.attachment, 'file')];
}

describe.each(STATES)('a draft that %s', (_, rows) => {
  beforeEach(() => { api.stock(rows()); return api.documents.put('file', Buffer.from(SECRET)); });

  it('is read by its own agency', async () => {
    for (const person of OWN) {
      const form = await api.call(person, 'returnForm', { params: { key: RETURN } });
      expect([person, form.status, form.text.includes(SECRET)]).toEqual([person, 200, true]);
    }
  });

  it.each(PEOPLE.filter((person) => !OWN.includes(person)))('is nowhere in anything that %s can read', async (person) => {
    for (const path of everythingReadable()) {
      const { text, status } = await api.fetch(person, 'GET', path);
      expect([path, status < 500, text.includes(SECRET)]).toEqual([path, true, false]);
    }
  });

  it.each(['office', 'chair', 'northmoor-council-rep'])('is not given away by what %s is answered when changing it', async (person) => {
    const replies = [
      await api.call(person, 'saveDraft', { params: { key: RETURN }, query: { onBehalf: 'true' }, body: { edits: [{ kind: 'answer', question: 'voice-1', text: 'Mine', was: 'Guessed' }] } }),
      await api.call(person, 'saveDraft', { params: { key: RETURN }, body: { edits: [{ kind: 'answer', question: 'voice-1', text: 'Mine', was: 'Guessed' }] } }),
      await api.call(person, 'copyForward', { params: { key: RETURN }, query: { onBehalf: 'true' } }),
      await api.call(person, 'submitReturn', { params: { key: RETURN }, query: { onBehalf: 'true' } }),
    ];
    for (const reply of replies) expect(reply.text).not.toContain(SECRET);
  });
});

describe('while a draft is written', () => {
  it('the stream of changes names lists and says nothing of what is in them, and history keeps no word of it', async () => {
    const register = api.stock(STATES[0]?.[1]() ?? []);
    const stopping = new AbortController();
    const response = await fetch(api.address + FILE_ROUTES.events, { headers: { Authorization: `Bearer ${await api.token('chair')}` }, signal: stopping.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe(': open\n\n');
    const saved = await api.call('police-rep', 'saveDraft', { params: { key: RETURN }, body: { edits: [{ kind: 'answer', question: 'risks-1', text: `More ${SECRET}`, was: '' }] } });
    expect(saved.status).toBe(200);
    const event = (await reader?.read())?.value ?? '';
    expect(event).toMatch(/^event: changed\ndata: \{"lists":\[.*"Return drafts".*\]\}\n\n$/);
    expect(event).not.toContain(SECRET);
    stopping.abort();
    expect(JSON.stringify(await register.history({}))).not.toContain(SECRET);
    expect(api.log.join('')).not.toContain(SECRET);
  });
});
