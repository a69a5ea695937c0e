import type { z } from 'zod';
import type { ROUTES } from '../../src/api-contract/routes.ts';

type PageRoute = 'me' | 'myDesk' | 'returnsTracker' | 'returnReading' | 'returnForm' | 'escalations' | 'calendar' | 'actionLog' | 'deliveries' | 'exchange';
type Answers = { [N in PageRoute]: z.input<(typeof ROUTES)[N]['answer']> };

const RETURN = '2026-Q2.police';
const QUARTERS = ['2024-Q3', '2024-Q4', '2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'];
const quarterName = (quarter: string) => `Quarter ${quarter.slice(6)} of ${quarter.slice(0, 4)} to ${Number(quarter.slice(0, 4)) + 1}`;
const LETTER = { to: 'Chief Constable Jo Grange', subject: 'Quarterly return outstanding: Moor Hospitals NHS Trust', text: 'Dear Chief Executive\n\nThe return was due on 16 October 2026 and has not come.\n\nPlease reply by 6 November 2026.', alsoTold: ['Hospital Rep', 'Independent scrutineer'] };

function trackerRow(agency: string, agencyName: string, state: string, rating: 'on-track' | 'at-risk' | 'off-track' | 'not-known', more: Partial<Answers['returnsTracker']['rows'][number]> = {}): Answers['returnsTracker']['rows'][number] {
  return {
    returnKey: `2026-Q2.${agency}`, agency, agencyName, status: 'draft', state, rating, timeliness: 'overdue', dueOn: '2026-10-16', lockedOn: '2026-11-06', lastActivityAt: '2026-10-15T13:02:00.000Z',
    sections: [{ section: 'learning', title: 'Learning', mark: 'answered' }, { section: 'risks', title: 'Risks', mark: 'nothing-to-raise' }, { section: 'voice', title: 'Voice', mark: 'not-started' }],
    figures: { owed: 12, given: 9, missing: 1 }, past: QUARTERS.map((quarter, index) => ({ quarter, name: quarterName(quarter), mark: (['on-time', 'late', 'nil', 'missed', 'on-time', 'excused', 'on-time', 'not-asked'] as const)[index] ?? 'on-time' })),
    can: { read: false, fillIn: false, remind: true, answerOnBehalf: true, excuse: true, grantException: true }, ...more,
  };
}

/** What the API answers in the tests of the tab: one quarter of a made-up partnership, with something in every state. */
export function tabAnswers(): Answers {
  return {
    me: {
      person: 'police-rep', name: 'Police Rep', roles: [{ kind: 'representative', words: 'Representative of Moor Police' }], answersFor: [{ agency: 'police', name: 'Moor Police' }],
      pages: ['my-desk', 'returns', 'escalations', 'calendar', 'action-log', 'deliveries', 'exchange'], today: '2026-10-14', boardOffice: { name: 'Moor board office', mail: 'office@example.org' },
    },
    myDesk: {
      heading: 'One thing is overdue and two are due this week',
      overdue: [{ id: 'a', kind: 'action', sentence: 'Action 2026-14 · Share the missing-children protocol · due 30 September 2026', dueOn: '2026-09-30', main: { label: 'Update', href: '/action-log?open=2026-14' }, quiet: { label: 'Need more time', does: 'need-more-time', target: '2026-14' } }],
      thisWeek: [
        { id: 'b', kind: 'return', sentence: 'Quarter 2 return for Moor Police is due on Friday 16 October', detail: '6 of 9 sections answered · last saved by you, yesterday', dueOn: '2026-10-16', main: { label: 'Continue', href: `/returns/${RETURN}/form` }, quiet: { label: 'Ask deputy', does: 'ask-deputy', target: RETURN } },
        { id: 'c', kind: 'query', sentence: 'Reply to the chair about strategy meeting attendance', main: { label: 'Reply', href: `/returns/${RETURN}` } },
      ],
      later: [{ id: 'd', kind: 'action', sentence: 'Action 2026-20 · Review the threshold document · due 30 November 2026', main: { label: 'Update', href: '/action-log?open=2026-20' } }],
      waitingForOthers: [{ id: 'e', kind: 'waiting', sentence: 'Northmoor Council has your reply since 12 October 2026' }],
    },
    returnsTracker: {
      quarter: '2026-Q2', quarterName: quarterName('2026-Q2'), period: 'July to September 2026', heading: '2 of 4 returns are missing, 1 is overdue', dueOn: '2026-10-16', locksOn: '2026-11-06',
      quarters: QUARTERS.map((quarter) => ({ quarter, name: quarterName(quarter) })),
      rows: [
        trackerRow('hospital', 'Moor Hospitals NHS Trust', '2 of 3 parts answered, overdue by 3 working days', 'off-track'),
        trackerRow('police', 'Moor Police', '1 of 3 parts answered, due in 2 working days', 'at-risk', { timeliness: 'not-due', can: { read: false, fillIn: true, remind: false, answerOnBehalf: false, excuse: false, grantException: false } }),
        trackerRow('northmoor-council', 'Northmoor Council', 'Submitted on time, one query open', 'at-risk', { status: 'queried', timeliness: 'on-time', can: { read: true, fillIn: false, remind: false, answerOnBehalf: false, excuse: false, grantException: false } }),
        trackerRow('eastvale-council', 'Eastvale Council', 'Accepted', 'on-track', { status: 'accepted', timeliness: 'on-time', can: { read: true, fillIn: false, remind: false, answerOnBehalf: false, excuse: false, grantException: false } }),
      ],
      scoreboard: QUARTERS.map((quarter, index) => ({ quarter, name: quarterName(quarter), expected: 4, returned: 4 - (index % 2), onTime: 3 - (index % 2), figuresOwed: 48, figuresGiven: 40 + index })),
    },
    returnReading: {
      returnKey: '2026-Q2.northmoor-council', agencyName: 'Northmoor Council', quarterName: quarterName('2026-Q2'), period: 'July to September 2026', status: 'queried', timeliness: 'on-time', state: 'one query is open', receipt: 'R-2026Q2-0007', version: 2,
      versions: [{ version: 1, words: 'submitted on 14 October 2026' }, { version: 2, words: 'corrected on 15 October 2026' }], submittedAt: '2026-10-15T09:30:00.000Z', submittedByName: 'Northmoor Rep', onBehalf: false,
      sections: [
        { key: 'learning', title: 'Learning', nothingToRaise: false, answers: [{ wording: 'What did you learn from audits this quarter?', text: 'Supervision notes improved.\nWe still see gaps in chronologies.', lastQuarter: 'Chronologies were missing in 4 of 10 files.' }] },
        { key: 'risks', title: 'Risks', nothingToRaise: true, attestedByName: 'Northmoor Rep', answers: [{ wording: 'Which risks does the partnership need to know?', text: '' }] },
      ],
      figures: [{ id: 'C1.northmoor', code: 'C1', name: 'Re-referrals', areaName: 'Northmoor', value: '22%', last: '19%', note: 'A rise in August.', restated: [{ value: '21%', reason: 'Late entries' }], table: { columns: ['Re-referrals', 'Referrals'], rows: [{ name: 'All', values: ['22', '100'] }] } }, { id: 'C2.northmoor', code: 'C2', name: 'Early help assessments', areaName: 'Northmoor', missingReason: 'System change in July', restated: [], table: { columns: [], rows: [] } }],
      attachments: [{ key: 'f1', fileName: 'audit-report.pdf', bytes: 182_000 }],
      queries: [{ key: '2026-Q2.northmoor-council.q1', section: 'learning', query: 'How many files did you look at?', askedByName: 'Chair', askedAt: '2026-10-15T12:00:00.000Z' }],
      can: { query: true, accept: true, answerQuery: true, correct: true },
    },
    returnForm: {
      returnKey: RETURN, onBehalf: false, status: 'draft', agencyName: 'Moor Police', quarterName: quarterName('2026-Q2'), period: 'July to September 2026', dueOn: '2026-10-16', locksOn: '2026-11-06', signOff: { needed: false, asked: false, viewerSigns: false }, correcting: false,
      sections: [
        { key: 'learning', title: 'Learning', intro: 'What quality assurance taught you.', nothingToRaise: false, byName: 'Police Rep', at: '2026-10-13T09:00:00.000Z', done: true, queries: [],
          questions: [{ key: 'learning-1', wording: 'What did you learn this quarter?', help: 'A short account.', keyQuestions: ['How do you know?', 'What changed for children?'], text: 'Return interviews come sooner.', byName: 'Police Rep', at: '2026-10-13T09:00:00.000Z', lastQuarter: { quarterName: 'Quarter 1', text: 'Return interviews were late.', nothingToRaise: false } }] },
        { key: 'risks', title: 'Risks', intro: 'Risks to the partnership.', nothingToRaise: false, done: false, queries: [{ key: 'q1', query: 'Is the rise in August real?', askedByName: 'Chair', askedAt: '2026-10-14T09:00:00.000Z' }],
          questions: [{ key: 'risks-1', wording: 'Which risks do others need to know?', help: 'A short account.', keyQuestions: [], text: '' }] },
      ],
      figures: [{ id: 'P1.northmoor', code: 'P1', name: 'Strategy meetings held', definition: 'Meetings held in the month.', area: 'northmoor', areaName: 'Northmoor', unit: 'count', decimals: 0, keyQuestions: ['Were all agencies there?'],
        grid: { rows: [{ key: 'single', name: 'Single agency' }, { key: 'joint', name: 'Joint' }], columns: [{ key: '2026-07', name: 'July' }, { key: '2026-08', name: 'August' }, { key: '2026-09', name: 'September' }] },
        cells: { 'single.2026-07': 10, 'single.2026-08': 12, 'single.2026-09': 9, 'joint.2026-07': 4, 'joint.2026-08': 30 }, done: false, last: { quarterName: 'Quarter 1', value: '41' }, hint: 'August is more than twice what this agency usually has.' }],
      figureNote: 'Leave no figure blank without a reason.', attachments: [{ key: 'f1', fileName: 'audit-report.pdf', bytes: 182_000, addedByName: 'Police Rep', addedAt: '2026-10-13T09:00:00.000Z' }],
      missing: [{ part: 'risks', text: 'Risks: answer the question or say that there is nothing to raise' }, { part: 'P1.northmoor', text: 'P1 Strategy meetings held, Northmoor: fill in September or give a reason' }],
      savedAt: '2026-10-13T13:02:00.000Z', savedByName: 'Police Rep', canCopyForward: true,
    },
    escalations: {
      heading: 'One concern waits for the chair',
      open: [{
        key: 'non-return.2026-Q2.hospital', agencyName: 'Moor Hospitals NHS Trust', quarterName: quarterName('2026-Q2'), returnKey: '2026-Q2.hospital', stage: 'senior-officer', status: 'proposed', sentence: 'The return is 6 working days overdue; the next step is a letter to the senior officer.', rating: 'off-track',
        evidence: ['Asked on 1 October 2026', 'Reminder on 2 October 2026 to Hospital Rep by bot message: acknowledged'],
        ladder: [{ stage: 'reminders', name: 'Reminders', state: 'done', words: 'six sent' }, { stage: 'senior-officer', name: 'Letter to the senior officer', state: 'now', words: 'waits for the chair' }, { stage: 'board', name: 'Taken to the board', state: 'next', words: '10 working days after the letter' }],
        letter: LETTER, steps: [{ words: 'Proposed', at: '2026-10-26T09:00:00.000Z' }], told: [{ name: 'Chair', channel: 'channel', state: 'sent' }], can: { decide: true, recordReply: false, close: false },
      }],
      closed: [{ key: 'non-return.2026-Q1.hospital', agencyName: 'Moor Hospitals NHS Trust', quarterName: quarterName('2026-Q1'), returnKey: '2026-Q1.hospital', stage: 'senior-officer', status: 'closed', sentence: 'Closed: the return came.', rating: 'on-track', evidence: ['Asked on 1 July 2026'], ladder: [], steps: [{ words: 'Escalated', at: '2026-07-26T09:00:00.000Z', letter: LETTER.text }], told: [], can: { decide: false, recordReply: false, close: false } }],
    },
    calendar: {
      heading: 'Next: returns are due on 16 October 2026', boardYear: 2026, boardYears: [{ boardYear: 2026, name: '2026 to 2027' }, { boardYear: 2027, name: '2027 to 2028' }], today: '2026-10-14',
      months: ['April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December', 'January', 'February', 'March'].map((name, index) => ({ month: index < 9 ? `2026-${String(index + 4).padStart(2, '0')}` : `2027-0${index - 8}`, name })),
      events: [
        { key: 'e1', title: 'Annual priorities agreed', lane: 'annual-planning', startsOn: '2026-04-14', endsOn: '2026-05-20', tentative: false, owedBy: 'All agencies', description: 'The board agrees the priorities.', dependsOn: [], leadsTo: [{ key: 'e2', title: 'Quarter 2 returns due' }], state: 'past' },
        { key: 'e2', title: 'Quarter 2 returns due', lane: 'quarterly-reporting', startsOn: '2026-10-01', endsOn: '2026-10-16', tentative: false, groupName: 'Audit and Assurance Group', owedBy: 'Each agency', description: 'The quarterly return.', dependsOn: [{ key: 'e1', title: 'Annual priorities agreed' }], leadsTo: [], state: 'now' },
        { key: 'e3', title: 'Multi-agency audit: neglect', lane: 'multi-agency-assurance', startsOn: '2026-11-02', endsOn: '2026-12-11', tentative: true, owedBy: 'Police, health, children’s social care', description: 'Twelve cases.', dependsOn: [], leadsTo: [], state: 'coming' },
      ],
      canManage: true,
    },
    actionLog: {
      heading: '1 of 3 open actions is overdue', counts: { open: 3, overdue: 1, mine: 1, toVerify: 1 }, canAdd: true,
      choices: { groups: [{ key: 'aag', name: 'Audit and Assurance Group' }], agencies: [{ key: 'police', name: 'Moor Police' }], owners: [{ key: 'police-rep', name: 'Police Rep', agency: 'police' }] },
      rows: [
        { key: '2026-14', action: 'Share the missing-children protocol', measure: 'Published on the intranet', agencyName: 'Moor Police', agency: 'police', ownerName: 'Police Rep', owner: 'police-rep', groupName: 'Audit and Assurance Group', group: 'aag', dueOn: '2026-09-30', timesMoved: 1, status: 'in-progress', state: 'Overdue by 10 working days', overdue: true, rating: 'off-track', source: 'meeting', lastNote: 'Draft is with legal', updates: [{ at: '2026-09-29T09:00:00.000Z', byName: 'Police Rep', note: 'Draft is with legal' }], can: { update: true, complete: true, verify: false, reopen: false } },
        { key: '2026-20', action: 'Review the threshold document', measure: 'Agreed by the board', agencyName: 'Northmoor Council', agency: 'northmoor-council', ownerName: 'Northmoor Rep', owner: 'northmoor-council-rep', groupName: 'Audit and Assurance Group', group: 'aag', dueOn: '2026-11-30', timesMoved: 0, status: 'open', state: 'Due on 30 November 2026', overdue: false, rating: 'on-track', source: 'review', updates: [], can: { update: false, complete: false, verify: false, reopen: false } },
        { key: '2026-11', action: 'Train the front desk', measure: 'Attendance list', agencyName: 'Moor Police', agency: 'police', ownerName: 'Police Deputy', owner: 'police-deputy', groupName: 'Audit and Assurance Group', group: 'aag', dueOn: '2026-08-31', timesMoved: 0, status: 'complete', state: 'Complete, waits to be verified', overdue: false, rating: 'not-known', source: 'audit', evidence: '42 of 42 trained', updates: [], can: { update: false, complete: false, verify: true, reopen: true } },
      ],
    },
    deliveries: {
      heading: 'One message could not be delivered',
      failed: [{ key: 'd1', recipientName: 'Hospital Rep', what: 'Quarter 2 return is overdue', dueOn: '2026-10-19', channel: 'email', state: 'failed', words: 'Not delivered: the mailbox is full', attempts: [{ channel: 'bot', at: '2026-10-19T08:00:00.000Z', words: 'the app is not installed' }, { channel: 'email', at: '2026-10-19T08:01:00.000Z', words: 'the mailbox is full' }], canRetry: true }],
      recent: [{ key: 'd2', recipientName: 'Police Rep', what: 'Quarter 2 return is due in 5 working days', dueOn: '2026-10-09', channel: 'bot', state: 'acknowledged', words: 'Acknowledged', attempts: [], canRetry: false }],
      problems: [{ list: 'Actions', row: '2026-17', faults: ['Due: "soon" is not a date'], link: 'https://example.org/row' }],
      jobs: [{ key: 'tick', title: 'Notices', lastRun: 'Ran on 14 October 2026 at 09:00', rating: 'on-track' }],
      notes: ['Consents are not needed in the local environment.'],
    },
    exchange: {
      heading: '2 lists can be exported, 2 can be imported',
      lists: [
        { name: 'actions', title: 'Actions', purpose: 'The action log of the partnerships and their groups.', rows: 42, contact: false },
        { name: 'people', title: 'People', purpose: 'The officers who take part, and how to reach them.', rows: 31, contact: true },
      ],
      subjects: [{ key: 'actions', title: 'Action log', help: 'One row for each action.' }, { key: 'people', title: 'People', help: 'One row for each officer.' }],
    },
  };
}
