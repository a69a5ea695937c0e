import { loggedActions } from '../../src/assurance/action-log/logged-action.ts';
import { BATCH_ROWS, SUBJECTS, type ImportPreview } from '../../src/assurance/exchange/exchange-model.ts';
import { observations } from '../../src/assurance/indicators/observation.ts';
import { day } from '../../src/assurance/time/day.ts';
import { sampleRows } from '../../src/embedded/sample/sample-rows.ts';
import { readSample } from '../../src/embedded/sample/stock-sample.ts';
import { importSeats } from '../../src/assurance/exchange/import-people.ts';
import { IMPORT_SUBJECTS } from '../../src/assurance/exchange/decide-import.ts';
import { registerAsWorkbook } from '../../src/server/downloads/register-files.ts';
import { csvFile } from '../../src/server/downloads/csv.ts';
import { exportRegister } from '../../src/use-cases/export-register.ts';
import { previewImport } from '../../src/use-cases/preview-import.ts';
import { readSheetFile } from '../../src/server/uploads/sheet-file.ts';
import type { Viewer } from '../../src/assurance/partnership/viewer.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { aPartnership, at } from '../support/world.ts';
import { startApi, type ApiServer } from './api-server.ts';

let api: ApiServer;
beforeAll(async () => { api = await startApi(); });
beforeEach(() => { api.stock(aPartnership()); });
afterAll(() => api.close());

const base64 = (content: string | Uint8Array) => Buffer.from(content).toString('base64');
const LOG = csvFile([['Action', 'Success measure', 'Owner', 'Due date'], ['Share it', 'Shared', 'Police Rep', '30/11/2026']]);

describe('an import over the API', () => {
  it('is looked at, then written, then found unchanged', async () => {
    const look = () => api.call('office', 'previewImport', { body: { subject: 'actions', fileName: 'log.csv', base64: base64(LOG) } });
    const first = (await look()).body as unknown as ImportPreview;
    expect(first.heading).toBe('1 row would be added');
    const { subject, fileName, mapping, rows } = first;
    const written = await api.call('office', 'importRows', { body: { subject, fileName, mapping, rows: rows.map(({ place, cells }) => ({ place, cells })) } });
    expect(written.body).toMatchObject({ waitMilliseconds: 0, rows: [{ outcome: 'insert', key: '2026-1' }] });
    expect((await look()).body).toMatchObject({ heading: '1 row is there already' });
  });

  it.each([
    ['a file that is none', { fileName: 'old.xls', base64: base64(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0])) }, 422, /old Excel file/],
    ['a sheet without a table', { fileName: 'a.csv', base64: base64('hello') }, 422, /has no table/],
    ['what is not base64', { fileName: 'a.csv', base64: '***' }, 400, /Nothing was changed/],
    ['a file above 5 MB', { fileName: 'a.csv', base64: base64(new Uint8Array(5 * 1_048_576 + 1).fill(97)) }, 422, /larger than 5 MB/],
    ['more than can be sent at all', { fileName: 'a.csv', base64: 'A'.repeat(9 * 1_048_576) }, 413, /8 MB/],
    ['a mapping to nowhere', { fileName: 'a.csv', base64: base64(LOG), mapping: { action: { column: -1 } } }, 400, /Nothing was changed/],
  ])('refuses %s in a sentence', async (_, body, status, says) => {
    const reply = await api.call('office', 'previewImport', { body: { subject: 'actions', ...body } });
    expect([reply.status, reply.body.message]).toEqual([status, expect.stringMatching(says)]);
  });

  it('reads a mapping that names columns the sheet does not have as empty cells', async () => {
    const reply = await api.call('office', 'previewImport', { body: { subject: 'actions', fileName: 'a.csv', base64: base64(LOG), mapping: { action: { column: 99 }, ['__proto__']: { column: 0 } } } });
    expect(reply.body).toMatchObject({ counts: { insert: 0, refused: 1 } });
  });

  it('says of a cell beyond measure that it is too long, and of nothing else', async () => {
    const long = csvFile([['Ref', 'Action', 'Measure', 'Owner', 'Due', 'x'.repeat(60_000)], ['1', 'y'.repeat(60_000), 'Done', 'Police Rep', '30/11/2026', 'z'.repeat(60_000)], ['2', 'Short', 'Done', 'Police Rep', '30/11/2026', '']]);
    const reply = await api.call('office', 'previewImport', { body: { subject: 'actions', fileName: 'long.csv', base64: base64(long) } });
    expect(reply.body).toMatchObject({ rows: [{ outcome: 'refused', faults: ['Action is longer than 20000 characters.'] }, { outcome: 'insert' }] });
  });

  it('takes no more rows at once than a batch has, and no cell beyond measure', async () => {
    const rows = (count: number, cell: string) => ({ subject: 'actions', fileName: 'a.csv', mapping: {}, rows: Array.from({ length: count }, (_, index) => ({ place: `Row ${index}`, cells: [cell] })) });
    expect((await api.call('office', 'importRows', { body: rows(BATCH_ROWS + 1, 'a') })).status).toBe(400);
    expect((await api.call('office', 'importRows', { body: rows(1, 'x'.repeat(60_000)) })).status).toBe(400);
  });

  it('keeps what is in the file out of the log', async () => {
    await api.call('office', 'previewImport', { body: { subject: 'people', fileName: 'secret-name.csv', base64: base64(csvFile([['Name', 'E-mail', 'Job title'], ['Jo Hidden', 'hidden@example.org', 'x']])) } });
    expect(api.log.join('\n')).not.toMatch(/hidden|secret-name/i);
  });

  it('stores markup and formulas as the text they are, and hands them out harmless', async () => {
    const evil = csvFile([['Ref', 'Action', 'Measure', 'Owner', 'Due'], ['9', '=HYPERLINK("http://x","<script>")', '<img src=x onerror=alert(1)>', 'Police Rep', '30/11/2026']]);
    const { subject, fileName, mapping, rows } = (await api.call('office', 'previewImport', { body: { subject: 'actions', fileName: 'evil.csv', base64: base64(evil) } })).body as unknown as ImportPreview;
    await api.call('office', 'importRows', { body: { subject, fileName, mapping, rows: rows.map(({ place, cells }) => ({ place, cells })) } });
    const exported = await api.fetch('office', 'GET', '/api/exports/actions?format=csv');
    expect(exported.headers.get('content-disposition')).toContain('actions-2026-10-15.csv');
    expect(exported.text).toContain('"\'=HYPERLINK(""http://x"",""<script>"")"');
    expect((await api.fetch('office', 'GET', '/api/exports/return_drafts?format=csv')).status).toBe(404);
    expect((await api.fetch('office', 'GET', '/api/exports/actions?format=exe')).status).toBe(400);
  });
});

describe('the register’s own export', () => {
  const sample: Stocked[] = sampleRows(readSample(), day('2026-11-23')).flatMap((change) => (change.kind === 'insert' ? [[change.definition, change.row] as Stocked] : []));
  const office: Viewer = { person: 'office', name: 'Office', roles: [{ kind: 'board-office' }] };
  const work = (rows: readonly Stocked[]) => ({ register: memoryRegister(rows), now: () => at('2026-11-23') });

  it.each(SUBJECTS.flatMap((subject) => [[subject, 'csv'], [subject, 'xlsx']] as const))('changes nothing when it is imported: %s as %s', async (subject, format) => {
    const from = work(sample);
    const exported = exportRegister(from, office, { list: IMPORT_SUBJECTS[subject].definition.name });
    if (!exported.ok) throw new Error('Refused');
    const [table] = exported.fact.tables;
    const file = await readSheetFile('own', format === 'csv' ? Buffer.from(csvFile(table ? [table.headings, ...table.rows.slice(0, 4_000)] : [])) : await registerAsWorkbook({ ...exported.fact, tables: table ? [{ ...table, rows: table.rows.slice(0, 4_000) }] : [] }));
    if (!file.ok) throw new Error(file.refusal.message);
    const looked = previewImport(from, office, { subject, fileName: 'own', sheets: file.fact });
    expect(looked.ok ? looked.fact.rows.filter(({ outcome }) => outcome !== 'unchanged').slice(0, 3) : looked).toEqual([]);
    expect(looked.ok && looked.fact.counts.unchanged).toBe(Math.min(4_000, table?.rows.length ?? 0));
  });

  it.each([['actions', loggedActions], ['observations', observations], ['seats', importSeats.definition]] as const)('is put back into a register that has lost it: %s', async (subject, definition) => {
    const exported = exportRegister(work(sample), office, { list: definition.name });
    const [table] = exported.ok ? exported.fact.tables : [];
    const rows = table?.rows.slice(0, 200) ?? [];
    const file = await readSheetFile('own.csv', Buffer.from(csvFile([table?.headings ?? [], ...rows])));
    const looked = previewImport(work(sample.filter(([list]) => list !== definition)), office, { subject, fileName: 'own.csv', sheets: file.ok ? file.fact : [] });
    expect(looked.ok && looked.fact.rows.filter(({ outcome }) => outcome !== 'insert').slice(0, 3)).toEqual([]);
    expect(looked.ok && looked.fact.rows.map(({ key }) => key)).toEqual(rows.map(([key]) => key));
  });
});
