import type { DatabaseSync } from 'node:sqlite';
import type { Column } from '../assurance/records/field.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { RegisterUnavailable } from '../register/register.ts';
import { inTransaction } from './sqlite-file.ts';

/**
 * Raised when an older program could no longer work with the file. A new list or field needs no raise: tables and columns are added
 * when they are missed, and columns that a program does not know are left alone.
 */
const LAYOUT = 1;

/** Who history says it was when somebody edits the file with a tool of their own. */
const BY_HAND = 'by-hand';

const TYPES: Readonly<Record<Column['kind'], string>> = { text: 'TEXT', 'long-text': 'TEXT', choice: 'TEXT', number: 'REAL', boolean: 'INTEGER' };

const STORE = [
  'CREATE TABLE register (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
  `CREATE TABLE history (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, person TEXT NOT NULL, what TEXT NOT NULL, reason TEXT,
    list TEXT NOT NULL, key TEXT NOT NULL, before TEXT, after TEXT)`,
  'CREATE INDEX history_of_row ON history (list, key)',
  `CREATE TRIGGER history_is_not_rewritten BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'History is only ever added to'); END`,
  `CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'History is only ever added to'); END`,
  `INSERT INTO register VALUES ('layout', '${LAYOUT}')`,
];

/**
 * Brings the file's tables up to what the lists say: one table a list, a column a field, indexes, and triggers that put edits made by
 * hand into history. Nothing is ever taken away but indexes and triggers that changed. An up-to-date file is only read.
 *
 * A table does not insist on types, choices or filled cells: a person may edit it, and what they leave behind is shown as a problem.
 * @throws RegisterUnavailable for a file of a newer program, or one that is something else
 */
export function prepareTables(database: DatabaseSync, file: string, lists: readonly AnyRecordDefinition[]): void {
  if (missing(database, file, lists).length === 0) return;
  inTransaction(database, 'IMMEDIATE', () => {
    for (const sql of missing(database, file, lists)) database.exec(sql);
  });
}

/** The statements that are still to be run, in order. */
function missing(database: DatabaseSync, file: string, lists: readonly AnyRecordDefinition[]): readonly string[] {
  const existing = new Map(database.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL').all().map(({ name, sql }) => [String(name), String(sql)]));
  if (existing.size > 0) refuseOthers(database, file, existing.has('register'));
  const store = existing.size > 0 ? [] : STORE;
  return [...store, ...lists.flatMap((definition) => [...missingColumns(database, definition, existing), ...missingHelpers(definition, existing)])];
}

function refuseOthers(database: DatabaseSync, file: string, isRegister: boolean): void {
  if (!isRegister) throw new RegisterUnavailable(`The file ${file} holds something other than a register. Name another file.`);
  const layout = Number(database.prepare(`SELECT value FROM register WHERE name = 'layout'`).get()?.['value']);
  if (layout <= LAYOUT) return;
  throw new RegisterUnavailable(
    `The register file ${file} was written by a newer version of this program (layout ${layout}; this one knows ${LAYOUT}). Install the newer version, or put back a copy from before it ran.`,
  );
}

function missingColumns(database: DatabaseSync, { name, fields }: AnyRecordDefinition, existing: ReadonlyMap<string, string>): readonly string[] {
  const columns = Object.entries(fields).map(([field, { column }]) => [field, `${quoted(field)} ${TYPES[column.kind]}`] as const);
  if (!existing.has(name)) {
    return [`CREATE TABLE ${quoted(name)} (row_id INTEGER PRIMARY KEY, row_version INTEGER, key TEXT NOT NULL UNIQUE, ${columns.map(([, sql]) => sql).join(', ')})`];
  }
  const known = new Set(database.prepare('SELECT name FROM pragma_table_info(?)').all(name).map((column) => column['name']));
  return columns.filter(([field]) => !known.has(field)).map(([, sql]) => `ALTER TABLE ${quoted(name)} ADD COLUMN ${sql}`);
}

function missingHelpers(definition: AnyRecordDefinition, existing: ReadonlyMap<string, string>): readonly string[] {
  const { name, fields } = definition;
  const indexes = Object.entries(fields).filter(([, { column }]) => column.indexed).map(([field, { column }]) => {
    const index = `${name}_by_${field}`;
    return ['INDEX', index, `CREATE ${column.unique ? 'UNIQUE ' : ''}INDEX ${quoted(index)} ON ${quoted(name)} (${quoted(field)})`] as const;
  });
  return [...indexes, ...triggers(definition)].flatMap(([kind, helper, sql]) => {
    const known = existing.get(helper);
    if (known === sql) return [];
    return known === undefined ? [sql] : [`DROP ${kind} ${quoted(helper)}`, sql];
  });
}

/**
 * The register itself always gives a row a new version: it inserts with one, updates to another, and sets 0 before it deletes.
 * Whatever else changes a row was done by hand; it too gets its line in history and a new version, so that nobody overwrites it unseen.
 */
function triggers({ name, historyFields }: AnyRecordDefinition): readonly (readonly ['TRIGGER', string, string])[] {
  const cells = (of: 'OLD' | 'NEW') => `json_object(${['key', ...historyFields].map((field) => `'${field}', ${of}.${quoted(field)}`).join(', ')})`;
  const tell = (key: string, before: string, after: string, when = 'true') => `INSERT INTO history (at, person, what, list, key, before, after)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), '${BY_HAND}', 'edited the list by hand', '${name}', ${key}, ${before}, ${after} WHERE ${when};`;
  const renew = `UPDATE ${quoted(name)} SET row_version = (SELECT max(sequence) FROM history) WHERE row_id = NEW.row_id;`;
  const trigger = (what: string, event: string, when: string, body: string) =>
    ['TRIGGER', `${name}_${what}_by_hand`, `CREATE TRIGGER ${quoted(`${name}_${what}_by_hand`)} AFTER ${event} ON ${quoted(name)} WHEN ${when} BEGIN ${body} END`] as const;
  return [
    trigger('inserted', 'INSERT', 'NEW.row_version IS NULL', `${tell('NEW.key', 'NULL', cells('NEW'))} ${renew}`),
    trigger('changed', 'UPDATE', 'NEW.row_version IS OLD.row_version', [
      tell('OLD.key', cells('OLD'), cells('NEW'), 'NEW.key IS OLD.key'),
      tell('OLD.key', cells('OLD'), 'NULL', 'NEW.key IS NOT OLD.key'),
      tell('NEW.key', 'NULL', cells('NEW'), 'NEW.key IS NOT OLD.key'),
      renew,
    ].join(' ')),
    trigger('removed', 'DELETE', 'OLD.row_version IS NOT 0', tell('OLD.key', cells('OLD'), 'NULL')),
  ];
}

/** Names come from record definitions only, never from a request. */
export function quoted(name: string): string {
  return `"${name}"`;
}
