import { writeSync } from 'node:fs';
import { insert, remove, update, type Change } from '../../src/assurance/records/change.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { balances, entries, entryOf, KEPT, transfersIn, type Balance } from './ledger.ts';

/**
 * Run as its own process by `sqlite-kill.test.ts`: commits one transfer after another into the file it is given, and prints each one's
 * number once its commit has been acknowledged. It goes on until it is killed.
 */
const register = new SqliteRegister(process.argv[2] as string, [balances, entries]);
for (let number = transfersIn(register.snapshot()) + 1; ; number += 1) {
  const snapshot = register.snapshot();
  const before = snapshot.get(balances, 'all');
  const after: Balance = { key: 'all', transfers: number };
  const changes: Change[] = [
    before ? update(snapshot, balances, after) : insert(balances, after),
    ...['a', 'b', 'c'].map((side) => insert(entries, entryOf(number, side))),
    ...(number > KEPT ? ['a', 'b', 'c'].map((side) => remove(snapshot, entries, entryOf(number - KEPT, side).key)) : []),
  ];
  const outcome = await register.commit(changes, { person: 'system', at: '2026-10-01T08:00:00.000Z' as Instant, what: `transfer ${number}` });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  writeSync(1, `${number}\n`);
}
