import { z } from 'zod';
import { Day, isDay } from '../time/day.ts';
import { Instant, isInstant } from '../time/instant.ts';
import { isQuarter, Quarter } from '../time/quarter.ts';

/** What a cell of a list can hold. An empty cell is `null`. */
export type Cell = string | number | boolean | null;

/** How a field's column looks in a list, a table or a spreadsheet. */
export type Column = {
  readonly kind: 'text' | 'long-text' | 'choice' | 'number' | 'boolean';
  readonly label: string;
  readonly help?: string;
  readonly choices?: readonly string[];
  readonly indexed: boolean;
  readonly unique: boolean;
  readonly required: boolean;
  /** `contact` names or reaches an officer; `none` is about organisations. No field is ever about a child. */
  readonly personalData: 'none' | 'contact';
};

export type Field<T> = {
  readonly schema: z.ZodType<T>;
  /** True only where the schema would give the same value back. Asked first, because it answers many times faster than the schema. */
  readonly accepts?: (value: unknown) => boolean;
  readonly column: Column;
  /** Characters that no list can hold (U+0000 and its like, halves of a character) are left out. */
  readonly encode: (value: T) => Cell;
  /** Gives what the schema is asked to judge; it never throws. */
  readonly decode: (cell: Cell) => unknown;
};

export type FieldOptions = {
  readonly help?: string;
  readonly indexed?: boolean;
  readonly unique?: boolean;
  readonly personalData?: Column['personalData'];
};

/** A single-line column of a SharePoint list holds no more than this. */
export const SHORT_TEXT_LENGTH = 255;
/** Long enough for the fullest honest answer; a list row refuses more long before SharePoint does. */
export const LONG_TEXT_LENGTH = 20_000;

function columnOf(kind: Column['kind'], label: string, options: FieldOptions, choices?: readonly string[]): Column {
  return {
    kind, label,
    ...(options.help === undefined ? {} : { help: options.help }),
    ...(choices === undefined ? {} : { choices }),
    indexed: options.indexed ?? options.unique ?? false,
    unique: options.unique ?? false,
    required: true,
    personalData: options.personalData ?? 'none',
  };
}

type TextTest = (text: string) => boolean;

// eslint-disable-next-line no-control-regex -- these are the characters that XML, and so SharePoint, cannot hold
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

function storable(text: string): string {
  return UNSTORABLE.test(text) || !text.isWellFormed() ? text.toWellFormed().replaceAll(new RegExp(UNSTORABLE, 'g'), '') : text;
}

function plain<T extends string>(kind: Column['kind'], schema: z.ZodType<T>, test: TextTest, label: string, options: FieldOptions, choices?: readonly string[]): Field<T> {
  return {
    schema, column: columnOf(kind, label, options, choices), encode: storable, decode: (cell) => cell,
    accepts: (value) => typeof value === 'string' && test(value),
  };
}

const isShort: TextTest = (value) => value.length > 0 && value.length <= SHORT_TEXT_LENGTH;

export function text(label: string, options: FieldOptions = {}): Field<string> {
  return plain('text', z.string().min(1, `${label} is empty`).max(SHORT_TEXT_LENGTH, `${label} is longer than ${SHORT_TEXT_LENGTH} characters`), isShort, label, options);
}

export function longText(label: string, options: Omit<FieldOptions, 'indexed' | 'unique'> = {}): Field<string> {
  return plain('long-text', z.string().max(LONG_TEXT_LENGTH, `${label} is longer than ${LONG_TEXT_LENGTH} characters`), (value) => value.length <= LONG_TEXT_LENGTH, label, options);
}

export function choice<const C extends readonly [string, ...string[]]>(label: string, choices: C, options: FieldOptions = {}): Field<C[number]> {
  return plain('choice', z.enum(choices), (value) => choices.includes(value), label, options, choices);
}

export function dayField(label: string, options: FieldOptions = {}): Field<Day> {
  return plain('text', Day, isDay, label, options);
}

export function instantField(label: string, options: FieldOptions = {}): Field<Instant> {
  return plain('text', Instant, isInstant, label, options);
}

export function quarterField(label: string, options: FieldOptions = {}): Field<Quarter> {
  return plain('text', Quarter, isQuarter, label, options);
}

/** The key of a row of another list. Whether that row exists is asked where it matters, so that rows may arrive in any order. */
export function reference(label: string, options: FieldOptions = {}): Field<string> {
  return plain('text', z.string().min(1, `${label} is empty`).max(SHORT_TEXT_LENGTH), isShort, label, options);
}

export function numberField(label: string, options: FieldOptions = {}): Field<number> {
  return { schema: z.number(), accepts: Number.isFinite, column: columnOf('number', label, options), encode: (value) => value, decode: (cell) => cell };
}

/** SharePoint answers true or false, SQLite 1 or 0. */
export function yesNo(label: string, options: FieldOptions = {}): Field<boolean> {
  return {
    schema: z.boolean(), accepts: (value) => typeof value === 'boolean', column: columnOf('boolean', label, options), encode: (value) => value,
    decode: (cell) => (cell === 1 ? true : cell === 0 ? false : cell),
  };
}

/** Several keys in one cell, one a line, so that a person can read and edit them in the list. */
export function keys(label: string, options: Omit<FieldOptions, 'indexed' | 'unique'> = {}): Field<readonly string[]> {
  return {
    schema: z.array(z.string().min(1)).readonly(), column: { ...columnOf('long-text', label, options), required: false },
    encode: (value) => value.join('\n'),
    decode: (cell) => (typeof cell === 'string' ? cell.split('\n').map((line) => line.trim()).filter((line) => line !== '') : cell === null ? [] : cell),
  };
}

/** What most cells with lists and maps hold: nothing. Read once, and never to be changed. */
const EMPTY: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([['[]', Object.freeze([])], ['{}', Object.freeze({})]]);
const EMPTIES = new Set(EMPTY.values());

/** Structured content in one cell, as JSON. */
export function json<T>(label: string, schema: z.ZodType<T>, options: Omit<FieldOptions, 'indexed' | 'unique'> = {}): Field<T> {
  const acceptedEmpties = new Set([...EMPTIES].filter((empty) => isEmpty(schema.safeParse(empty).data)));
  return {
    schema, accepts: (value) => acceptedEmpties.has(value), column: columnOf('long-text', label, options),
    encode: (value) => JSON.stringify(value),
    decode: (cell) => {
      if (typeof cell !== 'string') return cell;
      const empty = EMPTY.get(cell);
      if (empty !== undefined) return empty;
      try { return JSON.parse(cell) as unknown; } catch { return cell; }
    },
  };
}

/** Numbers by name in one cell, as JSON. */
export function numbers(label: string, options: Omit<FieldOptions, 'indexed' | 'unique'> = {}): Field<Record<string, number>> {
  return { ...json(label, z.record(z.string(), z.number()), options), accepts: isNumbersByName };
}

function isNumbersByName(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).every(([name, number]) => Number.isFinite(number) && name !== '__proto__');
}

function isEmpty(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}

/** The same field where the cell may be empty; the member is then absent from the row. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  const { accepts } = field;
  return {
    schema: field.schema.optional() as z.ZodType<T | undefined>,
    ...(accepts ? { accepts: (value: unknown) => value === undefined || accepts(value) } : {}),
    column: { ...field.column, required: false },
    encode: (value) => (value === undefined ? null : field.encode(value)),
    decode: (cell) => (cell === null ? undefined : field.decode(cell)),
  };
}
