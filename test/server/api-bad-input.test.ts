import { FILE_ROUTES, ROUTES, type RouteName } from '../../src/api-contract/routes.ts';
import { returnAttachments, returnAnswers, type QuarterlyReturn } from '../../src/assurance/returns/quarterly-return.ts';
import { savedAs } from '../../src/server/downloads/disposition.ts';
import type { Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, QUARTER, SUBMITTED } from '../support/world.ts';
import { addressOf, startApi, type ApiServer, type Reply } from './api-server.ts';

const RETURN = `${QUARTER}.police`;
const NAMES = Object.keys(ROUTES) as RouteName[];
const WRITING = NAMES.filter((name) => ROUTES[name].method === 'POST');
const KEYED = NAMES.filter((name) => ROUTES[name].path.includes(':key'));
const LONG = 'x'.repeat(100_000);

let api: ApiServer;
beforeAll(async () => { api = await startApi(); });
beforeEach(() => { api.stock([...aPartnership(), ...aRound()]); });
afterAll(() => api.close());

/** A sentence a person can act on, and never a fault of ours. */
function expectSentence(what: string, { status, body }: Reply): void {
  expect([what, status >= 400 && status < 500, body.message]).toEqual([what, true, expect.stringMatching(/^[A-Z0-9“].+[.!?]$/s)]);
}

/** Every value of a right shape turned into one of a wrong kind. */
const WRONG_BODIES: readonly (readonly [string, unknown])[] = [
  ['a list', []], ['a number', 7], ['a text', '"text"'], ['nothing at all', 'null'],
  ['wrong kinds of values', { edits: 'no', reason: 7, query: {}, reply: [], until: 20261016, note: { a: 1 }, fileName: 3, base64: 4, decision: 'perhaps', outcome: null, startsOn: 'soon', endsOn: '2026-02-30', tentative: 'yes', action: 1, change: 'explode', question: 5, correctionReason: 9 }],
  ['100 kB of text in each', Object.fromEntries(['reason', 'query', 'reply', 'note', 'fileName', 'base64', 'decision', 'outcome', 'until', 'startsOn', 'endsOn', 'action', 'change', 'question', 'correctionReason', 'section'].map((name) => [name, LONG.slice(0, 50_000)]))],
  ['impossible edits', '{"edits":[{"kind":"cell","figure":"__proto__","cell":"constructor","value":1e400,"was":"NaN"}]}'],
  ['too many edits', { edits: Array.from({ length: 501 }, () => ({ kind: 'answer', question: 'voice-1', text: '', was: '' })) }],
  ['deep nesting', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`],
];

describe.each(WRONG_BODIES)('a request with %s', (_, body) => {
  it.each(WRITING)('is refused by %s in a sentence, or does not need what was sent', async (name) => {
    for (const person of ['police-rep', 'office', 'chair']) {
      const reply = await api.fetch(person, 'POST', addressOf(ROUTES[name].path, RETURN), body);
      if (reply.status !== 200) expectSentence(`${name} for ${person}`, reply);
    }
  });
});

describe('a request that cannot be met', () => {
  it.each(WRITING)('to %s says so when it is not JSON, or far too large', async (name) => {
    const path = addressOf(ROUTES[name].path, RETURN);
    expectSentence(name, await api.fetch('police-rep', 'POST', path, '{"edits": ['));
    const large = await api.fetch('police-rep', 'POST', path, JSON.stringify({ reason: 'x'.repeat(10_000_000) }));
    expect(large.status).toBe(413);
    expectSentence(name, large);
  });

  it.each(KEYED)('to %s says so when nothing has that key', async (name) => {
    for (const key of ['unknown', '2026-Q2.nobody', '../../etc/passwd', '__proto__', 'constructor', 'a b', '%00', '\u0000', "'; drop table people; --", '<script>', '🦊', 'k'.repeat(256), 'k'.repeat(3_000)]) {
      for (const person of ['police-rep', 'office', 'chair']) expectSentence(`${name} ${key.slice(0, 20)}`, await api.call(person, name, { params: { key } }));
    }
  });

  it.each(Object.values(FILE_ROUTES).filter((path) => path.includes(':key')))('at %s says so when nothing has that key', async (path) => {
    for (const key of ['unknown', '../../etc/passwd', '__proto__', '\u0000', 'k'.repeat(300)]) expectSentence(key, await api.fetch('police-rep', 'GET', addressOf(path, key)));
  });

  it.each([
    ['returnsTracker', '/api/returns?quarter=2026-Q5'], ['returnsTracker', '/api/returns?quarter='], ['returnReading', `/api/returns/${RETURN}?version=-1`], ['returnReading', `/api/returns/${RETURN}?version=1e999`],
    ['returnForm', `/api/returns/${RETURN}/form?onBehalf=perhaps`], ['calendar', '/api/calendar?boardYear=99999'], ['calendar', '/api/calendar?boardYear=NaN'],
    ['download', `/api/returns/${RETURN}/download?format=exe`], ['download', `/api/returns/${RETURN}/download?version=zero`],
  ])('to %s says so when asked %s', async (_, path) => {
    const reply = await api.fetch('police-rep', 'GET', path);
    expect(reply.status).toBe(400);
    expectSentence(path, reply);
  });

  it('says it field by field, in the words of the form', async () => {
    const reply = await api.call('office', 'grantException', { params: { key: RETURN }, body: { until: '2026-02-30', reason: ' ' } });
    expect(reply).toMatchObject({ status: 400, body: { reason: 'invalid', details: { fields: { until: expect.stringContaining('Enter a real date'), reason: 'Enter a reason' } } } });
  });

  it('never logs what somebody wrote', () => {
    expect(api.log.join('')).not.toMatch(/xxxx|script|passwd|drop table|Enter a/);
  });
});

describe('two people of one agency who change the same answer', () => {
  it('lose nothing: the second is told by whom, and gets both texts', async () => {
    const edit = (text: string) => ({ params: { key: RETURN }, body: { edits: [{ kind: 'answer', question: 'voice-1', text, was: '' }] } });
    expect((await api.call('police-rep', 'saveDraft', edit('First'))).status).toBe(200);
    expect(await api.call('police-deputy', 'saveDraft', edit('Second'))).toMatchObject({
      status: 409, body: { reason: 'edited-by-another', message: expect.stringContaining('Police Rep'), details: { conflicts: [{ theirs: 'First', edit: { text: 'Second' } }] } },
    });
  });
});

describe('text that a spreadsheet, a page or a header could take for an instruction', () => {
  const EVIL = ['=HYPERLINK("http://evil.example","x")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '<img src=x onerror=alert(1)>', '"quoted", and\nbroken'];
  const submitted = (): readonly Stocked[] => [
    ...aPartnership(), ...aRound({ police: SUBMITTED as Partial<QuarterlyReturn> }),
    [returnAnswers, { key: `${RETURN}.v1.voice`, return: RETURN, version: 1, section: 'voice', sectionTitle: 'Voice', nothingToRaise: false, answers: EVIL.map((text, index) => ({ question: `q${index}`, wording: text, text })) } as { key: string }],
    [returnAttachments, { key: 'file', return: RETURN, fileName: 'a"; filename=evil.html\r\nSet-Cookie: x=1.csv', mediaType: 'text/csv', bytes: 3, document: 'file', addedBy: 'police-rep', addedAt: '2026-10-12T09:00:00.000Z', version: 1 } as { key: string }],
  ];

  it('is only text in a sheet', async () => {
    api.stock(submitted());
    const { text, headers } = await api.fetch('chair', 'GET', `/api/returns/${RETURN}/download?format=csv`);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const cells = text.replace(/^\uFEFF/, '').split(/\r\n|,/).map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+@\t\r-]/.test(cell))).toEqual([]);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(text).toContain('"""quoted"", and\nbroken"');
  });

  it('is only text on a page, which could run nothing anyway', async () => {
    api.stock(submitted());
    const { text, headers } = await api.fetch('chair', 'GET', `/api/returns/${RETURN}/download?format=html`);
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="2026-Q2-police-v1\.html"/);
  });

  it('opens in Word', async () => {
    api.stock(submitted());
    const response = await fetch(`${api.address}/api/returns/${RETURN}/download`, { headers: { Authorization: `Bearer ${await api.token('chair')}` } });
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 4)).toEqual(Buffer.from([0x50, 0x4B, 0x03, 0x04]));
  });

  it('cannot end the header that names an attached file', async () => {
    api.stock(submitted());
    await api.documents.put('file', Buffer.from('a,b'));
    const { headers, status } = await api.fetch('chair', 'GET', '/api/attachments/file');
    expect(status).toBe(200);
    expect(headers.has('set-cookie')).toBe(false);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\r\n]+"; filename\*=UTF-8''[^"\s]+$/);
  });

  it.each(['Bericht – größer.pdf', '😀.csv', '\ud800.csv', 'x'.repeat(1_000), '', '..\\..\\a/b', "it's (final)*.csv"])('names a saved file safely: %j', (fileName) => {
    expect(savedAs(fileName)).toMatch(/^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w.~!%-]+$/);
    expect(savedAs(fileName)).not.toMatch(/filename="[^"]*[\\/;]/);
  });
});
