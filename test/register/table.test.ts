import { returnRounds } from '../../src/assurance/returns/quarterly-return.ts';
import { seats } from '../../src/assurance/partnership/person.ts';
import { insert, remove, update } from '../../src/assurance/records/change.ts';
import { day } from '../../src/assurance/time/day.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { memoryRegister } from '../support/memory-register.ts';

const by = { person: 'system', at: instant('2026-10-01T08:00:00.000Z'), what: 'tested' };
const seat = (agency: string, representative: string) => ({ key: `aag.${agency}`, group: 'aag', agency, representative, capacity: 'member' as const, from: day('2026-04-01') });

describe('a snapshot', () => {
  it('stays as it was when the register moves on', async () => {
    const register = memoryRegister([[seats, seat('police', 'ana')]]);
    const before = register.snapshot();
    await register.commit([insert(seats, seat('health', 'ben')), update(before, seats, seat('police', 'cat'))], by);
    expect(before.all(seats).map(({ key }) => key)).toEqual(['aag.police']);
    expect(before.where(seats, 'representative', 'ana')).toHaveLength(1);
    expect(register.snapshot().where(seats, 'representative', 'ana')).toEqual([]);
    expect(register.snapshot().where(seats, 'representative', 'cat').map(({ agency }) => agency)).toEqual(['police']);
  });

  it('forgets a removed row in every index', async () => {
    const register = memoryRegister([[seats, seat('police', 'ana')]]);
    await register.commit([remove(register.snapshot(), seats, 'aag.police')], by);
    expect(register.snapshot().where(seats, 'group', 'aag')).toEqual([]);
    expect(register.snapshot().get(seats, 'aag.police')).toBeUndefined();
  });

  it('answers in order of key whatever the order of writing', () => {
    const register = memoryRegister([[seats, seat('yots', 'z')], [seats, seat('cafcass', 'y')]]);
    expect(register.snapshot().where(seats, 'group', 'aag').map(({ agency }) => agency)).toEqual(['cafcass', 'yots']);
  });

  it('does not pretend to search a field without an index', () => {
    expect(() => memoryRegister().snapshot().where(returnRounds, 'opensOn', day('2026-10-01'))).toThrow(/not indexed/);
  });
});
