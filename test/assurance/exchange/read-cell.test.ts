import { formulaSafe, fromFormulaSafe } from '../../../src/assurance/exchange/formula-safe.ts';
import { readDay, readInstant, readNumber, readQuarter } from '../../../src/assurance/exchange/read-cell.ts';
import fc from 'fast-check';

describe('a date in somebody’s spreadsheet', () => {
  it.each([
    ['2026-10-16', '2026-10-16'], ['16/10/2026', '2026-10-16'], ['16/10/26', '2026-10-16'], ['1.9.2026', '2026-09-01'], ['01-09-2026', '2026-09-01'], [' 16  October 2026 ', '2026-10-16'],
    ['16th Oct 2026', '2026-10-16'], ['Fri 16 Oct 26', '2026-10-16'], ['16-Oct-26', '2026-10-16'], ['October 16, 2026', '2026-10-16'], ['2026-10-16T00:00:00.000Z', '2026-10-16'],
    ['46311', '2026-10-16'], ['46311.75', '2026-10-16'], ['29/02/2028', '2028-02-29'],
  ])('is read day before month: %s', (text, day) => expect(readDay(text)).toEqual({ ok: true, fact: day }));

  it.each(['10/16/2026', '31/04/2026', '29/02/2027', 'asap', 'Sept 2026', '2026', '12', 'ongoing', '16/10'])('is refused rather than guessed: %s', (text) => {
    expect(readDay(text)).toEqual({ ok: false, refusal: `is “${text}”, which is not a date. Write it as day, month and year, for example 16/10/2026` });
  });

  it('stands for its noon where a moment is asked for', () => {
    expect(readInstant('16/10/2026')).toEqual({ ok: true, fact: '2026-10-16T12:00:00.000Z' });
    expect(readInstant('2026-10-16T09:30:00.000Z')).toEqual({ ok: true, fact: '2026-10-16T09:30:00.000Z' });
  });
});

describe('a quarter in somebody’s spreadsheet', () => {
  it.each([
    ['2026-Q2', '2026-Q2'], ['Q2 2026/27', '2026-Q2'], ['Q2 26/27', '2026-Q2'], ['Qtr 2 2026-27', '2026-Q2'], ['2026/27 Q2', '2026-Q2'], ['Quarter 2 of 2026 to 2027', '2026-Q2'],
    ['Jul-Sep 2026', '2026-Q2'], ['July to September 2026', '2026-Q2'], ['Jan – Mar 2027', '2026-Q4'],
  ])('is read by its board year: %s', (text, quarter) => expect(readQuarter(text)).toEqual({ ok: true, fact: quarter }));

  it.each(['Q4 2026', 'Q5 2026/27', 'Q2 2026/28', 'Feb to Apr 2026', 'Q2'])('is refused where it could be another: %s', (text) => expect(readQuarter(text).ok).toBe(false));
});

describe('a number in somebody’s spreadsheet', () => {
  it.each([['1,204', 1204], ['61.5%', 61.5], ['-3', -3], ['.5', 0.5], [' 12 ', 12]])('is read with its separators: %s', (text, value) => {
    expect(readNumber(text)).toMatchObject({ ok: true, fact: { value } });
  });
  it.each(['1,20', 'twelve', '12 of 20', '', '1.2.3', '0x10', 'Infinity'])('is refused where it is none: %s', (text) => expect(readNumber(text).ok).toBe(false));
});

describe('a text that a spreadsheet would take for a formula', () => {
  it.each(['=1+1', '+44 116', '-', '@SUM(A1)', '\t=1', '\r=1', "'=1", "''+1"])('gets an apostrophe before it: %j', (text) => expect(formulaSafe(text)).toBe(`'${text}`));

  it('is given back exactly, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.stringMatching(/^'{0,3}[=+\-@\t\r]?.{0,5}$/)), (text) => {
      const safe = formulaSafe(text);
      expect(/^[=+\-@\t\r]/.test(safe)).toBe(false);
      expect(fromFormulaSafe(safe)).toBe(text);
    }));
  });
});
