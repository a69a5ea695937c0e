import { agencies, type Agency } from '../../src/assurance/partnership/agency.ts';
import { arrangements } from '../../src/assurance/partnership/arrangements.ts';
import { areas, groups, partnerships } from '../../src/assurance/partnership/partnership.ts';
import { appointments, people, seats } from '../../src/assurance/partnership/person.ts';
import { viewerOf, type Viewer } from '../../src/assurance/partnership/viewer.ts';
import { escalationStages } from '../../src/assurance/escalations/escalation.ts';
import { indicators, type Indicator } from '../../src/assurance/indicators/indicator.ts';
import { quarterlyReturns, returnRounds, type QuarterlyReturn } from '../../src/assurance/returns/quarterly-return.ts';
import { returnQuestions, returnSections } from '../../src/assurance/returns/return-questions.ts';
import type { Snapshot } from '../../src/assurance/records/snapshot.ts';
import { day, type Day } from '../../src/assurance/time/day.ts';
import { instant, type Moment } from '../../src/assurance/time/instant.ts';
import { quarter } from '../../src/assurance/time/quarter.ts';
import type { Stocked } from './memory-register.ts';

/**
 * The world of the tests: a made-up partnership of two areas, Northmoor and Eastvale, and four agencies, as it stands in the round of
 * quarter 2 of 2026 to 2027, due on Friday 16 October 2026. Its people are named after what they do.
 */
export const QUARTER = quarter('2026-Q2');
export const LAST_QUARTER = quarter('2026-Q1');
export const OPENED = day('2026-10-01');
export const DUE = day('2026-10-16');
export const LOCKS = day('2026-11-06');
export const TENANT = '10000000-0000-4000-8000-000000000000';

type AgencyKey = 'police' | 'northmoor-council' | 'eastvale-council' | 'hospital';
const AGENCIES: Readonly<Record<AgencyKey, Omit<Agency, 'key'>>> = {
  police: { name: 'Moor Police', shortName: 'Police', category: 'police', statutoryPartner: true, section11: true, partnerships: ['moor'], areas: ['northmoor', 'eastvale'], owesReturn: true, executiveSignsOff: false },
  'northmoor-council': { name: 'Northmoor Council', shortName: 'Northmoor', category: 'childrens-social-care', statutoryPartner: true, section11: true, partnerships: ['moor'], areas: ['northmoor'], owesReturn: true, executiveSignsOff: false },
  'eastvale-council': { name: 'Eastvale Council', shortName: 'Eastvale', category: 'childrens-social-care', statutoryPartner: true, section11: true, partnerships: ['moor'], areas: ['eastvale'], owesReturn: true, executiveSignsOff: false },
  hospital: { name: 'Moor Hospitals NHS Trust', shortName: 'Hospitals', category: 'health', statutoryPartner: false, section11: true, partnerships: ['moor'], areas: ['northmoor', 'eastvale'], owesReturn: true, executiveSignsOff: true },
};

export const PEOPLE = [
  ...Object.keys(AGENCIES).flatMap((agency) => [`${agency}-rep`, `${agency}-deputy`, `${agency}-chief`]), 'chair', 'board-chair', 'scrutineer', 'office', 'stranger',
] as const;

/** Object ids are readable in test output, and are GUIDs as sign-in requires. */
export function objectIdOf(person: string): string {
  const index = PEOPLE.indexOf(person);
  return `20000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
}

function person(key: string, agency?: string): Stocked {
  const name = key.split('-').map((part) => part[0]?.toUpperCase() + part.slice(1)).join(' ');
  return [people, { key, name, jobTitle: 'Officer', mail: `${key}@example.org`, tenantId: TENANT, objectId: objectIdOf(key), ...(agency ? { agency } : {}) } as { key: string }];
}

function indicator(key: string, of: Partial<Indicator>): Stocked {
  return [indicators, {
    key, set: key, name: `Indicator ${key}`, definition: 'As agreed.', rationale: 'Shows how agencies work together.', ownedBy: 'agency', unit: 'count', decimals: 0,
    polarity: 'neither', yearAggregation: 'sum', monthly: false, status: 'agreed', availability: {}, keyQuestions: ['What lies behind this?'], fromQuarter: quarter('2024-Q1'), ...of,
  } as { key: string }];
}

/** The rows of the partnership before anybody has done anything in a round. */
export function aPartnership(): Stocked[] {
  const from = day('2024-04-01');
  return [
    [partnerships, { key: 'moor', name: 'Moor Safeguarding Children Partnership', shortName: 'Moor SCP' } as { key: string }],
    [areas, { key: 'northmoor', name: 'Northmoor', partnership: 'moor', localAuthority: 'northmoor-council' } as { key: string }],
    [areas, { key: 'eastvale', name: 'Eastvale', partnership: 'moor', localAuthority: 'eastvale-council' } as { key: string }],
    [groups, { key: 'aag', name: 'Audit and Assurance Group', shortName: 'AAG', purpose: 'Reads the returns first.', partnerships: ['moor'], reportsTo: 'board' } as { key: string }],
    [groups, { key: 'board', name: 'Partnership Board', shortName: 'Board', purpose: 'Leads.', partnerships: ['moor'], reportsTo: 'board' } as { key: string }],
    ...Object.entries(AGENCIES).flatMap(([key, agency]): Stocked[] => [
      [agencies, { key, ...agency } as { key: string }],
      person(`${key}-rep`, key), person(`${key}-deputy`, key), person(`${key}-chief`, key),
      [seats, { key: `aag.${key}`, group: 'aag', agency: key, representative: `${key}-rep`, deputy: `${key}-deputy`, capacity: 'member', from } as { key: string }],
      [appointments, { key: `senior-officer.${key}`, role: 'senior-officer', person: `${key}-chief`, agency: key, from } as { key: string }],
    ]),
    person('chair'), person('board-chair'), person('scrutineer'), person('office'), person('stranger'),
    [appointments, { key: 'chair.aag', role: 'chair', person: 'chair', group: 'aag', from } as { key: string }],
    [appointments, { key: 'chair.board', role: 'chair', person: 'board-chair', group: 'board', from } as { key: string }],
    [appointments, { key: 'scrutineer', role: 'scrutineer', person: 'scrutineer', from } as { key: string }],
    [appointments, { key: 'board-office', role: 'board-office', person: 'office', from } as { key: string }],
    [arrangements, {
      key: 'moor', name: 'Moor arrangements', returnsGroup: 'aag', boardOfficeName: 'Moor board office', boardOfficeMail: 'office@example.org',
      opensDaysAfterQuarterEnd: 1, dueDayOfMonth: 16, locksWorkingDaysAfterDue: 15, remindBefore: [10, 5, 1], remindAfter: [1, 5, 10],
      escalateWorkingDaysOverdue: 5, workingHours: { from: '08:00', to: '18:00' }, figureNote: 'Leave no figure blank without a reason.',
    } as { key: string }],
    ...['learning', 'risks', 'voice'].flatMap((key, order): Stocked[] => [
      [returnSections, { key, title: { learning: 'Learning', risks: 'Risks', voice: 'Voice' }[key], intro: `About ${key}.`, order: order + 1 } as { key: string }],
      [returnQuestions, { key: `${key}-1`, section: key, wording: `What is there to say about ${key}?`, help: 'A short account.', keyQuestions: ['How do you know?'], order: 1, fromQuarter: quarter('2024-Q1') } as { key: string }],
    ]),
    indicator('P1', { owner: 'police', monthly: true, name: 'Strategy meetings held', breakdown: { name: 'Outcome', values: [{ key: 'single', name: 'Single agency' }, { key: 'joint', name: 'Joint' }] } }),
    indicator('C1', { ownedBy: 'each-local-authority', name: 'Re-referrals', unit: 'percentage', yearAggregation: 'ratio-of-sums', polarity: 'lower-is-better', numeratorLabel: 'Re-referrals', denominatorLabel: 'Referrals' }),
    indicator('C2', { ownedBy: 'each-local-authority', name: 'Early help assessments', availability: { eastvale: 'not-collected' } }),
    indicator('H1', { owner: 'hospital', name: 'To be confirmed', status: 'to-be-confirmed' }),
    [escalationStages, { key: 'senior-officer', order: 1, name: 'Letter to the senior officer', writeTo: 'senior-officer', inform: ['representative', 'scrutineer'], replyWithinWorkingDays: 10, letterSubject: 'Quarterly return outstanding: {{agency}}', letter: 'Dear {{seniorOfficer}}\n\nThe {{quarter}} return from {{agency}} was due on {{dueOn}}.\n\n{{evidence}}\n\nPlease reply by {{replyBy}}.\n\n{{chair}}' } as { key: string }],
    [escalationStages, { key: 'board', order: 2, name: 'Taken to the board', writeTo: 'chair', writeToGroup: 'board', inform: ['senior-officer', 'representative', 'scrutineer'], replyWithinWorkingDays: 10, letterSubject: 'Quarterly return still outstanding: {{agency}}', letter: 'Dear chair\n\nThe {{quarter}} return from {{agency}} is still outstanding.\n\n{{evidence}}\n\n{{chair}}' } as { key: string }],
  ];
}

/** The round of quarter 2 with every return in one state, unless told otherwise by agency. */
export function aRound(states: Partial<Record<AgencyKey, Partial<QuarterlyReturn>>> = {}): Stocked[] {
  return [
    [returnRounds, { key: QUARTER, quarter: QUARTER, group: 'aag', opensOn: OPENED, dueOn: DUE, locksOn: LOCKS } as { key: string }],
    ...(Object.keys(AGENCIES) as AgencyKey[]).map((agency): Stocked => [quarterlyReturns, { key: `${QUARTER}.${agency}`, quarter: QUARTER, agency, status: 'open', ...states[agency] } as { key: string }]),
  ];
}

/** What a return looks like once submitted; give the rest of its state on top. */
export const SUBMITTED = {
  status: 'submitted', version: 1, firstSubmittedOn: day('2026-10-15'), submittedAt: instant('2026-10-15T09:30:00.000Z'), submittedBy: 'police-rep', onBehalf: false, receipt: 'R-2026Q2-0001',
} as const;

/** A moment in London that is the same in UTC plus summer time, for tests that only need a day and an hour. */
export function at(today: Day | string, time = '10:00'): Moment {
  const on = day(today);
  return { instant: instant(`${on}T${time}:00.000Z`), today: on, time };
}

export function viewer(snapshot: Snapshot, key: string, today: Day = DUE): Viewer {
  const found = snapshot.get(people, key);
  if (!found) throw new Error(`Nobody called ${key} in the test world`);
  return viewerOf(snapshot, found, today);
}
