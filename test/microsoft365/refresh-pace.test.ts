import { pauseBeforeRefresh, type RefreshPaceQuestion } from '../../src/microsoft365/refresh-pace.ts';

const MINUTE = 60_000;
const pause = (of: Partial<RefreshPaceQuestion>) => pauseBeforeRefresh({ lists: 29, idleFor: 60 * MINUTE, notified: false, used: { lastMinute: 0, total: 0, perMinute: 1_250 }, ...of });

describe('how often the lists are asked for changes', () => {
  it('while nobody is at work: at most two requests and 60 units a minute, however many lists there are', () => {
    for (let lists = 1; lists <= 200; lists += 1) {
      const perMinute = MINUTE / pause({ lists });
      expect(perMinute * Math.ceil(lists / 20)).toBeLessThanOrEqual(2);
      expect(perMinute * lists).toBeLessThanOrEqual(60);
    }
  });

  it('while people are at work: every few seconds', () => {
    expect(pause({ idleFor: MINUTE })).toBe(15_000);
  });

  it('rarely where SharePoint tells of changes by itself', () => {
    expect(pause({ idleFor: MINUTE, notified: true })).toBe(5 * MINUTE);
  });

  it('rarely while most of the allowance is being spent', () => {
    expect(pause({ idleFor: MINUTE, used: { lastMinute: 900, total: 900, perMinute: 1_250 } })).toBe(MINUTE);
  });
});
