import { completenessOf, gridOf, valueOf } from '../indicators/figure-grid.ts';
import { impossibleIn } from '../indicators/figure-hints.ts';
import type { OwedFigure } from '../indicators/indicator.ts';
import { areas } from '../partnership/partnership.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Quarter } from '../time/quarter.ts';
import type { Asked } from './return-content.ts';
import type { DraftContent, DraftFigure } from './return-draft.ts';

/** One thing to mend before a return can be submitted: the key of its section or the id of its figure, and a sentence. */
export type MissingPart = { readonly part: string; readonly text: string };

type AskedSection = Asked['sections'][number];

export function areaName(snapshot: Snapshot, key: string): string {
  return snapshot.get(areas, key)?.name ?? key;
}

export function textOf(content: DraftContent, question: string): string {
  return content.answers[question]?.text ?? '';
}

export function isNil(content: DraftContent, section: string): boolean {
  return content.nils[section]?.nothingToRaise ?? false;
}

function faultsOfSection({ section, questions }: AskedSection, content: DraftContent): readonly string[] {
  const answered = questions.filter((question) => textOf(content, question.key).trim() !== '');
  if (isNil(content, section.key)) {
    return answered.length === 0 ? [] : [`${section.title}: there is an answer, and “nothing to raise” is ticked as well. Keep one of the two.`];
  }
  if (answered.length > 0) return questions.filter((question) => !answered.includes(question)).map(({ wording }) => `${section.title}: answer “${wording}”.`);
  const what = questions.length === 1 ? `“${questions[0]?.wording}”` : `its ${questions.length} questions`;
  return [`${section.title}: answer ${what} or tick “nothing to raise”.`];
}

export function sectionIsDone(section: AskedSection, content: DraftContent): boolean {
  return faultsOfSection(section, content).length === 0;
}

function faultOfFigure(name: string, { indicator }: OwedFigure, quarter: Quarter, figure: DraftFigure | undefined): string | undefined {
  const cells = figure?.cells ?? {};
  const impossible = impossibleIn(indicator, quarter, cells);
  if (impossible !== undefined) return `${name}: ${impossible}.`;
  const hasReason = (figure?.missingReason ?? '').trim() !== '';
  if (hasReason) return valueOf(indicator, quarter, cells) === undefined ? undefined : `${name}: there is a figure, and a reason for having none as well. Keep one of the two.`;
  switch (completenessOf(gridOf(indicator, quarter), cells)) {
    case 'empty': return `${name}: enter the figure, or say why there is none.`;
    case 'partial': return `${name}: fill in the rest of the figure, or say why a part is missing.`;
    case 'complete': return undefined;
  }
}

export function figureIsDone(figure: OwedFigure, quarter: Quarter, content: DraftContent): boolean {
  return faultOfFigure('', figure, quarter, content.figures[figure.id]) === undefined;
}

/** Everything that stands between a draft and its submission, at once, in the order of the form. */
export function missingParts(snapshot: Snapshot, asked: Asked, quarter: Quarter, content: DraftContent): readonly MissingPart[] {
  return [
    ...asked.sections.flatMap((section) => faultsOfSection(section, content).map((text) => ({ part: section.section.key, text }))),
    ...asked.figures.flatMap((figure) => {
      const text = faultOfFigure(`${figure.indicator.key} for ${areaName(snapshot, figure.area)}`, figure, quarter, content.figures[figure.id]);
      return text === undefined ? [] : [{ part: figure.id, text }];
    }),
  ];
}
