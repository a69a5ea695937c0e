import type { z } from 'zod';
import { indicators, type Indicator } from '../../assurance/indicators/indicator.ts';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';
import { agencies, type Agency } from '../../assurance/partnership/agency.ts';
import { arrangements, type Arrangements } from '../../assurance/partnership/arrangements.ts';
import { returnQuestions, returnSections } from '../../assurance/returns/return-questions.ts';
import { LISTS } from '../../register/lists.ts';
import { MemorySnapshot } from '../../register/memory-snapshot.ts';
import { checkRows } from '../templates/check-template.ts';
import { loadTemplate, type TemplateTexts } from '../templates/load-template.ts';
import { readDocument, type Path, type TemplateDocument, type TemplateFault } from '../templates/template-document.ts';
import type { TemplateRow } from '../templates/template-rows.ts';
import { officerRows } from './officers.ts';
import { SAMPLE_FILES, type ActionsFile, type AnswersFile, type FiguresFile, type RoundsFile } from './sample-schema.ts';

/** Everything a sample is made of, read and checked. */
export type Sample = {
  /** The partnership as its template says, with the sample's people. */
  readonly partnership: MemorySnapshot;
  readonly answers: AnswersFile;
  readonly figures: FiguresFile;
  readonly rounds: RoundsFile;
  readonly actions: ActionsFile;
};

/**
 * Reads a sample and the template it plays in. Refused with every fault in either, each with its file and line.
 * @param texts the sample's files by name
 */
export function loadSample(template: TemplateTexts, texts: TemplateTexts): Outcome<Sample, readonly TemplateFault[]> {
  const loaded = loadTemplate(template);
  if (!loaded.ok) return loaded;
  const faults: TemplateFault[] = [];
  const read = <Name extends keyof typeof SAMPLE_FILES>(name: Name) => {
    const document = readDocument(name, texts.get(name) ?? '', SAMPLE_FILES[name] as unknown as z.ZodType<z.infer<(typeof SAMPLE_FILES)[Name]>>);
    if (document.ok) return document.fact;
    faults.push(...document.refusal);
    return undefined;
  };
  const [officers, answers, figures, rounds, actions] = [read('officers.yaml'), read('answers.yaml'), read('figures.yaml'), read('rounds.yaml'), read('actions.yaml')];
  if (!officers || !answers || !figures || !rounds || !actions) return refuse(faults);

  const held = loaded.fact.find(({ definition }) => definition === arrangements)?.row as unknown as Arrangements;
  const rows = [...loaded.fact, ...officerRows(officers, held.returnsGroup, faults)];
  faults.push(...checkRows(rows), ...answerFaults(answers, rows), ...figureFaults(figures, rows), ...roundFaults(rounds, rows), ...actionFaults(actions, rows));
  if (faults.length > 0) return refuse(faults);
  return accept({ partnership: partnershipOf(rows), answers: answers.value, figures: figures.value, rounds: rounds.value, actions: actions.value });
}

type Rows = readonly TemplateRow[];

function partnershipOf(rows: Rows): MemorySnapshot {
  const lists = Map.groupBy(rows, ({ definition }) => definition);
  return MemorySnapshot.of(LISTS.map((definition) => [definition, (lists.get(definition) ?? []).map(({ row }) => ({ row, version: '1' }))]));
}

function keysOf(rows: Rows, definition: TemplateRow['definition']): ReadonlySet<string> {
  return new Set(rows.filter((of) => of.definition === definition).map(({ row }) => row.key));
}

function faultIn(document: TemplateDocument<unknown>, path: Path, message: string): TemplateFault {
  return { file: document.file, line: document.lineOf(path), message };
}

function answerFaults(document: TemplateDocument<AnswersFile>, rows: Rows): readonly TemplateFault[] {
  const questions = keysOf(rows, returnQuestions);
  const given = document.value.questions;
  return [
    ...Object.keys(given).filter((key) => !questions.has(key)).map((key) => faultIn(document, ['questions', key], `There is no question “${key}” in the return`)),
    ...[...questions].filter((key) => given[key]?.any === undefined).map((key) => faultIn(document, ['questions', key], `“${key}” needs sentences under “any”`)),
  ];
}

function figureFaults(document: TemplateDocument<FiguresFile>, rows: Rows): readonly TemplateFault[] {
  const set = rows.filter((of) => of.definition === indicators).map(({ row }) => row as unknown as Indicator);
  const given = document.value.figures;
  return [
    ...set.filter(({ key, status }) => status === 'agreed' && given[key] === undefined).map(({ key }) => faultIn(document, ['figures'], `The figure “${key}” is missing`)),
    ...Object.entries(given).flatMap(([code, figure]) => {
      const indicator = set.find(({ key }) => key === code);
      if (!indicator) return [faultIn(document, ['figures', code], `There is no indicator “${code}”`)];
      if ('partOf' in figure && given[figure.partOf] === undefined) return [faultIn(document, ['figures', code], `There is no figure “${figure.partOf}” for “${code}” to be a part of`)];
      const split = 'split' in figure ? Object.keys(figure.split ?? {}) : [];
      const known = indicator.breakdown?.values.map(({ key }) => key) ?? [];
      return split.filter((key) => !known.includes(key)).map((key) => faultIn(document, ['figures', code], `“${key}” is not in the breakdown of ${code}`));
    }),
  ];
}

function roundFaults(document: TemplateDocument<RoundsFile>, rows: Rows): readonly TemplateFault[] {
  const owing = new Set(rows.filter((of) => of.definition === agencies && (of.row as unknown as Agency).owesReturn).map(({ row }) => row.key));
  const sections = keysOf(rows, returnSections);
  const { past, current, query, answeredQuery } = document.value;
  const stranger = (list: 'past' | 'current') => document.value[list].flatMap(({ agency }, index) => (owing.has(agency) ? [] : [faultIn(document, [list, index, 'agency'], `“${agency}” is no agency that owes a return`)]));
  const twice = current.flatMap(({ agency }, index) => (current.findIndex((each) => each.agency === agency) < index ? [faultIn(document, ['current', index, 'agency'], `“${agency}” has two states in the current round`)] : []));
  const pastTwice = past.flatMap(({ agency, back }, index) => (past.findIndex((each) => each.agency === agency && each.back === back) < index ? [faultIn(document, ['past', index, 'agency'], `“${agency}” has two entries for the same quarter`)] : []));
  const left = [...owing].filter((agency) => !current.some((each) => each.agency === agency));
  const unknownSections = [
    ...current.flatMap((each, index) => (each.is === 'draft' ? each.answered.filter((key) => !sections.has(key)).map((key) => ({ key, path: ['current', index, 'answered'] })) : [])),
    ...[{ key: query.section, path: ['query', 'section'] }, { key: answeredQuery.section, path: ['answeredQuery', 'section'] }].filter(({ key }) => !sections.has(key)),
  ];
  return [
    ...stranger('past'), ...stranger('current'), ...twice, ...pastTwice,
    ...left.map((agency) => faultIn(document, ['current'], `The current round does not say how the return of “${agency}” stands`)),
    ...unknownSections.map(({ key, path }) => faultIn(document, path, `There is no section “${key}” in the return`)),
    ...(current.some(({ is }) => is === 'overdue') ? [] : [faultIn(document, ['current'], 'One agency must be overdue: it is what the sample shows')]),
  ];
}

function actionFaults(document: TemplateDocument<ActionsFile>, rows: Rows): readonly TemplateFault[] {
  const known = keysOf(rows, agencies);
  const seats = new Set(rows.filter(({ definition }) => definition.title === 'Seats').map(({ row }) => row.key));
  return document.value.actions.flatMap(({ agency, group }, index) => [
    ...(known.has(agency) ? [] : [faultIn(document, ['actions', index, 'agency'], `There is no “${agency}” in Agencies`)]),
    ...(known.has(agency) && !seats.has(`${group}.${agency}`) ? [faultIn(document, ['actions', index, 'group'], `“${agency}” has no seat on “${group}”, so nobody there can own the action`)] : []),
  ]);
}
