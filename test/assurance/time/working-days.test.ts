import { addDays, addMonths, day, daysBetween, longDate, weekdayDate } from '../../../src/assurance/time/day.ts';
import { addQuarters, firstDayOf, lastDayOf, monthsOf, quarter, quarterOfDay, quarterPeriod } from '../../../src/assurance/time/quarter.ts';
import { addWorkingDays, isWorkingDay, workingDaysBetween, workingDayOnOrAfter } from '../../../src/assurance/time/working-days.ts';

describe('days', () => {
  it.each([
    ['2028-02-28', 1, '2028-02-29'], ['2027-02-28', 1, '2027-03-01'], ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-28', 1, '2026-03-29'], ['2026-10-24', 1, '2026-10-25'], ['2026-10-25', 1, '2026-10-26'], ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %i day is %s, across leap days, year ends and both clock changes', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
    expect(daysBetween(day(from), day(to))).toBe(days);
  });

  it('reach the last day of a shorter month when a month is added to the 31st', () => {
    expect(addMonths(day('2026-03-31'), 1)).toBe('2026-04-30');
    expect(addMonths(day('2028-01-31'), 1)).toBe('2028-02-29');
    expect(addMonths(day('2026-01-15'), -2)).toBe('2025-11-15');
  });

  it('are written as people read them', () => {
    expect(longDate(day('2026-07-04'))).toBe('4 July 2026');
    expect(weekdayDate(day('2026-10-16'))).toBe('Friday 16 October');
  });

  it('agree with an independent count over forty years', () => {
    for (let serial = 0; serial < 15_000; serial += 37) {
      expect(addDays(day('2000-01-01'), serial)).toBe(new Date(Date.UTC(2000, 0, 1 + serial)).toISOString().slice(0, 10));
    }
  });
});

describe('working days in England', () => {
  it.each([
    ['2026-04-02', 1, '2026-04-07', 'over Good Friday and Easter Monday'],
    ['2026-12-24', 1, '2026-12-29', 'over Christmas when Boxing Day is a Saturday'],
    ['2027-12-24', 1, '2027-12-29', 'over Christmas at a weekend'],
    ['2026-10-16', -10, '2026-10-02', 'backwards'],
    ['2026-03-27', 1, '2026-03-30', 'over the spring clock change'],
    ['2026-10-23', 1, '2026-10-26', 'over the autumn clock change'],
  ])('%s and %i is %s, %s', (from, count, to) => {
    expect(addWorkingDays(day(from), count)).toBe(to);
    expect(workingDaysBetween(day(from), day(to))).toBe(count);
  });

  it('leave a day alone when nothing is added, even a Sunday', () => {
    expect(addWorkingDays(day('2026-10-18'), 0)).toBe('2026-10-18');
  });

  it('move a due date that falls on a weekend to the next working day', () => {
    expect(isWorkingDay(day('2026-08-15'))).toBe(false);
    expect(workingDayOnOrAfter(day('2026-08-15'))).toBe('2026-08-17');
  });
});

describe('quarters of the board year', () => {
  it.each([['2026-04-01', '2026-Q1'], ['2026-09-30', '2026-Q2'], ['2026-12-31', '2026-Q3'], ['2027-03-31', '2026-Q4'], ['2027-01-01', '2026-Q4']])('%s lies in %s', (on, expected) => {
    expect(quarterOfDay(day(on))).toBe(expected);
  });

  it('begin in April and count on over the year', () => {
    expect([firstDayOf(quarter('2026-Q2')), lastDayOf(quarter('2026-Q2'))]).toEqual(['2026-07-01', '2026-09-30']);
    expect([firstDayOf(quarter('2026-Q4')), lastDayOf(quarter('2026-Q4'))]).toEqual(['2027-01-01', '2027-03-31']);
    expect(addQuarters(quarter('2026-Q1'), -1)).toBe('2025-Q4');
    expect(addQuarters(quarter('2026-Q3'), 6)).toBe('2028-Q1');
    expect(monthsOf(quarter('2026-Q4'))).toEqual(['2027-01', '2027-02', '2027-03']);
    expect(quarterPeriod(quarter('2026-Q2'))).toBe('July to September 2026');
  });
});
