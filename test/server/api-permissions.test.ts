import { FILE_ROUTES, ROUTES, type RouteName } from '../../src/api-contract/routes.ts';
import { loggedActions } from '../../src/assurance/action-log/logged-action.ts';
import { calendarEvents } from '../../src/assurance/calendar/calendar-event.ts';
import { escalations } from '../../src/assurance/escalations/escalation.ts';
import { deliveries } from '../../src/assurance/notices/delivery.ts';
import { returnAnswers, returnAttachments, returnQueries, type QuarterlyReturn } from '../../src/assurance/returns/quarterly-return.ts';
import { draftKey, EMPTY_DRAFT, returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import type { Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, DUE, QUARTER, SUBMITTED } from '../support/world.ts';
import { addressOf, startApi, type ApiServer, type Reply, type Request } from './api-server.ts';

/**
 * Who asks. The requests are about Moor Police, so `R`, `D` and `S` are its own representative, deputy and senior officer, and `r`, `d`
 * and `s` those of another agency.
 */
const WHO = {
  R: 'police-rep', D: 'police-deputy', S: 'police-chief', r: 'northmoor-council-rep', d: 'northmoor-council-deputy', s: 'northmoor-council-chief',
  C: 'chair', B: 'board-chair', I: 'scrutineer', O: 'office', N: 'stranger',
} as const;
type Letter = keyof typeof WHO;
const EVERYBODY = 'RDSrdsCBION';
const EVERYBODY_WITH_A_ROLE = 'RDSrdsCBIO';

const RETURN = `${QUARTER}.police`;
const AT = '2026-10-12T09:00:00.000Z';
const key = (of: string) => ({ params: { key: of } });
const aboutTheReturn = key(RETURN);
const onBehalf = { ...aboutTheReturn, query: { onBehalf: 'true' } };

const row = (definition: Stocked[0], of: Record<string, unknown> & { key: string }): Stocked => [definition, of];
const round = (police: Partial<QuarterlyReturn> = { status: 'open' }) => [...aPartnership(), ...aRound({ police })];
const aDraft = (behalf = false) => row(returnDrafts, { key: draftKey(RETURN, behalf), return: RETURN, onBehalf: behalf, content: EMPTY_DRAFT, savedAt: AT, savedBy: behalf ? 'office' : 'police-rep' });
const drafted = (behalf = false) => [...round({ status: 'draft', startedAt: AT, startedBy: 'police-rep' } as Partial<QuarterlyReturn>), aDraft(behalf)];
const signed = () => [
  ...round({ status: 'awaiting-sign-off', startedAt: AT, startedBy: 'police-rep', requestedAt: AT, requestedBy: 'police-rep', signer: 'police-chief' } as Partial<QuarterlyReturn>), aDraft(),
];
const submitted = () => [...round(SUBMITTED as Partial<QuarterlyReturn>), row(returnAnswers, {
  key: `${RETURN}.v1.voice`, return: RETURN, version: 1, section: 'voice', sectionTitle: 'Voice', nothingToRaise: true, attestedBy: 'police-rep', answers: [],
})];
const queried = () => [...round({ ...SUBMITTED, status: 'queried' } as Partial<QuarterlyReturn>), row(returnQueries, { key: `${RETURN}.q1`, return: RETURN, query: 'Why?', askedBy: 'chair', askedAt: AT, status: 'open' })];
const file = (of: object = {}) => row(returnAttachments, { key: 'file', return: RETURN, fileName: 'report.csv', mediaType: 'text/csv', bytes: 3, document: 'file', addedBy: 'police-rep', addedAt: AT, ...of });
const anEscalation = (status: object = { status: 'proposed' }) => [...round(), row(escalations, {
  key: `non-return.${RETURN}`, return: RETURN, quarter: QUARTER, agency: 'police', proposedAt: AT, proposedStage: 'senior-officer', evidence: { askedOn: '2026-10-01', dueOn: DUE, reminders: [] }, ...status,
})];
const escalated = { status: 'escalated', stage: 'senior-officer', escalatedAt: AT, escalatedBy: 'chair', replyDueOn: '2026-11-01' };
const anAction = (status: object = { status: 'open' }) => [...round(), row(loggedActions, {
  key: '2026-1', action: 'Do it', measure: 'It is done', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-12-01', dueMovedFrom: [], source: 'meeting', addedAt: AT, addedBy: 'chair', ...status,
})];
const anEvent = () => [...round(), row(calendarEvents, {
  key: '2026.day', title: 'Day', lane: 'annual-planning', tentative: true, owedBy: 'group', description: '', dependsOn: [], boardYear: 2026, startsOn: '2026-11-01', endsOn: '2026-11-02',
})];
const aDelivery = (status: object) => [...round(), row(deliveries, {
  key: 'notice~police-rep', notice: 'notice', kind: 'return-due', recipient: 'police-rep', subject: RETURN, dueOn: '2026-10-12', attempts: [], ...status,
})];

type Case = { readonly when?: string; readonly rows: () => readonly Stocked[]; readonly ask?: Request; readonly may: string };
const one = (may: string, rows: () => readonly Stocked[], ask?: Request): readonly Case[] => [{ may, rows, ...(ask === undefined ? {} : { ask }) }];
const either = (own: string, behalf: string, rows: (behalf: boolean) => readonly Stocked[], body?: unknown): readonly Case[] => [
  { when: 'for the agency', may: own, rows: () => rows(false), ask: { ...aboutTheReturn, body } },
  { when: 'on its behalf', may: behalf, rows: () => rows(true), ask: { ...onBehalf, body } },
];

/** The whole table: for each route, who is let in. Everybody else is refused. A route that is missing here does not compile. */
const TABLE: Readonly<Record<RouteName, readonly Case[]>> = {
  me: one(EVERYBODY, round),
  myDesk: one(EVERYBODY, round),
  returnsTracker: one(EVERYBODY_WITH_A_ROLE, round),
  returnReading: one('RDSrdCBIO', submitted, aboutTheReturn),
  returnForm: either('RDS', 'O', drafted),
  saveDraft: either('RD', 'O', drafted, { edits: [{ kind: 'answer', question: 'voice-1', text: 'We listened.', was: '' }] }),
  copyForward: either('RD', 'O', drafted, {}),
  askSignOff: one('RD', drafted, aboutTheReturn),
  declineSignOff: one('S', signed, { ...aboutTheReturn, body: { reason: 'A figure is wrong' } }),
  submitReturn: either('RD', 'O', drafted, {}),
  startCorrection: either('RD', 'O', submitted, {}),
  raiseQuery: one('CBO', submitted, { ...aboutTheReturn, body: { query: 'Why is that?' } }),
  answerQuery: one('RDO', queried, { ...key(`${RETURN}.q1`), body: { reply: 'Because' } }),
  acceptReturn: one('CBO', submitted, aboutTheReturn),
  askDeputy: one('R', round, { ...aboutTheReturn, body: {} }),
  remindNow: one('O', round, aboutTheReturn),
  excuseReturn: one('O', round, { ...aboutTheReturn, body: { reason: 'A merger' } }),
  grantException: one('O', round, { ...aboutTheReturn, body: { until: '2026-11-30', reason: 'A merger' } }),
  attachReport: either('RD', 'O', drafted, { fileName: 'report.csv', base64: Buffer.from('a,b').toString('base64') }),
  removeAttachment: [
    { when: 'of the agency', may: 'RD', rows: () => [...drafted(), file()], ask: key('file') },
    { when: 'of the board office', may: 'O', rows: () => [...drafted(true), file({ onBehalf: true, addedBy: 'office' })], ask: key('file') },
  ],
  escalations: one(EVERYBODY_WITH_A_ROLE, anEscalation),
  decideEscalation: one('C', anEscalation, { ...key(`non-return.${RETURN}`), body: { decision: 'escalate' } }),
  recordReply: one('SCBO', () => anEscalation(escalated), { ...key(`non-return.${RETURN}`), body: { reply: 'It comes tomorrow' } }),
  closeEscalation: one('C', () => anEscalation({ ...escalated, status: 'replied', reply: 'Here', repliedAt: AT, repliedBy: 'police-chief', replyRecordedBy: 'chair' }), { ...key(`non-return.${RETURN}`), body: { outcome: 'Received' } }),
  calendar: one(EVERYBODY_WITH_A_ROLE, anEvent),
  confirmEvent: one('O', anEvent, { ...key('2026.day'), body: { startsOn: '2026-11-03', endsOn: '2026-11-03', tentative: false } }),
  actionLog: one(EVERYBODY_WITH_A_ROLE, anAction),
  addAction: one('CO', anAction, { body: { action: 'Do more', measure: 'It is done', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-12-01', source: 'meeting' } }),
  changeAction: [
    { when: 'with a note', may: 'RDO', rows: anAction, ask: { ...key('2026-1'), body: { change: 'progress', note: 'Under way' } } },
    { when: 'to verify it', may: 'CO', rows: () => anAction({ status: 'complete', completedAt: AT, completedBy: 'police-rep', evidence: 'Done' }), ask: { ...key('2026-1'), body: { change: 'verify' } } },
  ],
  deliveries: one('O', round),
  retryDelivery: one('O', () => aDelivery({ status: 'failed', failedAt: AT, problem: 'Blocked' }), key('notice~police-rep')),
  acknowledge: one('R', () => aDelivery({ status: 'sent', channel: 'bot', sentAt: AT }), key('notice~police-rep')),
  exchange: one('O', round),
  previewImport: one('O', round, { body: { subject: 'people', fileName: 'people.csv', base64: Buffer.from('Name,E-mail\nA Person,a@example.org').toString('base64') } }),
  importRows: one('O', round, { body: { subject: 'people', fileName: 'people.csv', mapping: { name: { column: 0 } }, rows: [{ place: 'Row 2', cells: ['A Person'] }] } }),
};

/** The same for addresses that do not answer JSON. */
const FILES: Readonly<Record<keyof typeof FILE_ROUTES, readonly (Omit<Case, 'ask'> & { readonly path: string })[]>> = {
  downloadReturn: (['docx', 'html', 'csv'] as const).flatMap((format) => [
    { when: `that is a draft, as ${format}`, may: 'RDS', rows: () => drafted(), path: `${addressOf(FILE_ROUTES.downloadReturn, RETURN)}?format=${format}` },
    { when: `that is submitted, as ${format}`, may: 'RDSrdCBIO', rows: submitted, path: `${addressOf(FILE_ROUTES.downloadReturn, RETURN)}?format=${format}` },
  ]),
  attachment: [
    { when: 'of a draft', may: 'RDS', rows: () => [...drafted(), file()], path: addressOf(FILE_ROUTES.attachment, 'file') },
    { when: 'of what the board office writes', may: 'O', rows: () => [...drafted(true), file({ onBehalf: true })], path: addressOf(FILE_ROUTES.attachment, 'file') },
    { when: 'of a submitted return', may: 'RDSrdCBIO', rows: () => [...submitted(), file({ version: 1 })], path: addressOf(FILE_ROUTES.attachment, 'file') },
  ],
  exportList: (['csv', 'xlsx'] as const).map((format) => ({ when: `as ${format}`, may: 'O', rows: round, path: `${addressOf(FILE_ROUTES.exportList, 'people')}?format=${format}` })),
  exportAll: (['zip', 'xlsx'] as const).map((format) => ({ when: `as ${format}`, may: 'O', rows: round, path: `${FILE_ROUTES.exportAll}?format=${format}` })),
  events: [],
};

let api: ApiServer;
beforeAll(async () => { api = await startApi(); });
beforeEach(() => api.documents.put('file', Buffer.from('a,b')));
afterAll(() => api.close());

/** Readers of a return that is not submitted are told just that. */
function isRefused({ status, body }: Reply): boolean {
  return status === 401 || status === 403 || status === 404 || body.reason === 'not-submitted';
}

async function whoMay(rows: () => readonly Stocked[], ask: (person: string) => Promise<Reply>): Promise<string> {
  let allowed = '';
  for (const letter of Object.keys(WHO) as Letter[]) {
    api.stock(rows());
    const reply = await ask(WHO[letter]);
    if (reply.status >= 500 || reply.status === 400) throw new Error(`${WHO[letter]} was answered ${reply.status}: ${reply.text}`);
    if (!isRefused(reply)) allowed += letter;
  }
  return allowed;
}

const sorted = (letters: string) => Object.keys(WHO).filter((letter) => letters.includes(letter)).join('');

describe('a person is let in by role and agency at', () => {
  const cases = Object.entries(TABLE).flatMap(([name, of]) => of.map((each) => [`${name}${each.when === undefined ? '' : ` ${each.when}`}`, name as RouteName, each] as const));

  it.each(cases)('%s', async (_, name, { rows, ask, may }) => {
    expect(await whoMay(rows, (person) => api.call(person, name, ask))).toBe(sorted(may));
  });

  it.each(Object.entries(FILES).flatMap(([name, of]) => of.map((each) => [`${name} ${each.when}`, each] as const)))('%s', async (_, { rows, path, may }) => {
    expect(await whoMay(rows, (person) => api.fetch(person, 'GET', path))).toBe(sorted(may));
  });

  it('no route without a sign-in', async () => {
    for (const name of Object.keys(ROUTES) as RouteName[]) {
      const { method, path } = ROUTES[name];
      const reply = await api.fetch(undefined, method, addressOf(path, 'any'), method === 'POST' ? {} : undefined);
      expect([name, reply.status, reply.body.message]).toEqual([name, 401, expect.stringMatching(/sign in/)]);
    }
    for (const path of Object.values(FILE_ROUTES)) expect((await api.fetch(undefined, 'GET', addressOf(path, 'any'))).status).toBe(401);
  });

  it('no route when signed in and not in the register', async () => {
    api.stock([]);
    for (const name of Object.keys(ROUTES) as RouteName[]) expect([name, (await api.call('police-rep', name, { params: { key: 'any' } })).status]).toEqual([name, 403]);
  });
});
