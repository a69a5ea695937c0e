import { loggedActions } from '../../assurance/action-log/logged-action.ts';
import { calendarRules, type CalendarRule } from '../../assurance/calendar/calendar-event.ts';
import { escalationStages, type EscalationStage } from '../../assurance/escalations/escalation.ts';
import { letterFaults } from '../../assurance/escalations/letter.ts';
import { indicators } from '../../assurance/indicators/indicator.ts';
import { agencies } from '../../assurance/partnership/agency.ts';
import { arrangements } from '../../assurance/partnership/arrangements.ts';
import { areas, groups, partnerships, type Group } from '../../assurance/partnership/partnership.ts';
import { appointments, people, seats } from '../../assurance/partnership/person.ts';
import type { AnyRecordDefinition } from '../../assurance/records/record.ts';
import { daysInMonth, monthName } from '../../assurance/time/day.ts';
import type { TemplateFault } from './template-document.ts';
import type { TemplateRow } from './template-rows.ts';

/** Which field of which list names a row of which other list. */
const REFERENCES: readonly (readonly [AnyRecordDefinition, string, AnyRecordDefinition])[] = [
  [areas, 'partnership', partnerships], [areas, 'localAuthority', agencies],
  [groups, 'partnerships', partnerships], [groups, 'reportsTo', groups],
  [agencies, 'partnerships', partnerships], [agencies, 'areas', areas],
  [arrangements, 'returnsGroup', groups],
  [indicators, 'owner', agencies], [indicators, 'availability', areas],
  [calendarRules, 'group', groups], [calendarRules, 'dependsOn', calendarRules],
  [escalationStages, 'writeToGroup', groups],
  [people, 'agency', agencies],
  [seats, 'group', groups], [seats, 'agency', agencies], [seats, 'representative', people], [seats, 'deputy', people],
  [appointments, 'person', people], [appointments, 'group', groups], [appointments, 'agency', agencies],
  [loggedActions, 'agency', agencies], [loggedActions, 'owner', people], [loggedActions, 'group', groups], [loggedActions, 'addedBy', people],
];

/** Everything wrong with rows that each look right on their own: how they are stored, their keys, and what they say of one another. */
export function checkRows(rows: readonly TemplateRow[]): readonly TemplateFault[] {
  return [...unreadable(rows), ...repeated(rows), ...dangling(rows), ...impossible(rows)];
}

function fault(of: TemplateRow, message: string, field?: string): TemplateFault {
  return { file: of.file, line: of.lineOf(field), message };
}

function unreadable(rows: readonly TemplateRow[]): readonly TemplateFault[] {
  return rows.flatMap((of) => {
    const decoded = of.definition.decode(of.definition.encode(of.row));
    return decoded.ok ? [] : decoded.faults.map(({ field, message }) => fault(of, `${of.row.key}: ${message}`, field));
  });
}

function repeated(rows: readonly TemplateRow[]): readonly TemplateFault[] {
  const first = new Map<string, TemplateRow>();
  return rows.flatMap((of) => {
    const id = `${of.definition.name}/${of.row.key}`;
    const before = first.get(id);
    first.set(id, before ?? of);
    return before ? [fault(of, `“${of.row.key}” is used twice in ${of.definition.title}; the first is in ${before.file}, line ${before.lineOf()}`)] : [];
  });
}

function dangling(rows: readonly TemplateRow[]): readonly TemplateFault[] {
  const known = new Set(rows.map((of) => `${of.definition.name}/${of.row.key}`));
  return rows.flatMap((of) => REFERENCES.filter(([definition]) => definition === of.definition).flatMap(([, field, target]) => (
    keysIn(of.row[field]).filter((key) => !known.has(`${target.name}/${key}`)).map((key) => fault(of, `There is no “${key}” in ${target.title}`, field))
  )));
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

function impossible(rows: readonly TemplateRow[]): readonly TemplateFault[] {
  const byKey = (definition: AnyRecordDefinition) => new Map(rows.filter((of) => of.definition === definition).map((of) => [of.row.key, of]));
  const rules = byKey(calendarRules);
  const line = byKey(groups);
  return rows.flatMap((of): readonly TemplateFault[] => {
    if (of.definition === calendarRules) return calendarFaults(of, rules);
    if (of.definition === groups) {
      return climbsForEver(of.row.key, (key) => above(line.get(key))) ? [fault(of, `The reporting line of “${of.row.key}” comes back to itself`, 'reportsTo')] : [];
    }
    if (of.definition === escalationStages) return stageFaults(of);
    if (of.definition === indicators) {
      return of.row['ownedBy'] === 'agency' && of.row['owner'] === undefined && of.row['status'] === 'agreed' ? [fault(of, `“${of.row.key}” is owned by one agency, so “owner” says which`)] : [];
    }
    return [];
  });
}

/** The highest group reports to itself, which ends the line. */
function above(of: TemplateRow | undefined): readonly string[] {
  const group = of?.row as Group | undefined;
  return group === undefined || group.reportsTo === group.key ? [] : [group.reportsTo];
}

function calendarFaults(of: TemplateRow, rules: ReadonlyMap<string, TemplateRow>): readonly TemplateFault[] {
  const rule = of.row as unknown as CalendarRule;
  const tooLate = ([['startMonth', 'startDay'], ['endMonth', 'endDay']] as const).flatMap(([monthField, dayField]) => {
    const [month, dayOfMonth] = [rule[monthField] ?? rule.startMonth, rule[dayField]];
    return dayOfMonth !== undefined && dayOfMonth > daysInMonth(2028, month) ? [fault(of, `${monthName(month)} has no day ${dayOfMonth}`, dayField)] : [];
  });
  const order = (month: number, dayOfMonth: number) => ((month + 8) % 12) * 31 + dayOfMonth;
  const backwards = order(rule.endMonth ?? rule.startMonth, rule.endDay ?? 31) < order(rule.startMonth, rule.startDay ?? 1);
  const circular = climbsForEver(rule.key, (key) => (rules.get(key)?.row as CalendarRule | undefined)?.dependsOn ?? []);
  return [
    ...tooLate,
    ...(backwards ? [fault(of, `“${rule.key}” ends before it starts, or runs past the end of the board year in March`, 'endMonth')] : []),
    ...(circular ? [fault(of, `“${rule.key}” depends on itself`, 'dependsOn')] : []),
  ];
}

function climbsForEver(from: string, next: (key: string) => readonly string[]): boolean {
  const seen = new Set<string>();
  const waiting = [...next(from)];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (key === from) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    waiting.push(...next(key));
  }
  return false;
}

function stageFaults(of: TemplateRow): readonly TemplateFault[] {
  const stage = of.row as unknown as EscalationStage;
  const letter = letterFaults(stage).map((message) => fault(of, message, message.startsWith('The letter subject') ? 'letterSubject' : 'letter'));
  return stage.writeTo === 'chair' && stage.writeToGroup === undefined ? [...letter, fault(of, '“writeToGroup” says which group’s chair is written to', 'writeTo')] : letter;
}
