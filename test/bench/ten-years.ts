import { actionUpdates, loggedActions } from '../../src/assurance/action-log/logged-action.ts';
import { calendarEvents } from '../../src/assurance/calendar/calendar-event.ts';
import { escalations, escalationStages } from '../../src/assurance/escalations/escalation.ts';
import { indicators } from '../../src/assurance/indicators/indicator.ts';
import { observationKey, observations } from '../../src/assurance/indicators/observation.ts';
import { deliveries } from '../../src/assurance/notices/delivery.ts';
import { agencies } from '../../src/assurance/partnership/agency.ts';
import { arrangements } from '../../src/assurance/partnership/arrangements.ts';
import { areas, groups, partnerships } from '../../src/assurance/partnership/partnership.ts';
import { appointments, people, seats } from '../../src/assurance/partnership/person.ts';
import { answerKey, quarterlyReturns, returnAnswers, returnKey, returnRounds } from '../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import { returnQuestions, returnSections } from '../../src/assurance/returns/return-questions.ts';
import { addDays, day } from '../../src/assurance/time/day.ts';
import { addQuarters, lastDayOf, monthsOf, quarter, type Quarter } from '../../src/assurance/time/quarter.ts';
import type { RecordDefinition } from '../../src/assurance/records/record.ts';
import type { Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, DUE, QUARTER, TENANT } from '../support/world.ts';
import { seededRandom } from '../support/seeded-random.ts';

export const QUARTERS = 40;
export const AGENCIES = 40;
export const FIGURES = 60;
/** A day in the last round on which returns are overdue. */
export const TODAY = addDays(DUE, 4);
/** This agency is still writing its return for the last round; the next two have not begun; all others have submitted. */
export const WRITING = 'agency-01';

const KEPT = new Set<unknown>([partnerships, groups, arrangements, returnSections, returnQuestions, escalationStages]);
const SECTIONS = ['learning', 'risks', 'voice'];
const ACCOUNT = 'We looked at twelve cases with partners, agreed three changes to how strategy meetings are recorded, and will look again next quarter. ';
const AT = '2026-10-12T09:30:00.000Z';

function row<Row extends { readonly key: string }>(definition: RecordDefinition<Row>, content: Readonly<Record<string, unknown>> & { readonly key: string }): Stocked {
  return [definition, content];
}

/** Every row of a partnership that has run for ten years. The same each time. */
export function tenYears(): readonly Stocked[] {
  const random = seededRandom(20_261_001);
  const names = Array.from({ length: AGENCIES }, (_, index) => `agency-${String(index + 1).padStart(2, '0')}`);
  const codes = Array.from({ length: FIGURES }, (_, index) => `F${String(index + 1).padStart(2, '0')}`);
  const quarters = Array.from({ length: QUARTERS }, (_, index) => addQuarters(QUARTER, index - QUARTERS + 1));
  const last = quarters.at(-1);
  const rows: Stocked[] = [...commonRows(), ...names.flatMap(agencyRows), ...codes.map(indicatorRow)];
  for (const of of quarters) {
    rows.push(roundRow(of));
    for (const [index, agency] of names.entries()) {
      if (of === last && index < 3) rows.push(...unsubmittedRows(of, agency));
      else rows.push(...submittedRows(of, agency, of === last, random), ...codes.map((code) => observationRow(of, agency, code, random)));
      rows.push(...deliveryRows(of, agency));
    }
  }
  rows.push(...escalationRows(quarters.slice(-20), names), ...actionRows(names), ...calendarRows(quarters));
  return rows;
}

function commonRows(): readonly Stocked[] {
  return aPartnership().filter(([definition, content]) => KEPT.has(definition) || ((definition === people || definition === appointments) && !('agency' in content)));
}

function agencyRows(agency: string, index: number): readonly Stocked[] {
  const person = (key: string, place: number) => row(people, {
    key: `${agency}-${key}`, name: `Officer ${key} of ${agency}`, jobTitle: 'Officer', mail: `${agency}-${key}@example.org`, agency, tenantId: TENANT,
    objectId: `30000000-0000-4000-8000-${String(index * 10 + place).padStart(12, '0')}`,
  });
  return [
    row(areas, { key: `area-${agency}`, name: `Area of ${agency}`, partnership: 'moor', localAuthority: agency }),
    row(agencies, { key: agency, name: `Agency ${agency}`, shortName: agency, category: 'childrens-social-care', statutoryPartner: true, section11: true, partnerships: ['moor'], areas: [`area-${agency}`], owesReturn: true, executiveSignsOff: false }),
    person('rep', 1), person('deputy', 2), person('chief', 3),
    row(seats, { key: `aag.${agency}`, group: 'aag', agency, representative: `${agency}-rep`, deputy: `${agency}-deputy`, capacity: 'member', from: day('2016-04-01') }),
    row(appointments, { key: `senior-officer.${agency}`, role: 'senior-officer', person: `${agency}-chief`, agency, from: day('2016-04-01') }),
  ];
}

function indicatorRow(code: string, index: number): Stocked {
  return row(indicators, {
    key: code, set: `S${index % 12}`, name: `Figure ${code}`, definition: 'As agreed.', rationale: 'Shows how agencies work together.', ownedBy: 'each-local-authority', unit: 'count', decimals: 0,
    polarity: 'neither', yearAggregation: 'sum', monthly: index % 3 === 0, status: 'agreed', availability: {}, keyQuestions: ['What lies behind this?'], fromQuarter: quarter('2010-Q1'),
  });
}

function roundRow(of: Quarter): Stocked {
  const current = aRound()[0]?.[1] as object;
  const end = lastDayOf(of);
  return row(returnRounds, { ...current, key: of, quarter: of, opensOn: addDays(end, 1), dueOn: addDays(end, 16), locksOn: addDays(end, 37) });
}

function submittedRows(of: Quarter, agency: string, isLast: boolean, random: () => number): readonly Stocked[] {
  const key = returnKey(of, agency);
  const on = addDays(lastDayOf(of), 10 + Math.floor(random() * 12));
  const submission = { version: 1, firstSubmittedOn: on, submittedOn: on, submittedAt: `${on}T09:30:00.000Z`, submittedBy: `${agency}-rep`, onBehalf: false, receipt: `R-${of}-${agency}`, figuresOwed: FIGURES, figuresGiven: FIGURES };
  const accepted = { status: 'accepted', acceptedAt: `${addDays(on, 5)}T10:00:00.000Z`, acceptedBy: 'office' };
  return [
    row(quarterlyReturns, { key, quarter: of, agency, ...submission, ...(isLast ? { status: 'submitted' } : accepted) }),
    ...SECTIONS.map((section) => row(returnAnswers, {
      key: answerKey(key, 1, section), return: key, version: 1, section, sectionTitle: section, nothingToRaise: false,
      answers: [{ question: `${section}-1`, wording: 'What is there to say?', text: ACCOUNT.repeat(1 + Math.floor(random() * 5)) }],
    })),
  ];
}

function unsubmittedRows(of: Quarter, agency: string): readonly Stocked[] {
  const key = returnKey(of, agency);
  if (agency !== WRITING) return [row(quarterlyReturns, { key, quarter: of, agency, status: 'open' })];
  const edited = { by: `${agency}-rep`, at: AT };
  return [
    row(quarterlyReturns, { key, quarter: of, agency, status: 'draft', startedAt: AT, startedBy: `${agency}-rep` }),
    row(returnDrafts, { key, return: key, onBehalf: false, savedAt: AT, savedBy: `${agency}-rep`, content: { answers: { 'risks-1': { text: ACCOUNT.repeat(4), ...edited } }, nils: {}, figures: {} } }),
  ];
}

function observationRow(of: Quarter, agency: string, code: string, random: () => number): Stocked {
  const area = `area-${agency}`;
  const months = monthsOf(of).map((month) => [month, Math.floor(random() * 80)] as const);
  const shared = { key: observationKey(of, code, area), quarter: of, indicator: code, area, return: returnKey(of, agency), version: 1, restatements: [] };
  if (random() < 0.03) return row(observations, { ...shared, status: 'missing', missingReason: 'The system was being replaced.' });
  return row(observations, { ...shared, status: 'reported', value: months.reduce((sum, [, value]) => sum + value, 0), cells: Object.fromEntries(months) });
}

function deliveryRows(of: Quarter, agency: string): readonly Stocked[] {
  const subject = returnKey(of, agency);
  return ['round-opened', 'return-due'].map((kind) => row(deliveries, {
    key: `${kind}.${subject}~${agency}-rep`, notice: `${kind}.${subject}`, kind, recipient: `${agency}-rep`, subject, dueOn: addDays(lastDayOf(of), 6), status: 'sent',
    attempts: [{ channel: 'bot', at: AT, outcome: 'sent' }], channel: 'bot', sentAt: AT,
  }));
}

function escalationRows(quarters: readonly Quarter[], names: readonly string[]): readonly Stocked[] {
  return quarters.flatMap((of, index) => names.slice(1, 3).map((agency) => row(escalations, {
    key: `non-return.${of}.${agency}`, return: returnKey(of, agency), quarter: of, agency, proposedAt: AT, proposedStage: 'senior-officer', evidence: { askedOn: '2026-10-01', dueOn: '2026-10-16', reminders: [] },
    ...(index === quarters.length - 1 ? { status: 'proposed' } : { status: 'closed', closedAt: AT, closedBy: 'chair', outcome: 'The return came.' }),
  })));
}

function actionRows(names: readonly string[]): readonly Stocked[] {
  return Array.from({ length: 600 }, (_, index) => {
    const agency = names[index % names.length] as string;
    const key = `${2016 + Math.floor(index / 60)}-${(index % 60) + 1}`;
    const completion = { status: 'complete', completedAt: AT, completedBy: `${agency}-rep`, evidence: 'Audit shows the change.' };
    return [
      row(loggedActions, {
        key, action: 'Agree how strategy meetings are recorded.', measure: 'An audit of ten cases.', agency, owner: `${agency}-rep`, group: 'aag', dueOn: addDays(day('2016-06-01'), index * 6), dueMovedFrom: [],
        source: 'return', addedAt: AT, addedBy: 'office', ...(index < 540 ? completion : { status: 'open' }),
      }),
      row(actionUpdates, { key: `${key}.u1`, action: key, at: AT, by: `${agency}-rep`, note: 'Begun.' }),
    ];
  }).flat();
}

function calendarRows(quarters: readonly Quarter[]): readonly Stocked[] {
  return quarters.flatMap((of) => Array.from({ length: 8 }, (_, index) => row(calendarEvents, {
    key: `${of}.event-${index}`, title: `Event ${index}`, lane: 'quarterly-reporting', tentative: false, owedBy: 'every-agency', description: 'As in the template.', dependsOn: [],
    boardYear: Number(of.slice(0, 4)), startsOn: addDays(lastDayOf(of), index * 3), endsOn: addDays(lastDayOf(of), index * 3 + 5),
  })));
}
