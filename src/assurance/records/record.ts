import { z } from 'zod';
import { SHORT_TEXT_LENGTH, type Cell, type Field } from './field.ts';

// eslint-disable-next-line -- a field of any value
type AnyField = Field<any>;
export type Fields = Readonly<Record<string, AnyField>>;

type ValueOf<F> = F extends Field<infer T> ? T : never;
type OptionalNames<F extends Fields> = { [K in keyof F]: undefined extends ValueOf<F[K]> ? K : never }[keyof F];
type Members<F extends Fields> =
  & { readonly [K in Exclude<keyof F, OptionalNames<F>>]: ValueOf<F[K]> }
  & { readonly [K in OptionalNames<F>]?: Exclude<ValueOf<F[K]>, undefined> };
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** Our own unique key of the row. Natural where one exists, so that every create can be repeated. */
type Keyed = { readonly key: string };

/**
 * The definition of one kind of record: the only place where a list's fields are said. The SharePoint list, the SQLite table,
 * decoding, encoding and the data dictionary are all derived from it.
 */
export type RecordDefinition<Row extends Keyed> = {
  /** The title of the list, in the partnership's words. */
  readonly title: string;
  /** A name for programs: the SQLite table and, in camel case, nothing else. */
  readonly name: string;
  readonly purpose: string;
  /** Every column any state may fill, without the key. */
  readonly fields: Fields;
  readonly decode: (cells: Readonly<Record<string, Cell>>) => DecodedRow<Row>;
  readonly encode: (row: Row) => Record<string, Cell>;
  /**
   * What history keeps of a row: all its cells, or only those it may show. What an agency is still writing is nobody else's,
   * not even in history.
   */
  readonly encodeForHistory: (row: Row) => Record<string, Cell>;
  /** The fields that history may show, without the key. */
  readonly historyFields: readonly string[];
};

// eslint-disable-next-line -- a definition of any row
export type AnyRecordDefinition = RecordDefinition<any>;
export type RowOf<D> = D extends RecordDefinition<infer Row> ? Row : never;

export type DecodedRow<Row> =
  | { readonly ok: true; readonly row: Row }
  /** What is wrong with each field, in words that the board office can act on. */
  | { readonly ok: false; readonly key: string | undefined; readonly faults: readonly { readonly field: string; readonly label: string; readonly message: string }[] };

type About = {
  readonly purpose: string;
  /** The fields that history may show; all, when left out. */
  readonly historyShows?: readonly string[];
};

const KEY = /^[^\s\p{Cc}'"&<>]+$/u;

function keyFaultOf(key: Cell | undefined): string | undefined {
  if (typeof key !== 'string' || key === '') return 'The key is empty';
  if (key.length > SHORT_TEXT_LENGTH) return `The key is longer than ${SHORT_TEXT_LENGTH} characters`;
  return KEY.test(key) ? undefined : 'The key has a space or a mark that keys may not have';
}

/** @param name the table's name, lower case with underscores */
function nameOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z]+/g, '_');
}

type NamedFields = readonly (readonly [name: string, field: AnyField])[];
type UnknownState = { readonly fault: string; readonly field: string; readonly label: string };

function decoder<Row extends Keyed>(fieldsOf: (cells: Readonly<Record<string, Cell>>) => NamedFields | UnknownState) {
  return (cells: Readonly<Record<string, Cell>>): DecodedRow<Row> => {
    const key = cells['key'];
    const known = typeof key === 'string' ? key : undefined;
    const fields = fieldsOf(cells);
    if ('fault' in fields) {
      const { fault, field, label } = fields;
      return { ok: false, key: known, faults: [{ field, label, message: fault }] };
    }
    const faults: { field: string; label: string; message: string }[] = [];
    const keyFault = keyFaultOf(key);
    if (keyFault !== undefined) faults.push({ field: 'key', label: 'Key', message: keyFault });
    const row: Record<string, unknown> = { key };
    for (const [name, field] of fields) {
      const value = field.decode(cells[name] ?? null);
      if (value === undefined && !field.column.required) continue;
      if (field.accepts?.(value)) {
        row[name] = value;
        continue;
      }
      const parsed = field.schema.safeParse(value);
      if (parsed.success) row[name] = parsed.data;
      else faults.push({ field: name, label: field.column.label, message: faultText(field, value, parsed.error) });
    }
    return faults.length > 0 ? { ok: false, key: known, faults } : { ok: true, row: row as Row };
  };
}

function faultText(field: AnyField, value: unknown, error: z.ZodError): string {
  if (value === null || value === undefined) return `${field.column.label} is empty`;
  if (field.column.choices) return `${field.column.label} must be one of: ${field.column.choices.join(', ')}`;
  return error.issues[0]?.message ?? `${field.column.label} cannot be read`;
}

function encoder<Row extends Keyed>(fields: Fields) {
  return (row: Row): Record<string, Cell> => {
    const cells: Record<string, Cell> = { key: row.key };
    for (const [name, field] of Object.entries(fields)) {
      cells[name] = field.encode((row as Record<string, unknown>)[name]) ?? null;
    }
    return cells;
  };
}

function shownInHistory<Row extends Keyed>(fields: Fields, encode: (row: Row) => Record<string, Cell>, about: About): Pick<RecordDefinition<Row>, 'encodeForHistory' | 'historyFields'> {
  const historyFields = about.historyShows ?? Object.keys(fields);
  const shown = about.historyShows && new Set(['key', ...historyFields]);
  return {
    historyFields,
    encodeForHistory: shown ? (row) => Object.fromEntries(Object.entries(encode(row)).filter(([name]) => shown.has(name))) : encode,
  };
}

function encodable(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, {
    ...field, encode: (value: unknown) => (value === undefined ? null : field.encode(value)),
  }]));
}

/** A record all of whose rows have the same fields. */
export function record<F extends Fields>(title: string, about: About, fields: F): RecordDefinition<Flat<Keyed & Members<F>>> {
  type Row = Flat<Keyed & Members<F>>;
  const encode = encoder<Row>(encodable(fields));
  const named = Object.entries(fields);
  return { title, name: nameOf(title), purpose: about.purpose, fields, decode: decoder<Row>(() => named), encode, ...shownInHistory(fields, encode, about) };
}

/**
 * A record whose fields differ by its state. `states` says which fields exist in which state; a field exists only where it is true.
 * The list has the union of the columns; the state's own column is a choice named `status`.
 */
export function recordWithStates<F extends Fields, S extends Readonly<Record<string, Fields>>>(
  title: string, about: About, fields: F, states: S,
): RecordDefinition<{ [State in keyof S]: Flat<Keyed & Members<F> & { readonly status: State } & Members<S[State]>> }[keyof S]> {
  type Row = { [State in keyof S]: Flat<Keyed & Members<F> & { readonly status: State } & Members<S[State]>> }[keyof S];
  const names = Object.keys(states) as [string, ...string[]];
  const status: AnyField = {
    schema: z.enum(names), accepts: (value: unknown) => byState.has(String(value)), encode: (value: string) => value, decode: (cell: Cell) => cell,
    column: { kind: 'choice', label: 'Status', choices: names, indexed: true, unique: false, required: true, personalData: 'none' },
  };
  const byState = new Map(names.map((name) => [name, { ...fields, status, ...states[name] } as Fields]));
  const namedByState = new Map([...byState].map(([name, of]) => [name, Object.entries(of)]));
  const union: Fields = Object.assign({}, fields, { status }, ...Object.values(states)) as Fields;
  const columns = Object.fromEntries(Object.entries(union).map(([name, field]) => {
    const everywhere = [...byState.values()].every((of) => of[name]?.column.required === true);
    return [name, { ...field, column: { ...field.column, required: everywhere } }];
  }));
  const encode = (row: Row) => encoder<Row>(encodable(byState.get(row.status as string) ?? columns))(row);
  return {
    title, name: nameOf(title), purpose: about.purpose, fields: columns,
    decode: decoder<Row>((cells) => namedByState.get(String(cells['status'])) ?? { fault: `Status must be one of: ${names.join(', ')}`, field: 'status', label: 'Status' }),
    encode, ...shownInHistory(columns, encode, about),
  };
}
