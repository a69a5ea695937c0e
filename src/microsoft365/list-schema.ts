import type { Cell, Column } from '../assurance/records/field.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';

/** One column of a Microsoft list, as the product needs it. Person, lookup and date columns are avoided: facts of the platform, section 1.3. */
export type ListColumn = {
  /** The internal name, which never changes once the column exists. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly kind: Column['kind'];
  readonly choices: readonly string[];
  readonly indexed: boolean;
  readonly unique: boolean;
  readonly required: boolean;
};

export type ListSchema = {
  readonly title: string;
  readonly description: string;
  readonly columns: readonly ListColumn[];
};

export type Cells = Readonly<Record<string, Cell>>;
/** What Graph takes and gives as the `fields` of a list item. */
export type ItemFields = Readonly<Record<string, unknown>>;

/** Our own unique key of the row. */
export const KEY_COLUMN = 'Key';
/** Which commit wrote the row last: so that a write whose answer was lost can be told from somebody else's. */
export const COMMIT_COLUMN = 'LastCommit';
/** Every list has it, and people see it as the link to the row: it is filled with the key. */
export const TITLE_COLUMN = 'Title';

const MOST_INDEXES = 20;
/** Internal and shown names that SharePoint keeps for itself, in lower case. */
const TAKEN = new Set([
  'id', 'title', 'created', 'modified', 'author', 'editor', 'attachments', 'contenttype', 'contenttypeid', 'edit', 'linktitle', 'linktitlenomenu', 'selecttitle', 'version', 'type', 'order',
  'guid', 'instanceid', 'workflowversion', 'fileref', 'filedirref', 'fileleafref', 'fsobjtype', 'metainfo', 'permmask', 'uniqueid', 'progid', 'scopeid', 'serverurl', 'basename', 'docicon',
  'appauthor', 'appeditor', 'itemchildcount', 'folderchildcount', 'created by', 'modified by', 'content type', 'fields', 'key', 'lastcommit', 'last commit',
]);

const columnsByDefinition = new WeakMap<AnyRecordDefinition, ReadonlyMap<string, ListColumn>>();

/** The column of each field of a record, by the field's name. */
export function fieldColumns(definition: AnyRecordDefinition): ReadonlyMap<string, ListColumn> {
  const known = columnsByDefinition.get(definition);
  if (known) return known;
  const shown = new Set<string>();
  const columns = new Map(Object.entries(definition.fields).map(([field, { column }]) => {
    const { label, help = '', kind, choices = [], indexed, unique } = column;
    const displayName = [label, `${label} text`, `${label} (${field})`].find((each) => !TAKEN.has(each.toLowerCase()) && !shown.has(each.toLowerCase())) ?? field;
    shown.add(displayName.toLowerCase());
    return [field, { name: internalName(field), displayName, description: help, kind, choices, indexed: indexed || unique, unique, required: false }];
  }));
  columnsByDefinition.set(definition, columns);
  return columns;
}

/**
 * The list of a record: our key, the mark of the last commit, and a column for each field. Only the key is required by SharePoint itself:
 * which fields a state needs is more than a list can say, and a row that lacks one is told as a problem.
 * @throws where a record asks for more indexes than a list can have
 */
export function listSchemaOf(definition: AnyRecordDefinition): ListSchema {
  const columns: readonly ListColumn[] = [
    { ...PLAIN, name: KEY_COLUMN, displayName: 'Key', description: 'Names the row for the product. Do not change it.', indexed: true, unique: true, required: true },
    { ...PLAIN, name: COMMIT_COLUMN, displayName: 'Last commit', description: 'Written by the product. Do not change it.' },
    ...fieldColumns(definition).values(),
  ];
  const indexes = columns.filter(({ indexed }) => indexed).length;
  if (indexes > MOST_INDEXES) throw new Error(`${definition.title} asks for ${indexes} indexes; a list has at most ${MOST_INDEXES}`);
  return { title: definition.title, description: definition.purpose, columns };
}

const PLAIN = { kind: 'text', choices: [], indexed: false, unique: false, required: false } as const;

/** A column as Graph takes it: documented members only, exactly one type. */
export function columnBody({ name, displayName, description, indexed, unique, required, ...typed }: ListColumn): object {
  return {
    name, displayName, description, ...facetOf(typed),
    ...(indexed ? { indexed } : {}), ...(unique ? { enforceUniqueValues: true } : {}), ...(required ? { required } : {}),
  };
}

export function listBody({ title, description, columns }: ListSchema): object {
  return { displayName: title, description, list: { template: 'genericList', contentTypesEnabled: false, hidden: false }, columns: columns.map(columnBody) };
}

export function facetOf({ kind, choices }: Pick<ListColumn, 'kind' | 'choices'>): object {
  switch (kind) {
    case 'text': return { text: { allowMultipleLines: false, maxLength: 255 } };
    case 'long-text': return { text: { allowMultipleLines: true, linesForEditing: 6, textType: 'plain', appendChangesToExistingText: false } };
    case 'choice': return { choice: { choices, displayAs: 'dropDownMenu', allowTextEntry: false } };
    case 'number': return { number: { decimalPlaces: 'automatic' } };
    case 'boolean': return { boolean: {} };
  }
}

/** The columns to ask Graph for: without a selection it answers only some of them. */
export function selectedColumns(definition: AnyRecordDefinition): string {
  return [KEY_COLUMN, COMMIT_COLUMN, ...[...fieldColumns(definition).values()].map(({ name }) => name)].join(',');
}

/** What to write for a new row; empty cells are left out. */
export function fieldsOfNew(definition: AnyRecordDefinition, cells: Cells, commit: string): ItemFields {
  return Object.fromEntries(Object.entries(fieldsOfChanged(definition, cells, commit)).filter(([, value]) => value !== null));
}

/** What to write over a row that is there; `null` empties a cell. Columns that this program does not know keep what they hold. */
export function fieldsOfChanged(definition: AnyRecordDefinition, cells: Cells, commit: string): ItemFields {
  const key = String(cells['key']);
  const fields: Record<string, unknown> = { [TITLE_COLUMN]: key, [KEY_COLUMN]: key, [COMMIT_COLUMN]: commit };
  for (const [field, { name }] of fieldColumns(definition)) fields[name] = cells[field] === '' ? null : cells[field] ?? null;
  return fields;
}

/** SharePoint does not tell an empty text from none: where a long text has to be there, none is the empty one. */
export function cellsOf(definition: AnyRecordDefinition, fields: ItemFields): Cells {
  const cells: Record<string, Cell> = { key: cellOf(fields[KEY_COLUMN]) };
  for (const [field, { name }] of fieldColumns(definition)) {
    const cell = cellOf(fields[name]);
    const { column, accepts } = definition.fields[field] ?? {};
    cells[field] = cell === null && column?.kind === 'long-text' && column.required && accepts?.('') === true ? '' : cell;
  }
  return cells;
}

function cellOf(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : value === undefined || value === null ? null : JSON.stringify(value);
}

function internalName(field: string): string {
  const name = field.charAt(0).toUpperCase() + field.slice(1);
  return TAKEN.has(name.toLowerCase()) ? `${name}Value` : name;
}
