import { DatabaseSync } from 'node:sqlite';

/**
 * Run as its own process by `start.bench.ts`. Opens the register (`register`), or reads the same rows of the same file with nothing made
 * of them but an array (`bare`), and prints what it took.
 */
const [, , how, file] = process.argv as [string, string, 'register' | 'bare', string];
const { opened, rows } = how === 'register' ? await openRegister() : readBare();
const ready = performance.now();
process.stdout.write(JSON.stringify({ opened, ready, rows, residentMegabytes: process.memoryUsage.rss() / 1e6, peakMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6 }));

async function openRegister(): Promise<{ opened: number; rows: number }> {
  const { SqliteRegister } = await import('../../src/embedded/sqlite-register.ts');
  const { LISTS } = await import('../../src/register/lists.ts');
  const started = performance.now();
  const snapshot = new SqliteRegister(file, LISTS).snapshot();
  const opened = performance.now() - started;
  return { opened, rows: LISTS.reduce((count, list) => count + snapshot.all(list).length, 0) };
}

function readBare(): { opened: number; rows: number } {
  const started = performance.now();
  const database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare(`SELECT DISTINCT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'row_version' WHERE m.type = 'table'`).all();
  const lists = tables.map(({ name }) => database.prepare(`SELECT * FROM "${String(name)}"`).all());
  return { opened: performance.now() - started, rows: lists.reduce((count, list) => count + list.length, 0) };
}
