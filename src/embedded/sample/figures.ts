import { cellId, gridOf, type Grid, type GridColumn } from '../../assurance/indicators/figure-grid.ts';
import type { OwedFigure } from '../../assurance/indicators/indicator.ts';
import type { Quarter } from '../../assurance/time/quarter.ts';
import { fraction, pick } from './chance.ts';
import type { FiguresFile, SampleFigure } from './sample-schema.ts';

type Cells = Record<string, number>;
/** What a figure is made of: the sample's sizes, and how many quarters before the current one. */
export type FigureAge = { readonly sizes: FiguresFile; readonly quarter: Quarter; readonly back: number };
type Where = FigureAge & { readonly area: string };

/** The cells of one figure, complete and possible: whole numbers, no part larger than its whole, no share of nothing. */
export function figureCells(of: FigureAge, { indicator, area }: OwedFigure): Cells {
  const figure = of.sizes.figures[indicator.key];
  if (!figure) throw new Error(`The sample has no figure for ${indicator.key}`);
  return cellsOf({ ...of, area }, indicator.key, figure, gridOf(indicator, of.quarter));
}

/** Why this figure is missing, for the few that are. */
export function figureMissing({ sizes, quarter }: FigureAge, { id }: OwedFigure, reasons: readonly string[]): string | undefined {
  return fraction(`missing/${quarter}/${id}`) < 1 / sizes.oneMissingIn ? pick(`reason/${quarter}/${id}`, reasons, 1)[0] : undefined;
}

function cellsOf(where: Where, code: string, figure: SampleFigure, grid: Grid): Cells {
  if ('of' in figure) return ratioCells(where, code, figure, grid);
  if ('partOf' in figure) return partCells(where, code, figure, grid);
  return countCells(where, code, figure, grid);
}

function ratioCells(where: Where, code: string, { of, share, drift }: Extract<SampleFigure, { of: number }>, grid: Grid): Cells {
  const whole = Math.max(2, Math.round(sized(where, `${code}/whole`, of, 0)));
  const part = Math.min(whole, Math.max(0, Math.round(whole * (share - drift * where.back) * varied(where, `${code}/part`))));
  return filled(grid, (_row, column) => (column.part === 'numerator' ? part : whole));
}

/** A quarter's total, shared out over months and then over the breakdown, so that every way of adding up gives the same. */
function countCells(where: Where, code: string, { count, drift, chanceOf, split }: Extract<SampleFigure, { count: number }>, grid: Grid): Cells {
  const seed = chanceOf ?? code;
  const total = Math.round(sized(where, seed, count, drift));
  const months = shared(total, grid.columns.map(({ key }) => varied(where, `${seed}/${key}`) * (key.endsWith('-08') ? where.sizes.august : 1)));
  const cells: Cells = {};
  grid.columns.forEach((column, index) => {
    const rows = shared(months[index] ?? 0, grid.rows.map((row) => (split?.[row.key] ?? 1) * varied(where, `${code}/${column.key}/${row.key}`)));
    grid.rows.forEach((row, at) => { cells[cellId(row.key, column.key)] = rows[at] ?? 0; });
  });
  return cells;
}

/** A part of another figure's cells, never more than the whole. */
function partCells(where: Where, code: string, { partOf, part }: Extract<SampleFigure, { partOf: string }>, grid: Grid): Cells {
  const whole = where.sizes.figures[partOf];
  if (!whole) throw new Error(`${code} is a part of ${partOf}, for which the sample has no figure`);
  const cells = cellsOf(where, partOf, whole, grid);
  return Object.fromEntries(Object.entries(cells).map(([id, value]) => [id, Math.min(value, Math.round(value * part * varied(where, `${code}/${id}`)))]));
}

function filled(grid: Grid, value: (row: Grid['rows'][number], column: GridColumn) => number): Cells {
  return Object.fromEntries(grid.rows.flatMap((row) => grid.columns.map((column) => [cellId(row.key, column.key), value(row, column)])));
}

function sized(where: Where, seed: string, size: number, drift: number): number {
  const season = where.sizes.seasons[Number(where.quarter.slice(6)) - 1] ?? 1;
  return size * (where.sizes.areas[where.area] ?? 1) * season * (1 - drift * where.back) * varied(where, seed);
}

function varied({ sizes, quarter, area }: Where, seed: string): number {
  return 1 + (fraction(`${seed}/${quarter}/${area}`) * 2 - 1) * sizes.chance;
}

/** Shares a whole number out by weights without losing any: the largest remainders get what is left over. */
function shared(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((all, part) => all + part, 0);
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
