import type { ImportMapping } from './exchange-model.ts';
import type { SubjectField } from './import-subject.ts';
import { similarity } from './similarity.ts';

/** How alike a heading and a field have to be before the one is proposed for the other. */
const ALIKE_ENOUGH = 0.7;

function likeness(heading: string, { name, label, alsoCalled }: SubjectField): number {
  // Between equals the field’s own label wins over another word for it.
  return Math.max(similarity(heading, label), ...[name, ...alsoCalled].map((other) => similarity(heading, other) * 0.99));
}

/** How much a text looks like the heading of one of the fields, from 0 to 1. */
export function headingScore(heading: string, fields: readonly SubjectField[]): number {
  return Math.max(0, ...fields.map((field) => likeness(heading, field)));
}

/** A column for each field whose heading is alike enough, the most alike first; the person may choose differently. */
export function proposeMapping(headings: readonly string[], fields: readonly SubjectField[], otherwise: Readonly<Record<string, string>>): ImportMapping {
  const pairs = fields.flatMap((field) => headings.map((heading, column) => ({ name: field.name, column, score: likeness(heading, field) })))
    .filter(({ score }) => score >= ALIKE_ENOUGH)
    .sort((a, b) => b.score - a.score);
  const columnOf = new Map<string, number>();
  const taken = new Set<number>();
  for (const { name, column } of pairs) {
    if (columnOf.has(name) || taken.has(column)) continue;
    columnOf.set(name, column);
    taken.add(column);
  }
  return Object.fromEntries(fields.map(({ name }) => {
    const column = columnOf.get(name);
    const fallback = otherwise[name];
    return [name, { ...(column === undefined ? {} : { column }), ...(fallback === undefined ? {} : { otherwise: fallback }) }];
  }));
}
