import { hintFor, impossibleIn, unusual } from '../../../src/assurance/indicators/figure-hints.ts';
import { indicators, type Indicator } from '../../../src/assurance/indicators/indicator.ts';
import { snapshotOf } from '../../support/memory-register.ts';
import { aPartnership, QUARTER } from '../../support/world.ts';

const snapshot = snapshotOf(aPartnership());
const share = snapshot.get(indicators, 'C1') as Indicator;
const count = snapshot.get(indicators, 'C2') as Indicator;

describe('a figure that cannot be right', () => {
  it.each([
    ['a negative count', count, { 'all.quarter': -1 }, /cannot be less than 0/],
    ['half a person', count, { 'all.quarter': 1.5 }, /Enter a whole number/],
    ['a part larger than its whole', share, { 'all.numerator': 9, 'all.denominator': 4 }, /Re-referrals \(9\) is larger than Referrals \(4\)/],
    ['a share of nothing', share, { 'all.numerator': 0, 'all.denominator': 0 }, /nothing to take a share of/],
  ])('%s', (_, indicator, cells, sentence) => {
    expect(impossibleIn(indicator, QUARTER, cells)).toMatch(sentence);
  });

  it.each([[count, { 'all.quarter': 0 }], [share, { 'all.numerator': 4, 'all.denominator': 4 }], [share, { 'all.numerator': 4 }], [count, {}], [{ ...count, unit: 'days' } as Indicator, { 'all.quarter': 1.5 }]])(
    'is not one of these', (indicator, cells) => {
      expect(impossibleIn(indicator, QUARTER, cells)).toBeUndefined();
    });
});

describe('a figure that is unusual for this agency', () => {
  const steady = [60, 64, 58, 62, 66, 60];

  it('lies outside mean ± 2.66 × average moving range of six values or more', () => {
    expect(unusual(count, 62, steady)).toBeUndefined();
    expect(unusual(count, 74, steady)).toBeUndefined();
    expect(unusual(count, 75, steady)).toBe('75 is above this agency’s usual range of 49 to 74. Check it, or say in the note what lies behind it');
    expect(unusual(count, 40, steady)).toMatch(/below this agency’s usual range/);
  });

  it('is more than twice or less than half of the last one while there are few', () => {
    expect(unusual(count, 41, [20])).toMatch(/more than twice the last value, 20/);
    expect(unusual(count, 40, [20])).toBeUndefined();
    expect(unusual(count, 9, [20])).toMatch(/less than half of the last value, 20/);
    expect(unusual(count, 10, [20])).toBeUndefined();
  });

  it('is not said of the first value, of very small ones, or of one that never moved and does not now', () => {
    expect(unusual(count, 1_000, [])).toBeUndefined();
    expect(unusual(count, 4, [1])).toBeUndefined();
    expect(unusual(count, 5, [5, 5, 5, 5, 5, 5])).toBeUndefined();
  });

  it('is said only after what cannot be right', () => {
    expect(hintFor(count, QUARTER, { 'all.quarter': -500 }, [20])).toMatch(/less than 0\.$/);
    expect(hintFor(count, QUARTER, { 'all.quarter': 500 }, [20])).toMatch(/more than twice/);
    expect(hintFor(count, QUARTER, {}, [20])).toBeUndefined();
  });
});
