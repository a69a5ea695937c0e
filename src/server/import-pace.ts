import type { ImportPace } from '../use-cases/import-rows.ts';

/** What an imported row costs of SharePoint's allowance: its own write, and its share of the commit's and of asking what others wrote, rounded up. */
const UNITS_OF_A_ROW = 4;
/** An import may spend this part of the allowance; people's own work has the rest. */
const SHARE = 0.5;

/** @param unitsPerMinute resource units that SharePoint allows */
export function importPaceFor(unitsPerMinute: number): ImportPace {
  return { rowsPerMinute: Math.floor((unitsPerMinute * SHARE) / UNITS_OF_A_ROW) };
}
