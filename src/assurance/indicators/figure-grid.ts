import { longMonth, monthsOf, type Quarter } from '../time/quarter.ts';
import type { Indicator } from './indicator.ts';

/** Values by cell id; a cell that is not there has not been filled in. */
export type Cells = Readonly<Record<string, number>>;
type Part = 'value' | 'numerator' | 'denominator';
export type GridColumn = { readonly key: string; readonly name: string; readonly part: Part };
export type Grid = { readonly rows: readonly { readonly key: string; readonly name: string }[]; readonly columns: readonly GridColumn[] };

export function sameCells(a: Cells, b: Cells): boolean {
  const ids = Object.keys(a);
  return ids.length === Object.keys(b).length && ids.every((id) => a[id] === b[id]);
}

/** What the cells come to. `value` is rounded to the indicator's decimals. */
export type FigureValue = { readonly value: number; readonly numerator?: number; readonly denominator?: number };

const WHOLE_QUARTER = 'quarter';

/** Collected as numerator and denominator, so that months, areas and years add up honestly. */
export function isRatio(indicator: Indicator): boolean {
  return indicator.unit === 'percentage' || (indicator.numeratorLabel !== undefined && indicator.denominatorLabel !== undefined);
}

/** The grid in which one figure is filled in: a row for each value of the breakdown (or one), a column for each month or the quarter, twice for a ratio. */
export function gridOf(indicator: Indicator, quarter: Quarter): Grid {
  const periods = indicator.monthly ? monthsOf(quarter).map((month) => ({ key: month as string, name: longMonth(month) })) : [{ key: WHOLE_QUARTER, name: 'Quarter' }];
  const rows = indicator.breakdown?.values ?? [{ key: 'all', name: 'All' }];
  if (!isRatio(indicator)) return { rows, columns: periods.map((period) => ({ ...period, part: 'value' })) };
  const parts = [['numerator', indicator.numeratorLabel ?? 'Number'], ['denominator', indicator.denominatorLabel ?? 'Out of']] as const;
  return {
    rows,
    columns: periods.flatMap((period) => parts.map(([part, name]) => ({
      key: indicator.monthly ? `${period.key}-${part}` : part, name: indicator.monthly ? `${name}, ${period.name}` : name, part,
    }))),
  };
}

/** How many cells the grid of an indicator has, without making it. */
export function cellCountOf(indicator: Indicator): number {
  return (indicator.breakdown?.values.length ?? 1) * (indicator.monthly ? 3 : 1) * (isRatio(indicator) ? 2 : 1);
}

export function cellId(row: string, column: string): string {
  return `${row}.${column}`;
}

export function cellIdsOf(grid: Grid): readonly string[] {
  return grid.rows.flatMap((row) => grid.columns.map((column) => cellId(row.key, column.key)));
}

/** A cell as people call it: `Joint, July 2026`; just the column where the figure has one row. */
export function cellName(grid: Grid, id: string): string | undefined {
  for (const row of grid.rows) {
    const column = grid.columns.find(({ key }) => cellId(row.key, key) === id);
    if (column) return grid.rows.length > 1 ? `${row.name}, ${column.name}` : column.name;
  }
  return undefined;
}

export type Completeness = 'empty' | 'partial' | 'complete';

export function completenessOf(grid: Grid, cells: Cells): Completeness {
  const ids = cellIdsOf(grid);
  const given = ids.filter((id) => cells[id] !== undefined).length;
  return given === 0 ? 'empty' : given < ids.length ? 'partial' : 'complete';
}

/**
 * What the cells come to, once every cell is filled in; nothing before that, nor for a share of nothing. Ratios add up their numerators
 * and their denominators. Counts add up over months and breakdown, unless the indicator says that the last month or the mean stands for
 * the quarter; rates and days are averaged, because they cannot be added.
 */
export function valueOf(indicator: Indicator, quarter: Quarter, cells: Cells): FigureValue | undefined {
  const grid = gridOf(indicator, quarter);
  if (completenessOf(grid, cells) !== 'complete') return undefined;
  if (!isRatio(indicator)) return { value: rounded(combinedRows(indicator, grid, cells), indicator.decimals) };
  const numerator = totalOf(grid, cells, 'numerator');
  const denominator = totalOf(grid, cells, 'denominator');
  if (denominator === 0) return undefined;
  return { value: rounded((numerator / denominator) * scaleOf(indicator), indicator.decimals), numerator, denominator };
}

/** What a share is multiplied by to be read in the indicator’s unit. */
export function scaleOf(indicator: Indicator): number {
  switch (indicator.unit) {
    case 'percentage': return 100;
    case 'rate-per-10000': return 10_000;
    case 'count':
    case 'days': return 1;
  }
}

function totalOf(grid: Grid, cells: Cells, part: Part): number {
  const columns = grid.columns.filter((column) => column.part === part);
  return sum(grid.rows.flatMap((row) => columns.map((column) => cells[cellId(row.key, column.key)] ?? 0)));
}

function combinedRows(indicator: Indicator, grid: Grid, cells: Cells): number {
  const rows = grid.rows.map((row) => combinedMonths(indicator, grid.columns.map((column) => cells[cellId(row.key, column.key)] ?? 0)));
  return indicator.unit === 'count' ? sum(rows) : sum(rows) / rows.length;
}

function combinedMonths(indicator: Indicator, values: readonly number[]): number {
  if (indicator.yearAggregation === 'last') return values.at(-1) ?? 0;
  return indicator.unit === 'count' && indicator.yearAggregation !== 'mean' ? sum(values) : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** To so many decimals, halves away from nought. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const shifted = Math.abs(value) * scale;
  return (Math.sign(value) * Math.round(shifted + shifted * Number.EPSILON)) / scale;
}
