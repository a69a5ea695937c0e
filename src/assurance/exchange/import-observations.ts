import { cellId, gridOf, isRatio, rounded, sameCells, scaleOf } from '../indicators/figure-grid.ts';
import { indicators, type Indicator } from '../indicators/indicator.ts';
import { observationKey, observations, type Observation } from '../indicators/observation.ts';
import { agencies } from '../partnership/agency.ts';
import { areas } from '../partnership/partnership.ts';
import type { Cell } from '../records/field.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { quarterlyReturns } from '../returns/quarterly-return.ts';
import { isQuarter, quarter, quarterOfDay, type Quarter } from '../time/quarter.ts';
import { textOf, type Cells, type Completed, type ImportContext, type ImportSubject } from './import-subject.ts';
import { plainWords, readNumber, sentence } from './read-cell.ts';

/** What people write where they have no figure. */
const NO_FIGURE = new Set(['', 'n a', 'na', 'nk', 'n k', 'not known', 'unknown', 'not available', 'not collected', 'not recorded', 'no data', 'tbc', 'nil return', 'x', 'c', 's', 'supp', 'suppressed']);
const BELOW = /^(?:<|under |less than |fewer than )\s*\d+$/i;

/**
 * Figures from before this register, or beside it. The key is natural: quarter, indicator and area. What an agency has submitted is corrected
 * through its return, so that its own version says so, and never by an import.
 */
export const importObservations: ImportSubject = {
  key: 'observations', title: 'Figures', definition: observations,
  help: 'One row for each indicator, area and quarter; or a row for each indicator and area with a column for each quarter. A cell such as n/a, * or <5 is kept as missing, with what it says.',
  fields: [
    { name: 'quarter', label: 'Quarter', help: 'As Q2 2026/27 or 2026-Q2.', required: true, reading: { as: 'quarter' }, alsoCalled: ['Period', 'Reporting period', 'Qtr'] },
    { name: 'indicator', label: 'Indicator', help: 'Its code or its name.', required: true, reading: { as: 'reference', to: 'indicator' }, alsoCalled: ['Indicator code', 'Code', 'Measure', 'KPI', 'PI', 'Ref', 'Indicator name'] },
    { name: 'area', label: 'Area', required: true, reading: { as: 'reference', to: 'area' }, alsoCalled: ['Local authority', 'LA', 'Local authority area', 'District'] },
    { name: 'value', label: 'Value', help: 'A percentage as 61%, or as numerator and denominator.', required: false, reading: { as: 'text' }, alsoCalled: ['Figure', 'Result', 'Actual', 'Performance', 'Count', 'Total'] },
    { name: 'numerator', label: 'Numerator', required: false, reading: { as: 'number' }, alsoCalled: ['Num'] },
    { name: 'denominator', label: 'Denominator', required: false, reading: { as: 'number' }, alsoCalled: ['Den', 'Out of'] },
    { name: 'missingReason', label: 'Why there is no figure', required: false, reading: { as: 'text' }, alsoCalled: ['Reason missing', 'Missing reason'] },
    { name: 'note', label: 'Note', required: false, reading: { as: 'text' }, alsoCalled: ['Comment', 'Comments', 'Commentary', 'Notes'] },
    { name: 'cells', label: 'Months and breakdown', help: 'As the export writes it.', required: false, reading: { as: 'own-form' }, alsoCalled: [] },
  ],
  keyMaker: () => (given) => {
    const [on, indicator, area] = [textOf(given['quarter']), textOf(given['indicator']), textOf(given['area'])];
    return isQuarter(on) && indicator !== '' && area !== '' ? { key: observationKey(on, indicator, area) } : { fault: 'Quarter, indicator and area are needed to tell which figure this is.' };
  },
  defaults: () => ({ version: 0, restatements: '[]' }),
  complete,
  titleOf: ({ snapshot }, cells) => [textOf(cells['indicator']), areaName(snapshot, textOf(cells['area'])), textOf(cells['quarter'])].filter((part) => part !== '').join(', '),
};

function areaName(snapshot: Snapshot, key: string): string {
  return snapshot.get(areas, key)?.name ?? key;
}

type Figure = Pick<Extract<Observation, { status: 'reported' }>, 'value' | 'cells'> & { readonly numerator?: number; readonly denominator?: number };
type ReadFigure = { readonly figure: Figure } | { readonly missing: string } | { readonly fault: string };

function complete(context: ImportContext, given: Cells, known: { readonly key: string } | undefined): Completed {
  const { snapshot, moment, reason } = context;
  const before = known as Observation | undefined;
  const indicator = snapshot.get(indicators, textOf(given['indicator']));
  const area = snapshot.get(areas, textOf(given['area']));
  const on = quarter(textOf(given['quarter']));
  if (!indicator || !area) return { cells: given, faults: ['The indicator or the area is not in the register.'] };
  const owner = indicator.ownedBy === 'agency' ? indicator.owner : area.localAuthority;
  const read = readFigure(indicator, on, given, before);
  const faults = [
    ...('fault' in read ? [read.fault] : []),
    ...(owner === undefined ? [`Indicator ${indicator.key} has no owner: set its owner agency in the list Indicators first.`] : []),
    ...(on > quarterOfDay(moment.today) ? ['Quarter has not begun yet.'] : []),
  ];
  const common = { ...given, return: before?.return ?? `${on}.${owner}` };
  const cells: Cells = 'figure' in read
    ? { ...common, status: 'reported', value: read.figure.value, numerator: read.figure.numerator ?? null, denominator: read.figure.denominator ?? null, cells: JSON.stringify(read.figure.cells), missingReason: null }
    : { ...common, status: 'missing', value: null, numerator: null, denominator: null, missingReason: 'missing' in read ? read.missing : '', cells: textOf(given['cells']) || null };
  if (!before || faults.length > 0 || sameFigure(before, cells)) return { cells: before && faults.length === 0 ? { ...cells, ...kept(before, cells) } : cells, faults };
  if (before.version > 0 && snapshot.get(quarterlyReturns, before.return)) {
    const name = snapshot.get(agencies, owner ?? '')?.name ?? owner;
    return { cells, faults: [`${name} submitted this figure in its return, where it is ${before.status === 'reported' ? before.value : 'missing'}. Have the return corrected, so that the change carries its reason.`] };
  }
  const { value, cells: parts, missingReason } = before.status === 'reported' ? { ...before, missingReason: undefined } : { ...before, value: undefined };
  const restated = { ...(value === undefined ? {} : { value }), cells: parts ?? {}, ...(missingReason === undefined ? {} : { missingReason }), version: before.version, supersededAt: moment.instant, reason };
  return { cells: { ...cells, restatements: JSON.stringify([...before.restatements, restated]) }, faults };
}

/** Where the figure is what it was, its parts stay as they were reported. */
function kept(before: Observation, cells: Cells): Cells {
  return before.status === 'reported' && cells['cells'] !== null ? { cells: observations.encode(before)['cells'] ?? null } : {};
}

function sameFigure(before: Observation, cells: Cells): boolean {
  if (before.status === 'missing') return cells['status'] === 'missing' && cells['missingReason'] === before.missingReason;
  const parts = partsOf(cells['cells']);
  return cells['status'] === 'reported' && cells['value'] === before.value && cells['numerator'] === (before.numerator ?? null) && cells['denominator'] === (before.denominator ?? null)
    && (Object.keys(parts).length === 0 || sameCells(parts, before.cells));
}

function partsOf(cell: Cell | undefined): Readonly<Record<string, number>> {
  const decoded = observations.fields['cells']?.decode(cell ?? null) as unknown;
  return typeof decoded === 'object' && decoded !== null ? (decoded as Readonly<Record<string, number>>) : {};
}

/** What the cells say. A part that is as it was is taken as not said where the other part is new. */
function readFigure(indicator: Indicator, on: Quarter, given: Cells, before: Observation | undefined): ReadFigure {
  const was = before?.status === 'reported' ? before : undefined;
  const parts = partsOf(given['cells']);
  const spoken = textOf(given['value']);
  const read = readNumber(spoken);
  const [top, bottom] = [numberIn(given['numerator']), numberIn(given['denominator'])];
  const sameShare = was !== undefined && top === was.numerator && bottom === was.denominator;
  const sameValue = was !== undefined && read.ok && read.fact.value === was.value;
  if (was && sameShare && sameValue) return { figure: { ...was, cells: Object.keys(parts).length > 0 ? parts : was.cells } };
  const said = sameValue ? '' : spoken;
  const [numerator, denominator] = sameShare && said !== '' ? [undefined, undefined] : [top, bottom];
  if (isRatio(indicator) && numerator !== undefined && denominator === 0) return { fault: 'Denominator is 0, so there is no figure. Leave both empty and say why there is none.' };
  const share = isRatio(indicator) && numerator !== undefined && denominator !== undefined ? rounded((numerator / denominator) * scaleOf(indicator), indicator.decimals) : undefined;
  const own = was && sameCells(parts, was.cells) ? {} : parts;
  const figure = (value: number): ReadFigure => ({
    figure: {
      value, ...(share === undefined || numerator === undefined || denominator === undefined ? {} : { numerator, denominator }),
      cells: Object.keys(own).length > 0 ? own : singleCells(indicator, on, { value, numerator, denominator }),
    },
  });
  if (said === '' && share !== undefined) return figure(share);
  if (said === '' || saysNoFigure(said)) return missingFigure(textOf(given['missingReason']), said);
  const value = valueSaid(indicator, said);
  if (typeof value === 'string') return { fault: value };
  return share === undefined || share === value ? figure(value) : { fault: `Value is “${said}”, and ${numerator} of ${denominator} is ${share}. Mend one of them.` };
}

function missingFigure(reason: string, said: string): ReadFigure {
  if (reason === '' && said === '') return { fault: 'Value is empty: give a figure, or say why there is none.' };
  return { missing: reason || `The imported file says “${said}”.` };
}

/** The value in the indicator’s unit, or what is wrong with it. */
function valueSaid(indicator: Indicator, said: string): number | string {
  const read = readNumber(said);
  if (!read.ok) return `${sentence(`Value ${read.refusal}`)} Write a number, or n/a where there is none.`;
  const { value, percent } = read.fact;
  const isPercentage = indicator.unit === 'percentage';
  if (isPercentage && !percent && value > 0 && value < 1) return `Value is “${said}”, which could be ${rounded(value * 100, 2)}% or ${said}%. Write it with its per cent sign, or give numerator and denominator.`;
  if (percent && !isPercentage) return `Value is “${said}”, and ${indicator.key} is not a percentage.`;
  if (value < 0) return `Value is “${said}”, and a figure cannot be below 0.`;
  if (isPercentage && value > 100) return `Value is “${said}”, and a percentage cannot be above 100.`;
  return rounded(value, indicator.decimals);
}

function saysNoFigure(text: string): boolean {
  return NO_FIGURE.has(plainWords(text)) || BELOW.test(text);
}

function numberIn(cell: Cell | undefined): number | undefined {
  return typeof cell === 'number' ? cell : undefined;
}

/** The cells of a figure that is asked for as one number, or as one share; none where it is split by month or breakdown, which the sheet does not say. */
function singleCells(indicator: Indicator, on: Quarter, parts: Readonly<Record<'value' | 'numerator' | 'denominator', number | undefined>>): Readonly<Record<string, number>> {
  const { rows, columns } = gridOf(indicator, on);
  const [row] = rows;
  if (rows.length !== 1 || row === undefined || columns.length > (isRatio(indicator) ? 2 : 1)) return {};
  const numbers = columns.flatMap(({ key, part }) => {
    const number = parts[part];
    return number === undefined ? [] : [[cellId(row.key, key), number] as const];
  });
  return numbers.length === columns.length ? Object.fromEntries(numbers) : {};
}
