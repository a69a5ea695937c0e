import { insert, update, type By, type Change } from '../../src/assurance/records/change.ts';
import { numberField, text } from '../../src/assurance/records/field.ts';
import { record } from '../../src/assurance/records/record.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { RegisterUnavailable, type Register } from '../../src/register/register.ts';

/** One row that everybody counts up, and a row for each time somebody did: half a commit, a lost one and a doubled one would all show. */
export const counters = record('Test counters', { purpose: 'How often somebody counted.' }, { count: numberField('Count') });
export const counts = record('Test counts', { purpose: 'Each time somebody counted.' }, { by: text('By'), became: numberField('Became', { indexed: true, unique: true }) });
export const COUNTED_LISTS = [counters, counts];

export type Counting = { acknowledged: string[]; conflicts: number; unknown: string[] };

/**
 * Counts up so many times. Where somebody else counted first it decides again; where nobody could say whether it was saved it goes on, and
 * the count is among the unknown.
 */
export async function countUp(register: Register, who: string, times: number, told: (key: string) => void = () => undefined): Promise<Counting> {
  const counting: Counting = { acknowledged: [], conflicts: 0, unknown: [] };
  for (let time = 0; time < times; time += 1) {
    for (let attempt = 0; ; attempt += 1) {
      const key = `${who}.${time}.${attempt}`;
      const outcome = await register.commit(countingChanges(register, who, key), byOf(who, key)).catch((error: unknown) => {
        if (!(error instanceof RegisterUnavailable)) throw error;
        return undefined;
      });
      if (outcome?.ok === true) {
        counting.acknowledged.push(key);
        told(key);
        break;
      }
      if (outcome) counting.conflicts += 1;
      else counting.unknown.push(key);
      await register.refresh().catch(() => undefined);
    }
  }
  return counting;
}

function countingChanges(register: Register, who: string, key: string): readonly Change[] {
  const snapshot = register.snapshot();
  const counter = snapshot.get(counters, 'all');
  const count = (counter?.count ?? 0) + 1;
  return [
    counter ? update(snapshot, counters, { key: 'all', count }) : insert(counters, { key: 'all', count }),
    insert(counts, { key, by: who, became: count }),
  ];
}

function byOf(person: string, key: string): By {
  return { person, at: '2026-10-01T08:00:00.000Z' as Instant, what: `counted ${key}` };
}

export type Account = { readonly count: number; readonly keys: readonly string[]; readonly becameEach: boolean; readonly history: readonly string[] };

/** What the register says in the end. */
export async function accountOf(register: Register): Promise<Account> {
  const snapshot = register.snapshot();
  const rows = snapshot.all(counts);
  const entries = await register.history({ list: counts.title, limit: 1_000_000 });
  const values = new Set(rows.map(({ became }) => became));
  const count = snapshot.get(counters, 'all')?.count ?? 0;
  return {
    count, keys: rows.map(({ key }) => key).toSorted(),
    becameEach: values.size === rows.length && rows.every(({ became }) => became >= 1 && became <= count),
    history: entries.map(({ key }) => key).toSorted(),
  };
}
