import type { Agency } from '../../assurance/partnership/agency.ts';
import { askedOf } from '../../assurance/returns/return-content.ts';
import type { DraftContent } from '../../assurance/returns/return-draft.ts';
import type { QuarterlyReturn } from '../../assurance/returns/quarterly-return.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import type { Instant } from '../../assurance/time/instant.ts';
import { fraction, pick, whole } from './chance.ts';
import { figureCells, figureMissing } from './figures.ts';
import type { Sample } from './load-sample.ts';

export type Writing = {
  readonly agency: Agency;
  /** Key of the person who writes. */
  readonly by: string;
  readonly at: Instant;
  /** Quarters before the current round. */
  readonly back: number;
  /** Nothing to raise in every section. */
  readonly nil?: boolean;
  /** Only these sections and indicators, for what is still being written; all of them when left out. */
  readonly only?: { readonly sections: readonly string[]; readonly indicators: readonly string[] };
};

/** What an agency wrote in a return: invented prose and figures, the same whenever it is made for the same return. */
export function writtenContent(sample: Sample, snapshot: Snapshot, of: QuarterlyReturn, { agency, by, at, back, nil = false, only }: Writing): DraftContent {
  const edited = { by, at };
  const asked = askedOf(snapshot, of);
  const content: DraftContent = { answers: {}, nils: {}, figures: {} };
  for (const { section, questions } of asked.sections) {
    if (only && !only.sections.includes(section.key)) continue;
    if (nil || (!only && fraction(`nil/${of.key}/${section.key}`) < 1 / sample.answers.nilOneIn)) content.nils[section.key] = { nothingToRaise: true, ...edited };
    else for (const question of questions) content.answers[question.key] = { text: prose(sample, `${of.key}/${question.key}`, question.key, agency), ...edited };
  }
  for (const figure of asked.figures) {
    if (only && !only.indicators.includes(figure.indicator.key)) continue;
    const age = { sizes: sample.figures, quarter: of.quarter, back };
    const missingReason = only ? undefined : figureMissing(age, figure, sample.rounds.missingReasons);
    content.figures[figure.id] = missingReason === undefined ? { cells: figureCells(age, figure), ...edited } : { cells: {}, missingReason, ...edited };
  }
  return content;
}

/** One sentence of the agency's own kind where there is one, and one or two that any agency might write. */
function prose(sample: Sample, seed: string, question: string, agency: Agency): string {
  const phrases = sample.answers.questions[question] ?? {};
  const own = pick(`${seed}/own`, phrases[agency.category] ?? [], 1);
  const common = pick(`${seed}/any`, phrases.any ?? [], own.length === 0 || fraction(`${seed}/long`) < 0.5 ? 2 : 1);
  return [...own, ...common].map((sentence, index) => numbered(sentence, `${seed}/${index}`)).join(' ');
}

function numbered(sentence: string, seed: string): string {
  return sentence.replaceAll('{few}', String(whole(`${seed}/few`, 2, 7))).replaceAll('{cases}', String(whole(`${seed}/cases`, 12, 46))).replaceAll('{percent}', String(whole(`${seed}/percent`, 68, 94)));
}
