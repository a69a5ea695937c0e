import { z } from 'zod';
import { calendarRules, type CalendarRule } from '../../assurance/calendar/calendar-event.ts';
import { escalationStages, type EscalationStage } from '../../assurance/escalations/escalation.ts';
import { indicators, type Indicator } from '../../assurance/indicators/indicator.ts';
import { agencies, type Agency } from '../../assurance/partnership/agency.ts';
import { arrangements, type Arrangements } from '../../assurance/partnership/arrangements.ts';
import { areas, groups, partnerships, type Area, type Group, type Partnership } from '../../assurance/partnership/partnership.ts';
import type { AnyRecordDefinition, RecordDefinition } from '../../assurance/records/record.ts';
import { returnQuestions, returnSections, type ReturnQuestion, type ReturnSection } from '../../assurance/returns/return-questions.ts';

export const Key = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'Use letters, digits, hyphens and dots only, and no spaces');

/** What a field must be, except where a template must be stricter than a list. */
type Stricter<Row> = { readonly [Name in keyof Row]?: z.ZodType };

/**
 * One entry of a template: the named fields of a record, exactly as the record defines them, and no others.
 * A field that holds several keys may be left out.
 */
export function entry<Row extends { readonly key: string }, const Name extends keyof Row & string>(
  definition: RecordDefinition<Row>, names: readonly Name[], stricter: Stricter<Row> = {},
): z.ZodObject<{ [N in Name]: z.ZodType<Row[N]> }> {
  const shape = names.map((name) => [name, stricter[name] ?? (name === 'key' ? Key : schemaOf(definition, name))]);
  return z.strictObject(Object.fromEntries(shape) as { [N in Name]: z.ZodType<Row[N]> });
}

function schemaOf(definition: AnyRecordDefinition, name: string): z.ZodType {
  const field = definition.fields[name];
  if (!field) throw new Error(`${definition.title} has no field ${name}`);
  const schema = field.schema as z.ZodType;
  return !field.column.required && !schema.safeParse(undefined).success ? schema.default([]) : schema;
}

const dayOfMonth = z.number().int().min(1).max(31);
const month = z.number().int().min(1).max(12);
const workingDays = z.number().int().min(0).max(60);

export const PartnershipFile = z.strictObject({
  partnerships: z.array(entry<Partnership, 'key' | 'name' | 'shortName'>(partnerships, ['key', 'name', 'shortName'])).min(1),
  areas: z.array(entry<Area, keyof Area>(areas, ['key', 'name', 'partnership', 'localAuthority'])).min(1),
  groups: z.array(entry<Group, keyof Group>(groups, ['key', 'name', 'shortName', 'purpose', 'partnerships', 'reportsTo'])).min(1),
});

export const AgenciesFile = z.strictObject({
  agencies: z.array(entry<Agency, keyof Agency>(agencies, ['key', 'name', 'shortName', 'category', 'statutoryPartner', 'section11', 'partnerships', 'areas', 'owesReturn', 'executiveSignsOff'])).min(1),
});

export const ArrangementsFile = entry<Arrangements, keyof Arrangements>(arrangements, [
  'key', 'name', 'returnsGroup', 'boardOfficeName', 'boardOfficeMail', 'opensDaysAfterQuarterEnd', 'dueDayOfMonth', 'locksWorkingDaysAfterDue',
  'remindBefore', 'remindAfter', 'escalateWorkingDaysOverdue', 'workingHours', 'figureNote',
], {
  boardOfficeMail: z.email('Enter an e-mail address'), opensDaysAfterQuarterEnd: z.number().int().min(1).max(31), dueDayOfMonth: dayOfMonth.max(28),
  locksWorkingDaysAfterDue: workingDays.min(1), escalateWorkingDaysOverdue: workingDays.min(1),
});

/** Questions a whole framework asks of everything; a question of the return names those that help to answer it. */
export const ReturnFile = z.strictObject({
  frameworkQuestions: z.record(Key, z.string().min(1)),
  sections: z.array(entry<ReturnSection, 'key' | 'title' | 'intro'>(returnSections, ['key', 'title', 'intro']).extend({
    questions: z.array(entry<ReturnQuestion, 'key' | 'wording' | 'help' | 'keyQuestions' | 'fromQuarter' | 'toQuarter'>(
      returnQuestions, ['key', 'wording', 'help', 'keyQuestions', 'fromQuarter', 'toQuarter'],
    ).extend({ framework: z.array(Key).default([]) })).min(1),
  })).min(1),
});

const INDICATOR_FIELDS = [
  'name', 'definition', 'rationale', 'ownedBy', 'owner', 'unit', 'decimals', 'polarity', 'yearAggregation', 'monthly', 'breakdown', 'numeratorLabel', 'denominatorLabel',
  'status', 'availability', 'keyQuestions', 'target', 'fromQuarter', 'toQuarter',
] as const satisfies readonly (keyof Indicator)[];
const shared = entry<Indicator, (typeof INDICATOR_FIELDS)[number]>(indicators, INDICATOR_FIELDS, {
  decimals: z.number().int().min(0).max(3),
  keyQuestions: z.array(z.string().min(1)),
});

/** What the parts of a set have in common is said once; a part says what differs. */
export const IndicatorsFile = z.strictObject({
  sets: z.array(z.strictObject({
    set: Key,
    common: shared.partial(),
    parts: z.array(shared.partial().extend({ code: Key })).min(1),
  })).min(1),
});

export const CalendarFile = z.strictObject({
  rules: z.array(entry<CalendarRule, keyof CalendarRule>(calendarRules, [
    'key', 'title', 'lane', 'tentative', 'group', 'owedBy', 'description', 'dependsOn', 'startMonth', 'startDay', 'endMonth', 'endDay', 'everyYears', 'firstYear',
  ], {
    tentative: z.boolean().default(false), everyYears: z.number().int().min(1).max(10).default(1), firstYear: z.number().int().min(2000).max(2100),
    startMonth: month, startDay: dayOfMonth.optional(), endMonth: month.optional(), endDay: dayOfMonth.optional(),
  })).min(1),
});

export const EscalationFile = z.strictObject({
  stages: z.array(entry<EscalationStage, Exclude<keyof EscalationStage, 'order'>>(escalationStages, [
    'key', 'name', 'writeTo', 'writeToGroup', 'inform', 'replyWithinWorkingDays', 'letterSubject', 'letter',
  ], { replyWithinWorkingDays: workingDays.min(1) })).min(1),
});

/** The files a partnership template consists of. */
export const TEMPLATE_FILES = {
  'partnership.yaml': PartnershipFile,
  'agencies.yaml': AgenciesFile,
  'arrangements.yaml': ArrangementsFile,
  'return.yaml': ReturnFile,
  'indicators.yaml': IndicatorsFile,
  'calendar.yaml': CalendarFile,
  'escalation.yaml': EscalationFile,
} as const;
