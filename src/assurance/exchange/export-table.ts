import { returnAttachments, type ReturnAttachment } from '../returns/quarterly-return.ts';
import { returnDrafts } from '../returns/return-draft.ts';
import type { Cell, Column } from '../records/field.ts';
import type { AnyRecordDefinition, DecodedRow } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { KEY_LABEL } from './data-dictionary.ts';

/** Text, or a number that a spreadsheet may add up. */
export type TableCell = string | number;
export type ExportTable = { readonly title: string; readonly name: string; readonly headings: readonly string[]; readonly rows: readonly (readonly TableCell[])[] };

/** The lists that may leave the register: all but the drafts, which are nobody’s but their agency’s. */
export function exportedLists(definitions: readonly AnyRecordDefinition[]): readonly AnyRecordDefinition[] {
  return definitions.filter((definition) => definition !== returnDrafts);
}

/**
 * A list as a table: the key, then every column that history may show, one row for each record. Reports attached to a return that is still
 * being written are left out with it.
 */
export function exportTable(snapshot: Snapshot, definition: AnyRecordDefinition): ExportTable {
  const rows = (snapshot.all(definition) as readonly { readonly key: string }[]).filter((row) => definition !== returnAttachments || (row as ReturnAttachment).version !== undefined);
  return tableOf(definition, rows);
}

export function tableOf(definition: AnyRecordDefinition, rows: readonly { readonly key: string }[]): ExportTable {
  const { title, name, fields, historyFields } = definition;
  return {
    title, name,
    headings: [KEY_LABEL, ...historyFields.map((field) => (fields[field]?.column as Column | undefined)?.label ?? field)],
    rows: rows.map((row) => {
      const cells = definition.encodeForHistory(row);
      return ['key', ...historyFields].map((field) => shown(cells[field] ?? null));
    }),
  };
}

function shown(cell: Cell): TableCell {
  if (cell === null) return '';
  return typeof cell === 'boolean' ? (cell ? 'Yes' : 'No') : cell;
}

/** A cell of a list from the text that a table has for it. What cannot be read stays as it is, for the record’s definition to refuse. */
export function cellOfText(kind: Column['kind'], text: string): Cell {
  if (text === '') return null;
  if (kind === 'number') return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === 'boolean') return text === 'Yes' ? true : text === 'No' ? false : text;
  return text;
}

/**
 * Reads one row of an exported table, its texts by field name and by `key`. A table cannot tell an empty text from no text: no text is
 * tried first.
 */
export function rowOfTexts(definition: AnyRecordDefinition, texts: Readonly<Record<string, string>>): DecodedRow<{ readonly key: string }> {
  const cells: Record<string, Cell> = { key: texts['key'] ?? '' };
  for (const [name, field] of Object.entries(definition.fields)) cells[name] = cellOfText((field.column as Column).kind, texts[name] ?? '');
  return decodeWithEmptyTexts(definition, cells);
}

/** Decodes cells; a long text that is asked for and is not there is taken as empty where its definition allows that. */
function decodeWithEmptyTexts(definition: AnyRecordDefinition, cells: Readonly<Record<string, Cell>>): DecodedRow<{ readonly key: string }> {
  const decoded = definition.decode(cells) as DecodedRow<{ readonly key: string }>;
  if (decoded.ok) return decoded;
  const empty = decoded.faults.filter(({ field }) => cells[field] === null && (definition.fields[field]?.column as Column | undefined)?.kind === 'long-text');
  if (empty.length === 0) return decoded;
  const again = definition.decode({ ...cells, ...Object.fromEntries(empty.map(({ field }) => [field, ''])) }) as DecodedRow<{ readonly key: string }>;
  return again.ok ? again : decoded;
}
