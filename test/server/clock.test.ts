import { londonMoment, momentAt } from '../../src/server/clock.ts';
import { day } from '../../src/assurance/time/day.ts';

const shown = (utc: string) => { const { today, time } = momentAt(new Date(utc)); return `${today} ${time}`; };

describe('the clock on a wall in London', () => {
  it.each([
    ['2026-03-29T00:59:59.999Z', '2026-03-29 00:59'],
    ['2026-03-29T01:00:00.000Z', '2026-03-29 02:00'],
    ['2026-10-25T00:59:59.999Z', '2026-10-25 01:59'],
    ['2026-10-25T01:00:00.000Z', '2026-10-25 01:00'],
    ['2026-06-30T22:59:00.000Z', '2026-06-30 23:59'],
    ['2026-06-30T23:00:00.000Z', '2026-07-01 00:00'],
    ['2026-12-31T23:59:00.000Z', '2026-12-31 23:59'],
    ['2028-02-29T12:00:00.000Z', '2028-02-29 12:00'],
    ['2026-03-31T23:30:00.000Z', '2026-04-01 00:30'],
  ])('at %s shows %s', (utc, wall) => {
    expect(shown(utc)).toBe(wall);
  });
});

describe('the moment when the clock in London shows a time', () => {
  it.each([
    ['2026-01-15', '09:00', '2026-01-15T09:00:00.000Z'],
    ['2026-07-15', '09:00', '2026-07-15T08:00:00.000Z'],
    ['2026-07-01', '00:30', '2026-06-30T23:30:00.000Z'],
    ['2026-03-29', '00:30', '2026-03-29T00:30:00.000Z'],
    ['2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-10-25', '02:30', '2026-10-25T02:30:00.000Z'],
  ])('on %s at %s is %s', (on, time, utc) => {
    expect(londonMoment(day(on), time)).toEqual({ instant: utc, today: on, time });
  });

  it('is the first of two when the hour comes twice in October', () => {
    expect(londonMoment(day('2026-10-25'), '01:30').instant).toBe('2026-10-25T00:30:00.000Z');
  });

  it('shows an hour more when the hour is skipped in March', () => {
    expect(londonMoment(day('2026-03-29'), '01:30')).toMatchObject({ instant: '2026-03-29T01:30:00.000Z', time: '02:30' });
  });
});
