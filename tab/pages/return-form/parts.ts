import type { FormFigure, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';

/** One step of the form, with how far it is. Its key stands in the address. */
export type Part = { readonly key: string; readonly title: string; readonly state: 'done' | 'to-do' | 'neutral'; readonly words: string };

/** The steps of the form in order: its sections, the figures of each area, reports, and the check before submitting. */
export function partsOf(form: ReturnForm): readonly Part[] {
  const areas = areasOf(form);
  return [
    ...form.sections.map((section): Part => ({ key: section.key, title: section.title, state: section.done ? 'done' : 'to-do', words: section.done ? (section.nothingToRaise ? 'Nothing to raise' : 'Answered') : 'To do' })),
    ...areas.map(({ area, areaName, figures }): Part => {
      const done = figures.filter((figure) => figure.done).length;
      return { key: `figures.${area}`, title: `Figures for ${areaName}`, state: done === figures.length ? 'done' : 'to-do', words: `${done} of ${figures.length} given` };
    }),
    { key: 'reports', title: 'Reports', state: 'neutral', words: form.attachments.length === 0 ? 'None attached' : `${form.attachments.length} attached` },
    { key: 'check', title: 'Check and submit', state: form.missing.length === 0 ? 'done' : 'to-do', words: form.missing.length === 0 ? 'Complete' : `${form.missing.length} still missing` },
  ];
}

/** The figures by area, in the order in which the form gives them. */
export function areasOf(form: ReturnForm): readonly { readonly area: string; readonly areaName: string; readonly figures: readonly FormFigure[] }[] {
  const byArea = Map.groupBy(form.figures, ({ area }) => area);
  return [...byArea].map(([area, figures]) => ({ area, areaName: figures[0]?.areaName ?? area, figures }));
}

/** The step that holds a missing part, so that its line in the check can lead there. */
export function partHolding(form: ReturnForm, part: string): string {
  const figure = form.figures.find(({ id }) => id === part);
  if (figure) return `figures.${figure.area}`;
  return form.sections.find(({ key, questions }) => key === part || questions.some((question) => question.key === part))?.key ?? 'check';
}
