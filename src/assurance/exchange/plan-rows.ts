import { explainCaseData, findCaseData, tidyText } from '../confidentiality.ts';
import { unreachable } from '../outcome.ts';
import { insert, update, type Change } from '../records/change.ts';
import type { Cell, Column } from '../records/field.ts';
import { isDay, longDate } from '../time/day.ts';
import type { ImportMapping, RowOutcome, SheetRow } from './exchange-model.ts';
import { cellOfText } from './export-table.ts';
import { referenceName } from './find-reference.ts';
import { textOf, type Cells, type ImportContext, type ImportSubject, type SubjectField } from './import-subject.ts';
import { readChoice, readDay, readInstant, readNumber, readQuarter, sentence, type Read } from './read-cell.ts';

/** What becomes of a row, and what has to be written for it. */
export type PlannedRow = { readonly row: RowOutcome; readonly change?: Change };

/**
 * What each row of a sheet would do to the register, in the order of the sheet: a new row, a changed one, nothing, or a refusal that says what
 * is wrong with it. A column that the sheet does not have changes nothing in rows that are there; an empty cell of one that it has empties
 * the field, unless the mapping says what to use where cells are empty. A key that comes twice is refused the second time.
 */
export function planRows(subject: ImportSubject, context: ImportContext, mapping: ImportMapping, rows: readonly SheetRow[]): readonly PlannedRow[] {
  const makeKey = subject.keyMaker(context);
  const seen = new Map<string, string>();
  const readings = subject.fields.map((field) => ({ field, mapped: mapping[field.name] ?? {}, read: readerOf(field, subject, context) }));
  return rows.map((row) => {
    const given: Record<string, Cell> = {};
    const fallbacks: Record<string, Cell> = {};
    const faults = new Map<string, string>();
    for (const { field, mapped, read } of readings) {
      const text = mapped.column === undefined ? undefined : tidyText(row.cells[mapped.column] ?? '').trim();
      const said = text === undefined || text === '' ? mapped.otherwise?.trim() ?? '' : text;
      if (said === '') {
        if (text !== undefined) given[field.name] = null;
        continue;
      }
      const value = read(said);
      if (!value.ok) faults.set(field.name, sentence(`${field.label} ${value.refusal}`));
      else if (said === text) given[field.name] = value.fact;
      else fallbacks[field.name] = value.fact;
    }
    const planned = planRow({ subject, context, row, given, fallbacks, faults, makeKey });
    const { key } = planned.row;
    const before = key === undefined ? undefined : seen.get(key);
    if (key !== undefined && before === undefined) seen.set(key, row.place);
    return before === undefined ? planned : refused(planned.row, [`This is the same as ${before.replace(/^R/, 'r')}, which comes first. Keep one of them, or give each its own key.`]);
  });
}

type Given = {
  readonly subject: ImportSubject; readonly context: ImportContext; readonly row: SheetRow; readonly given: Cells; readonly fallbacks: Cells;
  readonly faults: ReadonlyMap<string, string>; readonly makeKey: ReturnType<ImportSubject['keyMaker']>;
};

function planRow({ subject, context, row, given, fallbacks, faults, makeKey }: Given): PlannedRow {
  const { definition } = subject;
  const stated = { ...fallbacks, ...withoutEmpty(given, fallbacks) };
  const made = makeKey(stated);
  const key = 'key' in made ? made.key : undefined;
  const known = key === undefined ? undefined : context.snapshot.get(definition, key) as { readonly key: string } | undefined;
  const before: Cells = known ? definition.encode(known) : {};
  const base: Cells = known ? before : { ...subject.defaults(context), ...fallbacks };
  const held = (name: string) => (known ? before[name] ?? fallbacks[name] ?? null : base[name] ?? null);
  const cells: Record<string, Cell> = { ...base, key: key ?? 'unknown' };
  for (const [name, cell] of Object.entries(given)) {
    const keeps = cell === null && (fallbacks[name] !== undefined || (!known && base[name] !== undefined));
    cells[name] = name === 'key' ? cells['key'] ?? null : keeps ? held(name) : cell === null ? null : keptIfSame(before[name], cell);
  }
  for (const name of Object.keys(fallbacks)) if (!(name in given) && name !== 'key') cells[name] = held(name);
  const unread = [...faults.values()];
  const about = { place: row.place, title: subject.titleOf(context, cells), ...(key === undefined ? {} : { key }) };
  if (unread.length > 0 || !('key' in made)) {
    const missing = missingFields(subject, cells, faults);
    return refused(about, [...unread, ...missing, ...('fault' in made && unread.length + missing.length === 0 ? [made.fault] : [])]);
  }
  const completed = subject.complete(context, cells, known);
  const decoded = definition.decode(completed.cells);
  const allFaults = [...(decoded.ok ? [] : decoded.faults.filter(({ field }) => !completed.explained?.includes(field)).map(({ message }) => sentence(message))), ...completed.faults, ...caseData(subject, completed.cells, before)];
  if (!decoded.ok || allFaults.length > 0) return refused(about, [...new Set(allFaults)]);
  const after: Cells = definition.encode(decoded.row);
  const changed = Object.keys(definition.fields).filter((name) => textOf(before[name]) !== textOf(after[name]));
  if (known && changed.length === 0) return { row: { ...about, outcome: 'unchanged', faults: [], values: [] } };
  const values = valuesInWords(subject, context, changed, before, after, known !== undefined);
  return known
    ? { row: { ...about, outcome: 'update', faults: [], values }, change: update(context.snapshot, definition, decoded.row) }
    : { row: { ...about, outcome: 'insert', faults: [], values }, change: insert(definition, decoded.row) };
}

function refused({ place, title, key }: Pick<RowOutcome, 'place' | 'title' | 'key'>, faults: readonly string[]): PlannedRow {
  return { row: { place, title, ...(key === undefined ? {} : { key }), outcome: 'refused', faults: [...faults], values: [] } };
}

function withoutEmpty(given: Cells, fallbacks: Cells): Cells {
  return Object.fromEntries(Object.entries(given).filter(([name, cell]) => cell !== null || fallbacks[name] === undefined));
}

/** A sheet cannot carry every space and line end: where nothing else differs, the register’s own text stays. */
function keptIfSame(before: Cell | undefined, cell: Cell): Cell {
  return typeof before === 'string' && typeof cell === 'string' && tidyText(before).trim() === cell ? before : cell;
}

function missingFields({ fields }: ImportSubject, cells: Cells, faults: ReadonlyMap<string, string>): readonly string[] {
  return fields.filter(({ name, required }) => required && name !== 'key' && !faults.has(name) && textOf(cells[name]) === '').map(({ label }) => `${label} is empty.`);
}

/** Only what the sheet brings is looked at: what the register holds already was looked at when it was written. */
function caseData({ fields, definition }: ImportSubject, cells: Cells, before: Cells): readonly string[] {
  return fields.flatMap(({ name, label }) => {
    const kind = (definition.fields[name]?.column as Column | undefined)?.kind;
    const text = cells[name];
    if ((kind !== 'text' && kind !== 'long-text') || typeof text !== 'string' || text === before[name]) return [];
    const found = findCaseData(text);
    return found === undefined ? [] : [explainCaseData({ reason: 'case-data', found, place: `“${label}”` })];
  });
}

/** What a person knows by a column of their own; what only the register keeps is not told. */
function valuesInWords({ fields }: ImportSubject, context: ImportContext, changed: readonly string[], before: Cells, after: Cells, known: boolean): RowOutcome['values'] {
  return fields.filter(({ name }) => changed.includes(name)).map((field) => {
    const say = (cells: Cells) => inWords(context, field, cells[field.name] ?? null);
    return { label: field.label, ...(known ? { before: say(before) } : {}), after: say(after) };
  });
}

function inWords(context: ImportContext, field: SubjectField, cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
  const text = String(cell);
  const { reading } = field;
  const target = reading.as === 'reference' ? reading.to : reading.as === 'text' ? reading.naming : undefined;
  if (target !== undefined) return referenceName(context.snapshot, target, text);
  return isDay(text) ? longDate(text) : text;
}

/** How the texts of a field are read. */
function readerOf(field: SubjectField, { definition }: ImportSubject, context: ImportContext): (text: string) => Read<Cell> {
  const { reading, name } = field;
  const column = definition.fields[name]?.column as Column | undefined;
  switch (reading.as) {
    case 'text': return (text) => ({ ok: true, fact: text });
    case 'own-form': return (text) => ({ ok: true, fact: cellOfText(column?.kind ?? 'text', text) });
    case 'day': return readDay;
    case 'instant': return readInstant;
    case 'quarter': return readQuarter;
    case 'number': return (text) => {
      const read = readNumber(text);
      return read.ok ? { ok: true, fact: read.fact.value } : read;
    };
    case 'choice': return (text) => readChoice(text, column?.choices ?? [], reading.alsoSaid);
    case 'reference': return (text) => context.find(reading.to, text);
    default: return unreachable(reading);
  }
}
