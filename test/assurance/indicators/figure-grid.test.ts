import { cellIdsOf, cellName, completenessOf, gridOf, valueOf } from '../../../src/assurance/indicators/figure-grid.ts';
import { figureInWords, numberInWords } from '../../../src/assurance/indicators/figure-words.ts';
import { figuresOwedBy, indicators, type Indicator } from '../../../src/assurance/indicators/indicator.ts';
import { quarter } from '../../../src/assurance/time/quarter.ts';
import { snapshotOf } from '../../support/memory-register.ts';
import { aPartnership, QUARTER } from '../../support/world.ts';

const snapshot = snapshotOf(aPartnership());
function indicator(key: string, change: Partial<Indicator> = {}): Indicator {
  const found = snapshot.get(indicators, key);
  if (!found) throw new Error(key);
  return { ...found, ...change };
}
const strategy = indicator('P1');
const referrals = indicator('C1');
const single = indicator('C2');

describe('the grid of a figure', () => {
  it('has a row for each value of the breakdown and a column for each month', () => {
    expect(cellIdsOf(gridOf(strategy, QUARTER))).toEqual(['single.2026-07', 'single.2026-08', 'single.2026-09', 'joint.2026-07', 'joint.2026-08', 'joint.2026-09']);
  });

  it('has January to March of the next calendar year in quarter 4', () => {
    expect(gridOf(strategy, quarter('2027-Q4')).columns.map(({ name }) => name)).toEqual(['January 2028', 'February 2028', 'March 2028']);
  });

  it('asks a percentage for its numerator and denominator, in each month where it is monthly', () => {
    expect(cellIdsOf(gridOf(referrals, QUARTER))).toEqual(['all.numerator', 'all.denominator']);
    expect(cellIdsOf(gridOf({ ...referrals, monthly: true }, QUARTER))).toHaveLength(6);
  });

  it('calls a cell by its row and column', () => {
    expect(cellName(gridOf(strategy, QUARTER), 'joint.2026-08')).toBe('Joint, August 2026');
    expect(cellName(gridOf(single, QUARTER), 'all.quarter')).toBe('Quarter');
    expect(cellName(gridOf(single, QUARTER), 'constructor')).toBeUndefined();
  });
});

describe('the value of a figure', () => {
  const monthly = (values: readonly number[]) => Object.fromEntries(cellIdsOf(gridOf(strategy, QUARTER)).map((id, index) => [id, values[index] ?? 0]));

  it('is known only when every cell is filled in', () => {
    expect(completenessOf(gridOf(strategy, QUARTER), {})).toBe('empty');
    expect(completenessOf(gridOf(strategy, QUARTER), { 'joint.2026-08': 0 })).toBe('partial');
    expect(valueOf(strategy, QUARTER, { 'joint.2026-08': 3 })).toBeUndefined();
  });

  it('adds a count up over months and breakdown', () => {
    expect(valueOf(strategy, QUARTER, monthly([1, 2, 3, 10, 20, 30]))).toEqual({ value: 66 });
  });

  it('takes the last month where that stands for the quarter', () => {
    expect(valueOf({ ...strategy, yearAggregation: 'last' }, QUARTER, monthly([1, 2, 3, 10, 20, 30]))).toEqual({ value: 33 });
  });

  it('averages what cannot be added', () => {
    expect(valueOf({ ...strategy, unit: 'days', decimals: 1, yearAggregation: 'mean' }, QUARTER, monthly([1, 2, 3, 4, 5, 6]))).toEqual({ value: 3.5 });
  });

  it.each([[1, 3, 1, 33.3], [2, 3, 0, 67], [0, 9, 0, 0], [1, 8, 1, 12.5], [1, 200, 1, 0.5]])('takes %d of %d to %d decimals as %d%%', (numerator, denominator, decimals, value) => {
    expect(valueOf({ ...referrals, decimals }, QUARTER, { 'all.numerator': numerator, 'all.denominator': denominator })).toEqual({ value, numerator, denominator });
  });

  it('is unknown for a share of nothing', () => {
    expect(valueOf(referrals, QUARTER, { 'all.numerator': 0, 'all.denominator': 0 })).toBeUndefined();
  });

  it('is read with its unit', () => {
    expect([figureInWords(referrals, 62), figureInWords(single, 1204), figureInWords({ unit: 'days', decimals: 0 }, 1), figureInWords({ unit: 'rate-per-10000', decimals: 1 }, 4.5)])
      .toEqual(['62%', '1,204', '1 day', '4.5 per 10,000']);
    expect([numberInWords(-0.4, 0), numberInWords(1_234_567.5, 2), numberInWords(-12, 0)]).toEqual(['0', '1,234,567.50', '-12']);
  });
});

describe('the figures an agency owes', () => {
  it.each([
    ['police', ['P1.northmoor', 'P1.eastvale']],
    ['northmoor-council', ['C1.northmoor', 'C2.northmoor']],
    ['eastvale-council', ['C1.eastvale']],
    ['hospital', []],
    ['nobody', []],
  ])('%s', (agency, ids) => {
    expect(figuresOwedBy(snapshot, agency, QUARTER).map(({ id }) => id)).toEqual(ids);
  });

  it('are none before the indicator was first collected', () => {
    expect(figuresOwedBy(snapshot, 'police', quarter('2023-Q4'))).toEqual([]);
  });
});
