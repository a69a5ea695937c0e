import { loggedActions } from '../../src/assurance/action-log/logged-action.ts';
import { IMPORT_SUBJECTS } from '../../src/assurance/exchange/decide-import.ts';
import type { ImportBatch, ImportPreview } from '../../src/assurance/exchange/exchange-model.ts';
import { seats } from '../../src/assurance/partnership/person.ts';
import { update } from '../../src/assurance/records/change.ts';
import type { Register } from '../../src/register/register.ts';
import { importRows } from '../../src/use-cases/import-rows.ts';
import { previewImport } from '../../src/use-cases/preview-import.ts';
import { memoryRegister } from '../support/memory-register.ts';
import { aPartnership, at, viewer } from '../support/world.ts';

const NOW = at('2026-10-15');
const HEADINGS = ['Action', 'Success measure', 'Owner', 'Due date'];
const lines = (count: number) => Array.from({ length: count }, (_, index) => [`Do thing ${index + 1}`, 'It is done', 'Police Rep', '30/11/2026']);
const office = (register: Register) => viewer(register.snapshot(), 'office');
const workOn = (register: Register) => ({ register, now: () => NOW });

function preview(register: Register, grid: readonly (readonly string[])[]): ImportPreview {
  const looked = previewImport(workOn(register), office(register), { subject: 'actions', fileName: 'log.xlsx', sheets: [{ name: 'Notes', grid: [['Read me'], ['This is our log']] }, { name: 'Sheet1', grid }] });
  if (!looked.ok) throw new Error(looked.refusal.message);
  return looked.fact;
}

function batchOf({ subject, fileName, mapping, rows }: ImportPreview): ImportBatch {
  return { subject, fileName, mapping, rows: rows.map(({ place, cells }) => ({ place, cells })) };
}

async function send(register: Register, batch: ImportBatch, pace?: number) {
  const written = await importRows({ ...workOn(register), ...(pace === undefined ? {} : { importPace: { rowsPerMinute: pace } }) }, office(register), batch);
  if (!written.ok) throw new Error(written.refusal.message);
  return written.fact;
}

describe('an import', () => {
  it('is shown first, from the sheet that holds the table, and writes nothing by that', async () => {
    const register = memoryRegister(aPartnership());
    const before = register.snapshot();
    const looked = preview(register, [HEADINGS, ...lines(3)]);
    expect(looked).toMatchObject({ sheet: 'Sheet1', sheets: ['Notes', 'Sheet1'], heading: '3 rows would be added', counts: { insert: 3, update: 0, unchanged: 0, refused: 0 } });
    expect(looked.mapping).toMatchObject({ action: { column: 0 }, measure: { column: 1 }, owner: { column: 2 }, dueOn: { column: 3 }, group: { otherwise: 'aag' } });
    expect(register.snapshot()).toBe(before);
    expect(await register.history({})).toEqual([]);
  });

  it('writes what was shown, says so in history, and writes it once however often it is sent', async () => {
    const register = memoryRegister(aPartnership());
    const batch = batchOf(preview(register, [HEADINGS, ...lines(3)]));
    expect((await send(register, batch)).rows.map(({ key, outcome }) => [key, outcome])).toEqual([['2026-1', 'insert'], ['2026-2', 'insert'], ['2026-3', 'insert']]);
    expect((await send(register, batch)).rows.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    const history = await register.history({});
    expect(history).toHaveLength(3);
    expect(history[0]).toMatchObject({ person: 'office', what: 'imported 3 rows of Actions', reason: 'Imported from log.xlsx.' });
    expect(preview(register, [HEADINGS, ...lines(3)]).heading).toBe('3 rows are there already');
  });

  it('leaves no gap and no double where it is cut off half-way and begun again', async () => {
    const register = memoryRegister(aPartnership());
    const looked = preview(register, [HEADINGS, ...lines(250)]);
    const batch = batchOf(looked);
    await send(register, { ...batch, rows: batch.rows.slice(0, 100) });
    const again = preview(register, [HEADINGS, ...lines(250)]);
    expect(again.counts).toEqual({ insert: 150, update: 0, unchanged: 100, refused: 0 });
    for (const from of [0, 100, 200]) await send(register, { ...batch, rows: batch.rows.slice(from, from + 100) });
    expect(register.snapshot().all(loggedActions).map(({ action }) => action).toSorted()).toEqual(lines(250).map(([action]) => action).toSorted());
  });

  it('asks for a pause that keeps it below the pace of the register', async () => {
    const register = memoryRegister(aPartnership());
    const batch = batchOf(preview(register, [HEADINGS, ...lines(50)]));
    expect((await send(register, batch, 100)).waitMilliseconds).toBe(30_000);
    expect((await send(register, batch, 100)).waitMilliseconds).toBe(0);
  });

  it('refuses only the row that somebody else keeps changing', async () => {
    const register = memoryRegister(aPartnership());
    await send(register, batchOf(preview(register, [HEADINGS, ...lines(3)])));
    const contested: Register = {
      ...register,
      async commit(changes, by) {
        const found = changes.find((change) => change.kind === 'update' && change.row.key === '2026-2');
        return found ? { ok: false, refusal: { reason: 'changed-elsewhere', list: 'Actions', key: '2026-2' } } : register.commit(changes, by);
      },
    };
    const sheet = [['Ref', 'Due date'], ...['2026-1', '2026-2', '2026-3'].map((key) => [key, '24/12/2026'])];
    const written = await importRows(workOn(contested), office(register), batchOf(preview(register, sheet)));
    expect(written.ok && written.fact.rows.map(({ outcome }) => outcome)).toEqual(['update', 'refused', 'update']);
    expect(written.ok && written.fact.rows[1]?.faults).toEqual(['Somebody else is changing it at the same moment, so it was not written. Import the file again: the other rows stay as they are.']);
    expect(register.snapshot().all(loggedActions).map(({ dueOn }) => dueOn)).toEqual(['2026-12-24', '2026-11-30', '2026-12-24']);
  });

  it('decides each row again from what is true when it is written', async () => {
    const register = memoryRegister(aPartnership());
    const batch = batchOf(preview(register, [HEADINGS, ...lines(2)]));
    const seat = register.snapshot().get(seats, 'aag.police');
    if (!seat) throw new Error('No seat');
    await register.commit([update(register.snapshot(), seats, { ...seat, representative: 'hospital-rep' })], { person: 'office', at: NOW.instant, what: 'replaced the representative' });
    expect((await send(register, batch)).rows.map(({ faults }) => faults)).toEqual(Array(2).fill(['Owner Police Rep is not a representative or deputy of Moor Police, so could not update the action. Choose one who is.']));
  });

  it('takes 5,000 rows in its stride', () => {
    const register = memoryRegister(aPartnership());
    expect(preview(register, [HEADINGS, ...lines(5_000)]).counts).toEqual({ insert: 5_000, update: 0, unchanged: 0, refused: 0 });
  });

  it.each(Object.values(IMPORT_SUBJECTS).map((subject) => [subject.title, subject] as const))('names only fields that the list has: %s', (_, { fields, definition }) => {
    expect(fields.filter(({ name }) => name !== 'key' && !(name in definition.fields))).toEqual([]);
  });

  it('is refused to everybody but the board office', async () => {
    const register = memoryRegister(aPartnership());
    const batch = batchOf(preview(register, [HEADINGS, ...lines(1)]));
    for (const person of ['chair', 'police-rep', 'scrutineer']) {
      const asked = viewer(register.snapshot(), person);
      expect(await importRows(workOn(register), asked, batch)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted', message: 'Only the board office can import rows. Ask the board office if this should be different.' } });
      expect(previewImport(workOn(register), asked, { subject: 'actions', fileName: 'x', sheets: [] })).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    }
  });
});
