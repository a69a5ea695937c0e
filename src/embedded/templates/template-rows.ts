import type { z } from 'zod';
import { calendarRules } from '../../assurance/calendar/calendar-event.ts';
import { escalationStages } from '../../assurance/escalations/escalation.ts';
import { indicators } from '../../assurance/indicators/indicator.ts';
import { agencies } from '../../assurance/partnership/agency.ts';
import { arrangements } from '../../assurance/partnership/arrangements.ts';
import { areas, groups, partnerships } from '../../assurance/partnership/partnership.ts';
import type { AnyRecordDefinition } from '../../assurance/records/record.ts';
import { returnQuestions, returnSections } from '../../assurance/returns/return-questions.ts';
import type { Path, TemplateDocument, TemplateFault } from './template-document.ts';
import type { AgenciesFile, ArrangementsFile, CalendarFile, EscalationFile, IndicatorsFile, PartnershipFile, ReturnFile } from './template-schema.ts';

/** A row that a template makes, and where in the template it comes from. */
export type TemplateRow = {
  readonly definition: AnyRecordDefinition;
  readonly row: { readonly key: string } & Readonly<Record<string, unknown>>;
  readonly file: string;
  /** The line of one of the row's fields; without a field, of the row. */
  readonly lineOf: (field?: string) => number;
};

/** @param at where the row's own values stand in the document; a field's line is looked for there */
export function rowAt(document: TemplateDocument<unknown>, at: Path, definition: AnyRecordDefinition, row: TemplateRow['row']): TemplateRow {
  return { definition, row, file: document.file, lineOf: (field) => document.lineOf(field === undefined ? at : [...at, field]) };
}

type Doc<S extends z.ZodType> = TemplateDocument<z.infer<S>>;

export function partnershipRows(document: Doc<typeof PartnershipFile>): readonly TemplateRow[] {
  const { value } = document;
  return [
    ...value.partnerships.map((row, index) => rowAt(document, ['partnerships', index], partnerships, row)),
    ...value.areas.map((row, index) => rowAt(document, ['areas', index], areas, row)),
    ...value.groups.map((row, index) => rowAt(document, ['groups', index], groups, row)),
  ];
}

export function agencyRows(document: Doc<typeof AgenciesFile>): readonly TemplateRow[] {
  return document.value.agencies.map((row, index) => rowAt(document, ['agencies', index], agencies, row));
}

export function arrangementRows(document: Doc<typeof ArrangementsFile>): readonly TemplateRow[] {
  return [rowAt(document, [], arrangements, document.value)];
}

/** Sections and questions stand in the order in which the file has them. */
export function returnRows(document: Doc<typeof ReturnFile>, faults: TemplateFault[]): readonly TemplateRow[] {
  const { frameworkQuestions, sections } = document.value;
  return sections.flatMap(({ questions, ...section }, index): TemplateRow[] => [
    rowAt(document, ['sections', index], returnSections, { ...section, order: index + 1 }),
    ...questions.map(({ framework, ...question }, number) => {
      const at: Path = ['sections', index, 'questions', number];
      const unknown = framework.filter((key) => frameworkQuestions[key] === undefined);
      faults.push(...unknown.map((key) => ({ file: document.file, line: document.lineOf([...at, 'framework']), message: `There is no framework question “${key}”` })));
      const keyQuestions = [...question.keyQuestions, ...framework.flatMap((key) => frameworkQuestions[key] ?? [])];
      return rowAt(document, at, returnQuestions, { ...question, keyQuestions, section: section.key, order: number + 1 });
    }),
  ]);
}

export function indicatorRows(document: Doc<typeof IndicatorsFile>): readonly TemplateRow[] {
  return document.value.sets.flatMap(({ set, common, parts }, index) => parts.map(({ code, ...part }, number) => {
    const row = { key: code, set, availability: {}, keyQuestions: [], ...given(common), ...given(part) };
    return rowAt(document, ['sets', index, 'parts', number], indicators, row);
  }));
}

function given(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

export function calendarRows(document: Doc<typeof CalendarFile>): readonly TemplateRow[] {
  return document.value.rules.map((row, index) => rowAt(document, ['rules', index], calendarRules, row));
}

/** Stages are climbed in the order in which the file has them. */
export function escalationRows(document: Doc<typeof EscalationFile>): readonly TemplateRow[] {
  return document.value.stages.map((row, index) => rowAt(document, ['stages', index], escalationStages, { ...row, order: index + 1 }));
}
