import { facetOf, type Column } from './columns.ts';
import { invalid } from './exchange.ts';

export type FieldValue = string | number | boolean | readonly string[];
export type Fields = Readonly<Record<string, FieldValue>>;

const LONGEST_MULTI_LINE = 63_999;
// eslint-disable-next-line no-control-regex -- characters that XML, and so SharePoint, cannot hold
const UNSTORABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

/**
 * What a row holds after somebody wrote to it. Empty values are left out, as SharePoint does.
 * @param before the row's values; `undefined` for a new row, which takes the columns' defaults
 */
export function written(given: unknown, before: Fields | undefined, columns: readonly Column[]): Fields {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw invalid('fields must be an object.');
  const entries = Object.entries(given as Record<string, unknown>);
  const after: Record<string, FieldValue> = { ...(before ?? defaultsOf(columns)) };
  for (const [name, value] of entries) {
    if (name.includes('@')) continue;
    const column = columnFor(name, columns);
    if (!column) throw invalid(`Field '${name}' is not recognized`);
    if (column.readOnly === true) throw invalid(`Field '${name}' is read-only`);
    if (value === null || value === '') delete after[name];
    else after[name] = checked(name, value, column, (given as Record<string, unknown>)[`${name}@odata.type`]);
  }
  for (const { name, required, personOrGroup, lookup } of columns) {
    const stored = personOrGroup || lookup ? `${name}LookupId` : name;
    if (required === true && after[stored] === undefined) throw invalid(`Field '${name}' is required`);
  }
  return after;
}

function columnFor(name: string, columns: readonly Column[]): Column | undefined {
  const own = columns.find((each) => each.name === name);
  if (own && (own.personOrGroup || own.lookup) && own.readOnly !== true) return undefined;
  return own ?? columns.find((each) => (each.personOrGroup || each.lookup) && `${each.name}LookupId` === name);
}

function defaultsOf(columns: readonly Column[]): Record<string, FieldValue> {
  const defaults: Record<string, FieldValue> = {};
  for (const column of columns) {
    const value = column.defaultValue?.value;
    if (value === undefined || value === null || value === '') continue;
    defaults[column.name] = column.boolean ? value === '1' || value === 'true' : column.number ? Number(value) : value;
  }
  return defaults;
}

function checked(name: string, value: unknown, column: Column, odataType: unknown): FieldValue {
  const refuse = (why: string) => invalid(`Field '${name}': ${why}`);
  const text = (): string => {
    if (typeof value !== 'string') throw refuse('a text is expected');
    if (UNSTORABLE.test(value)) throw refuse('it holds a character that cannot be stored');
    return value;
  };
  switch (facetOf(column)) {
    case 'text': {
      const longest = column.text?.allowMultipleLines === true ? LONGEST_MULTI_LINE : column.text?.maxLength ?? 255;
      if (text().length > longest) throw refuse(`it holds more than ${longest} characters`);
      return text();
    }
    case 'choice': {
      const { choices, allowTextEntry, displayAs } = column.choice ?? {};
      const fits = (each: unknown) => typeof each === 'string' && (allowTextEntry === true || (choices ?? []).includes(each));
      if (displayAs === 'checkBoxes') {
        if (odataType !== 'Collection(Edm.String)' || !Array.isArray(value)) throw refuse('several choices need @odata.type Collection(Edm.String)');
        if (!value.every(fits)) throw refuse('it is not one of the choices');
        return value as string[];
      }
      if (!fits(value)) throw refuse('it is not one of the choices');
      return text();
    }
    case 'number': case 'currency': {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw refuse('a number is expected');
      if (value < (column.number?.minimum ?? -Infinity) || value > (column.number?.maximum ?? Infinity)) throw refuse('the number is out of range');
      return value;
    }
    case 'boolean': {
      if (typeof value !== 'boolean') throw refuse('true or false is expected');
      return value;
    }
    case 'dateTime': {
      const at = Date.parse(text());
      if (Number.isNaN(at) || !/^\d{4}-\d{2}-\d{2}/.test(text())) throw refuse('a date is expected');
      return withoutMilliseconds(new Date(at));
    }
    case 'personOrGroup': case 'lookup': {
      if (typeof value !== 'string' || !/^\d+$/.test(value)) throw invalid('General exception while processing');
      return value;
    }
    default: throw invalid('Invalid request');
  }
}

export function withoutMilliseconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
