import fc from 'fast-check';
import { strToU8, unzipSync, zipSync } from 'fflate';
import writeWorkbook from 'write-excel-file/node';
import { exportedLists, rowOfTexts, tableOf, type ExportTable } from '../../src/assurance/exchange/export-table.ts';
import { dataDictionary } from '../../src/assurance/exchange/data-dictionary.ts';
import { MOST_BYTES } from '../../src/assurance/exchange/exchange-model.ts';
import { conversations } from '../../src/assurance/notices/delivery.ts';
import { jobRuns } from '../../src/assurance/operations/job-run.ts';
import type { Cell, Column } from '../../src/assurance/records/field.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import { returnAttachments } from '../../src/assurance/returns/quarterly-return.ts';
import { EMPTY_DRAFT, returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import { day } from '../../src/assurance/time/day.ts';
import { sampleRows } from '../../src/embedded/sample/sample-rows.ts';
import { readSample } from '../../src/embedded/sample/stock-sample.ts';
import { LISTS } from '../../src/register/lists.ts';
import { csvFile } from '../../src/server/downloads/csv.ts';
import { registerAsWorkbook, registerAsZip } from '../../src/server/downloads/register-files.ts';
import { readSheetFile } from '../../src/server/uploads/sheet-file.ts';
import { exportRegister } from '../../src/use-cases/export-register.ts';
import { memoryRegister, snapshotOf, type Stocked } from '../support/memory-register.ts';
import { aPartnership, at, viewer } from '../support/world.ts';

const AT = '2026-11-01T09:00:00.000Z';
const stocked: Stocked[] = [
  ...sampleRows(readSample(), day('2026-11-23')).flatMap((change) => (change.kind === 'insert' ? [[change.definition, change.row] as Stocked] : [])),
  [conversations, { key: 'a-person', reference: '{"id":1}', savedAt: AT, status: 'reachable' } as { key: string }],
  [returnAttachments, { key: 'sent', return: 'r', fileName: 'sent.pdf', mediaType: 'application/pdf', bytes: 9, document: 'd', addedBy: 'p', addedAt: AT, version: 1 } as { key: string }],
  [returnAttachments, { key: 'draft', return: 'r', fileName: 'draft.pdf', mediaType: 'application/pdf', bytes: 9, document: 'e', addedBy: 'p', addedAt: AT } as { key: string }],
];
const snapshot = snapshotOf(stocked);
const lists = exportedLists(LISTS);

type Row = { readonly key: string };
const rowsOf = (definition: AnyRecordDefinition) => snapshot.all(definition) as readonly Row[];
const sameAs = (cells: Readonly<Record<string, Cell>>) => Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, cell === '' ? null : cell]));

/** A table out and in again, as rows of its list. */
function decoded(definition: AnyRecordDefinition, grid: readonly (readonly string[])[]): readonly Readonly<Record<string, Cell>>[] {
  const names = ['key', ...definition.historyFields];
  return grid.slice(1).map((line) => {
    const row = rowOfTexts(definition, Object.fromEntries(names.map((name, at_) => [name, line[at_] ?? ''])));
    if (!row.ok) throw new Error(`${definition.title}: ${row.faults.map(({ message }) => message).join(', ')}`);
    return sameAs(definition.encode(row.row));
  });
}

async function gridOf(name: string, content: string | Uint8Array, sheet?: string) {
  const file = await readSheetFile(name, typeof content === 'string' ? strToU8(content) : content);
  if (!file.ok) throw new Error(file.refusal.message);
  return file.fact.find((each) => sheet === undefined || each.name === sheet)?.grid ?? [];
}
const asCsv = ({ headings, rows }: ExportTable) => csvFile([headings, ...rows]);
const asWorkbook = (table: ExportTable) => registerAsWorkbook({ tables: [table], dictionary: [['List']], notes: [] });

const NASTY = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('=1+1', '+44 116 4960000', '-5', '@SUM(A1:A9)', "'=already", '"quoted", and; more\tparts', 'two\nlines', '_x0041_ is no letter', '<b>&amp;</b>', '🧒🏽 émigré', '007', '1e5', '16/10/2026', 'sep=;', 'ＡＢ', 'a]]>b', 'Yes', ' spaces '),
);

describe('every list of the register, out to a file and in again', () => {
  it.each(lists.map((definition) => [definition.title, definition] as const))('%s', async (_, definition) => {
    const rows = definition === jobRuns && rowsOf(definition).length === 0 ? [] : rowsOf(definition).slice(0, 60);
    const table = tableOf(definition, rows);
    const expected = rows.map((row) => sameAs(definition.encode(row)));
    expect(decoded(definition, await gridOf('list.csv', asCsv(table)))).toEqual(expected);
    expect(decoded(definition, await gridOf('list.xlsx', await asWorkbook(table), definition.title))).toEqual(expected);
  });

  it('brings back any text in any text column, from CSV and from a workbook', async () => {
    const places = lists.flatMap((definition) => {
      const [row] = rowsOf(definition);
      return row === undefined ? [] : Object.entries(definition.fields).filter(([, { column }]) => ['text', 'long-text'].includes((column as Column).kind)).map(([name]) => ({ definition, row, name }));
    });
    expect(places.length).toBeGreaterThan(80);
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ at: fc.nat({ max: places.length - 1 }), text: NASTY }), { minLength: 1, maxLength: 40 }), async (wishes) => {
      for (const definition of new Set(wishes.map(({ at: place }) => places[place]?.definition))) {
        if (!definition) continue;
        const rows = wishes.flatMap(({ at: place, text }) => {
          const found = places[place];
          if (found?.definition !== definition) return [];
          const row = definition.decode({ ...definition.encode(found.row), [found.name]: text.replaceAll('\r', '\n') });
          return row.ok ? [row.row as Row] : [];
        });
        const expected = rows.map((row) => sameAs(definition.encode(row)));
        const table = tableOf(definition, rows);
        expect(decoded(definition, await gridOf('list.csv', asCsv(table)))).toEqual(expected);
        if (rows.length > 0) expect(decoded(definition, await gridOf('list.xlsx', await asWorkbook(table), definition.title))).toEqual(expected);
      }
    }), { numRuns: 40 });
  });
});

describe('an export', () => {
  const world = [...aPartnership(), [returnDrafts, { key: '2026-Q2.police', return: '2026-Q2.police', onBehalf: false, content: { ...EMPTY_DRAFT, answers: { 'voice-1': { text: 'Nobody else reads this', by: 'police-rep', at: AT } } }, savedAt: AT, savedBy: 'police-rep' } as Row] as Stocked, ...stocked.filter(([definition]) => definition === returnAttachments)];
  const register = memoryRegister(world);
  const exported = () => {
    const outcome = exportRegister({ register, now: () => at('2026-11-01') }, viewer(register.snapshot(), 'office'), {});
    if (!outcome.ok) throw new Error('Refused');
    return outcome.fact;
  };

  it('has every list but the drafts, and nothing of a return that is being written', async () => {
    const zip = unzipSync(registerAsZip(exported()));
    expect(Object.keys(zip).toSorted()).toEqual([...LISTS.filter((list) => list !== returnDrafts).map(({ name }) => `${name.replaceAll('_', '-')}.csv`), 'data-dictionary.csv', 'notes.csv'].toSorted());
    const everything = Object.values(zip).map((bytes) => new TextDecoder().decode(bytes)).join('\n');
    expect(everything).not.toContain('Nobody else reads this');
    expect(everything).not.toContain('draft.pdf');
    expect(everything).toContain('sent.pdf');
    const workbook = await readSheetFile('register.xlsx', await registerAsWorkbook(exported()));
    expect(workbook).toMatchObject({ ok: true });
    expect(workbook.ok && workbook.fact.map(({ name }) => name)).toEqual([...lists.map(({ title }) => title), 'Data dictionary', 'Notes']);
  });

  it('explains every column that it has, and says where names of officers are', () => {
    const { tables, dictionary, notes } = exported();
    for (const { title, headings } of tables) expect(dictionary.filter(([list]) => list === title).map(([, label]) => label)).toEqual(headings);
    expect(dataDictionary(LISTS).find(({ list, field }) => list === 'People' && field === 'mail')).toMatchObject({ label: 'E-mail', unique: true, required: true, personalData: 'contact' });
    expect(notes.join('\n')).toContain('Names and addresses of officers are in: People');
  });

  it('has no formula in any cell, whatever people wrote', async () => {
    const evil = ['=cmd|\' /C calc\'!A0', '+1', '-1+1', '@A1', '\t=1', "'=1"];
    const table: ExportTable = { title: 'Evil', name: 'evil', headings: evil, rows: [evil] };
    for (const cell of asCsv(table).slice(1).split(/\r\n|,/)) expect(cell).not.toMatch(/^"?[=+\-@\t]/);
    const sheet = new TextDecoder().decode(unzipSync(new Uint8Array(await asWorkbook(table)))['xl/worksheets/sheet1.xml']);
    expect(sheet).not.toContain('<f>');
    expect(sheet.match(/<c /g)).toHaveLength(12);
    expect(sheet.match(/<c [^>]*t="s"/g)).toHaveLength(12);
  });

  it('cuts a cell that no workbook can hold, and says so', async () => {
    const table: ExportTable = { title: 'Long', name: 'long', headings: ['Text'], rows: [['x'.repeat(60_000)]] };
    const cell = (await gridOf('long.xlsx', await asWorkbook(table), 'Long'))[1]?.[0] ?? '';
    expect(cell).toHaveLength(32_767);
    expect(cell).toMatch(/… \(cut here; the CSV has it in full\)$/);
    expect((await gridOf('long.csv', asCsv(table)))[1]?.[0]).toHaveLength(60_000);
  });
});

const table = (rows: string) => `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;

/** A workbook whose one sheet is written by hand, as other programs may. */
async function workbookWith(sheet: string, more: Record<string, Uint8Array> = {}): Promise<Uint8Array> {
  const files = unzipSync(new Uint8Array(await registerAsWorkbook({ tables: [{ title: 'A', name: 'a', headings: ['x'], rows: [] }], dictionary: [['List']], notes: [] })));
  return zipSync({ ...files, 'xl/worksheets/sheet1.xml': strToU8(sheet), ...more });
}

async function refusalOf(name: string, bytes: Uint8Array): Promise<string> {
  const read = await readSheetFile(name, bytes);
  return read.ok ? 'It was read' : read.refusal.message;
}

describe('a file that somebody uploads', () => {
  const words = [['Naïve', 'Café – “quoted”'], ['1;2', 'a,b']];
  const lines = (delimiter: string) => words.map((line) => line.map((cell) => `"${cell}"`).join(delimiter)).join('\r\n');
  const utf16 = (text: string, order: 'le' | 'be') => {
    const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
    return new Uint8Array(order === 'le' ? bytes : bytes.swap16());
  };
  const windows = (text: string) => new Uint8Array([...text].map((mark) => ({ '–': 0x96, '“': 0x93, '”': 0x94 })[mark] ?? mark.charCodeAt(0)));

  it.each([
    ['UTF-8 with commas', strToU8(lines(','))], ['UTF-8 with a byte order mark and semicolons', strToU8(`\uFEFF${lines(';')}`)], ['tabs', strToU8(lines('\t'))], ['a line that names its separator', strToU8(`sep=;\r\n${lines(';')}`)],
    ['UTF-16, little end first', utf16(lines('\t'), 'le')], ['UTF-16, big end first', utf16(lines(','), 'be')], ['UTF-16 without a mark', utf16(lines(','), 'le').slice(2)], ['Windows-1252', windows(lines(','))],
  ])('is read as CSV in %s', async (_, bytes) => expect(await gridOf('a.csv', bytes)).toEqual(words));

  it('is read with days as days and moments as moments, in any zone', async () => {
    const cell = (iso: string, format: string) => ({ value: new Date(iso), type: Date, format });
    const bytes = await writeWorkbook([[{ value: 'Due', type: String }, { value: 'At', type: String }], [cell('2026-10-16T00:00:00Z', 'dd/mm/yyyy'), cell('2026-10-16T09:30:00Z', 'dd/mm/yyyy hh:mm')]]).toBuffer();
    expect(await gridOf('dates.xlsx', bytes)).toEqual([['Due', 'At'], ['2026-10-16', '2026-10-16T09:30:00.000Z']]);
  });

  it('is read by what is in it, with formulas as their results, and errors as they are shown', async () => {
    const dates = await workbookWith(table('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="C1" t="str"><f>A1</f><v>done</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="inlineStr"><is><t> =1+1 </t></is></c><c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'));
    expect(await gridOf('called.csv', dates)).toEqual([['2', '', 'done'], ['', '', ''], ['Yes', ' =1+1 ', expect.stringMatching(/^(#DIV\/0!)?$/)]]);
  });

  it.each([
    ['old.xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /^old\.xls is an old Excel file \(\.xls\), or has a password\. Open it in Excel/],
    ['report.pdf', strToU8('%PDF-1.7'), /is a PDF/],
    ['empty.csv', new Uint8Array(), /is empty/],
    ['broken.xlsx', strToU8('PK\u0003\u0004 nothing'), /is damaged or not complete/],
    ['letter.docx', zipSync({ 'word/document.xml': strToU8('<w/>') }), /not a workbook/],
    ['photo.csv', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1]), /neither a spreadsheet nor a text file/],
    ['quote.csv', strToU8('a,"b\n1,2'), /quotation mark that is never closed/],
    ['huge.csv', new Uint8Array(MOST_BYTES + 1).fill(97), /larger than 5 MB/],
  ])('is refused with what to do instead: %s', async (name, bytes, says) => expect(await refusalOf(name, bytes)).toMatch(says));

  it('is refused where it has macros, whatever it is called', async () => {
    expect(await refusalOf('log.xlsx', await workbookWith(table(''), { 'xl/vbaProject.bin': strToU8('x') }))).toMatch(/^log\.xlsx has macros, which are never opened here/);
  });

  it('is refused where it unpacks beyond measure, before that fills the memory', async () => {
    const bomb = await workbookWith('x', { 'xl/sharedStrings.xml': new Uint8Array(80 * 1_048_576) });
    expect(bomb.length).toBeLessThan(1_048_576);
    expect(await refusalOf('bomb.xlsx', bomb)).toMatch(/unpacks to more than can be read safely/);
  });

  it.each([
    ['<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>', /reaches down to row/], ["<row r='1'><c s='1' r='XFD1'><v>1</v></c></row>", /reaches out to column XFD/],
    ['<row r="1"><c r="A1" t="str"><f>A2</f></c></row>', /has a formula without its result/],
  ])('is refused where its cells lie beyond measure or have no result: %s', async (rows, says) => expect(await refusalOf('far.xlsx', await workbookWith(table(rows)))).toMatch(says));
});
