import type { ColumnDefinition } from '@microsoft/microsoft-graph-types';
import { randomUUID } from 'node:crypto';
import { invalid, objectOf, Refused } from './exchange.ts';

const FACETS = ['text', 'choice', 'number', 'dateTime', 'boolean', 'personOrGroup', 'lookup', 'hyperlinkOrPicture', 'currency', 'calculated', 'term', 'thumbnail', 'geolocation', 'contentApprovalStatus'] as const;
export type Facet = typeof FACETS[number];
export type Column = ColumnDefinition & { readonly id: string; readonly name: string };

const COMMON = ['id', 'name', 'displayName', 'description', 'indexed', 'enforceUniqueValues', 'required', 'hidden', 'readOnly', 'defaultValue', 'validation', 'columnGroup', 'isDeletable', 'isReorderable', 'isSealed', 'propagateChanges'];
const MEMBERS: Partial<Record<Facet, readonly string[]>> = {
  text: ['allowMultipleLines', 'appendChangesToExistingText', 'linesForEditing', 'maxLength', 'textType'],
  choice: ['allowTextEntry', 'choices', 'displayAs'],
  number: ['decimalPlaces', 'displayAs', 'minimum', 'maximum'],
  dateTime: ['displayAs', 'format'],
  boolean: [],
};
/** Facets and members that Graph keeps to itself in its answers. */
const NEVER_SHOWN = ['validation', 'hyperlinkOrPicture', 'term', 'type'] as const;
const RESERVED = new Set(['id', 'created', 'modified', 'author', 'editor', 'contenttype', 'attachments', 'title', 'edit', 'linktitle', 'fields']);
const MOST_INDEXES = 20;
const MOST_ROWS_FOR_A_NEW_INDEX = 20_000;

export function facetOf(column: ColumnDefinition): Facet {
  const facet = FACETS.find((each) => column[each] !== undefined && column[each] !== null);
  if (!facet) throw invalid('A column has exactly one type; this one has none.');
  return facet;
}

/** The columns that every list has. */
export function builtInColumns(): Column[] {
  const builtIn = (name: string, rest: ColumnDefinition): Column => ({
    displayName: name, description: '', columnGroup: '_Hidden', enforceUniqueValues: false, hidden: false, indexed: false, readOnly: true, required: false, ...rest, id: randomUUID(), name,
  });
  return [
    builtIn('Title', { text: { allowMultipleLines: false, maxLength: 255 }, readOnly: false, required: true, columnGroup: 'Custom Columns' }),
    builtIn('ID', { number: {}, indexed: true }),
    builtIn('ContentType', { text: {} }),
    builtIn('Modified', { dateTime: {}, indexed: true }),
    builtIn('Created', { dateTime: {}, indexed: true }),
    builtIn('Author', { personOrGroup: {}, indexed: true }),
    builtIn('Editor', { personOrGroup: {} }),
    builtIn('Attachments', { boolean: {} }),
  ];
}

/** A new column as somebody described it, checked. */
export function newColumn(body: unknown, existing: readonly Column[], rows: number): Column {
  const given = objectOf(body, [...COMMON, ...FACETS]) as ColumnDefinition;
  const facets = FACETS.filter((each) => given[each] !== undefined && given[each] !== null);
  if (facets.length !== 1) throw invalid(`A column has exactly one type; this one has ${facets.length}.`);
  if (typeof given.name !== 'string' || given.name === '') throw invalid('A column needs a name.');
  const name = given.name.replaceAll(' ', '_x0020_');
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw invalid(`The column name '${given.name}' is not valid.`);
  if (RESERVED.has(name.toLowerCase())) throw invalid(`The column name '${given.name}' is reserved.`);
  if (existing.some((each) => each.name.toLowerCase() === name.toLowerCase())) throw new Refused(409, 'nameAlreadyExists', 'A column with the same name already exists.');
  const column: Column = {
    description: '', columnGroup: 'Custom Columns', enforceUniqueValues: false, hidden: false, indexed: false, readOnly: false, required: false,
    ...given, ...completedFacet(given), id: randomUUID(), name, displayName: given.displayName ?? given.name,
  };
  checkColumn(column, existing, rows, column.indexed === true);
  return column;
}

/** A column as it is after somebody changed it. */
export function changedColumn(before: Column, body: unknown, existing: readonly Column[], rows: number): Column {
  const given = objectOf(body, [...COMMON, ...FACETS]) as ColumnDefinition;
  if (given.name !== undefined && given.name !== before.name) throw invalid('The name of a column cannot be changed.');
  const facet = facetOf(before);
  if (FACETS.some((each) => each !== facet && given[each] !== undefined && given[each] !== null)) throw invalid('The type of a column cannot be changed.');
  if (before.readOnly === true) throw invalid(`The column '${before.name}' is read-only.`);
  const merged: Column = { ...before, ...given, id: before.id, name: before.name, ...(given[facet] ? { [facet]: { ...before[facet], ...given[facet] } } : {}) };
  checkColumn(merged, existing.filter(({ id }) => id !== before.id), rows, merged.indexed === true && before.indexed !== true);
  return merged;
}

export function shown(column: Column): ColumnDefinition {
  return Object.fromEntries(Object.entries(column).filter(([name]) => !(NEVER_SHOWN as readonly string[]).includes(name)));
}

function completedFacet({ text, choice }: ColumnDefinition): ColumnDefinition {
  if (text) return { text: { allowMultipleLines: false, appendChangesToExistingText: false, linesForEditing: 0, ...(text.allowMultipleLines === true ? { textType: 'plain' } : { maxLength: 255 }), ...text } };
  if (choice) return { choice: { allowTextEntry: false, displayAs: 'dropDownMenu', ...choice } };
  return {};
}

function checkColumn(column: Column, others: readonly Column[], rows: number, newIndex: boolean): void {
  const facet = facetOf(column);
  const allowed = MEMBERS[facet];
  if (allowed) objectOf(column[facet], allowed);
  if (column.text && (column.text.maxLength ?? 0) > 255) throw invalid('A single line of text holds at most 255 characters.');
  if (column.choice && (column.choice.choices ?? []).length === 0) throw invalid('A choice column needs choices.');
  if (column.enforceUniqueValues === true && column.indexed !== true) throw invalid('This field must be indexed to enforce unique values.');
  if (column.indexed !== true) return;
  if (!isIndexable(column)) throw invalid(`The column '${column.name}' cannot be indexed.`);
  if (others.filter((each) => each.indexed === true && each.readOnly !== true).length >= MOST_INDEXES) throw invalid(`A list has at most ${MOST_INDEXES} indexed columns.`);
  if (newIndex && rows > MOST_ROWS_FOR_A_NEW_INDEX) throw invalid('The list has too many items to add an index.');
}

function isIndexable(column: Column): boolean {
  switch (facetOf(column)) {
    case 'text': return column.text?.allowMultipleLines !== true;
    case 'choice': return column.choice?.displayAs !== 'checkBoxes';
    case 'personOrGroup': return column.personOrGroup?.allowMultipleSelection !== true;
    case 'lookup': return column.lookup?.allowMultipleValues !== true;
    case 'number': case 'dateTime': case 'boolean': case 'currency': return true;
    default: return false;
  }
}
