import { agencies, type Agency } from '../partnership/agency.ts';
import { people } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { quarterlyReturns, returnRounds, type QuarterlyReturn, type ReturnRound } from './quarterly-return.ts';

/** A return with what one must know to decide anything about it. */
export type ReturnCase = { readonly row: QuarterlyReturn; readonly round: ReturnRound; readonly agency: Agency };

export function findReturn(snapshot: Snapshot, key: string): ReturnCase | undefined {
  const row = snapshot.get(quarterlyReturns, key);
  const round = row && snapshot.get(returnRounds, row.quarter);
  const agency = row && snapshot.get(agencies, row.agency);
  return row && round && agency ? { row, round, agency } : undefined;
}

/** The name to show for whoever did something; people who left keep their name as long as the register has them. */
export function nameOf(snapshot: Snapshot, person: string): string {
  if (person === 'system') return 'The system';
  return snapshot.get(people, person)?.name ?? 'Somebody who has left';
}
