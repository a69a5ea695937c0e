import type { Column } from '../records/field.ts';
import type { AnyRecordDefinition } from '../records/record.ts';

/** What one column of one list holds, in words that its next owner can work with. */
export type DictionaryEntry = {
  readonly list: string;
  readonly purpose: string;
  /** The column's heading in every export. */
  readonly label: string;
  /** The column's name for programs. */
  readonly field: string;
  readonly kind: string;
  readonly help: string;
  readonly choices: readonly string[];
  readonly required: boolean;
  readonly indexed: boolean;
  readonly unique: boolean;
  readonly personalData: Column['personalData'];
};

const KIND_WORDS: Readonly<Record<Column['kind'], string>> = { text: 'text', 'long-text': 'long text', choice: 'one of the choices', number: 'number', boolean: 'Yes or No' };

export const KEY_LABEL = 'Key';
const KEY_HELP = 'The row’s own unique name. Other lists refer to it; it never changes.';

/** Every column of the lists, in the order in which they are exported. What a list keeps from history is not exported, and so not here. */
export function dataDictionary(definitions: readonly AnyRecordDefinition[]): readonly DictionaryEntry[] {
  return definitions.flatMap(({ title, purpose, fields, historyFields }) => [
    { list: title, purpose, label: KEY_LABEL, field: 'key', kind: KIND_WORDS.text, help: KEY_HELP, choices: [], required: true, indexed: true, unique: true, personalData: 'none' as const },
    ...historyFields.flatMap((name) => {
      const column = fields[name]?.column as Column | undefined;
      if (!column) return [];
      const { label, help = '', choices = [], required, indexed, unique, personalData } = column;
      return [{ list: title, purpose, label, field: name, kind: KIND_WORDS[column.kind], help, choices, required, indexed, unique, personalData }];
    }),
  ]);
}

const yesOrNo = (value: boolean) => (value ? 'Yes' : 'No');

/** The dictionary as a table, its headings first. */
export function dictionaryTable(entries: readonly DictionaryEntry[]): readonly (readonly string[])[] {
  return [
    ['List', 'Column', 'Name for programs', 'Kind', 'Help', 'Choices', 'Required', 'Indexed', 'Unique', 'Personal data', 'What the list is for'],
    ...entries.map((entry) => [
      entry.list, entry.label, entry.field, entry.kind, entry.help, entry.choices.join(', '), yesOrNo(entry.required), yesOrNo(entry.indexed), yesOrNo(entry.unique),
      entry.personalData === 'contact' ? 'Names or reaches an officer' : 'None', entry.purpose,
    ]),
  ];
}
