import { insert } from '../../src/assurance/records/change.ts';
import { choice, longText, numberField, optional, text } from '../../src/assurance/records/field.ts';
import { record } from '../../src/assurance/records/record.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { listSchemaOf } from '../../src/microsoft365/list-schema.ts';
import { provisionLists } from '../../src/microsoft365/provision-lists.ts';
import { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { RegisterUnavailable } from '../../src/register/register.ts';
import { refusal } from '../../src/embedded/graph-double/exchange.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime, type HeldTime } from '../support/graph-gate.ts';
import { aNote, notes, TEST_LISTS } from '../support/notes.ts';
import { columnOf } from '../support/sharepoint.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';

const BY = { person: 'ana', at: '2026-10-01T08:00:00.000Z' as Instant, what: 'wrote a note' };

let double: GraphDouble;
let time: HeldTime;

beforeEach(async () => {
  double = await startGraphDouble();
  time = heldTime();
});
afterEach(() => double.close());

const run = (dryRun = false, lists: readonly AnyRecordDefinition[] = TEST_LISTS) => provisionLists(gateTo(double, time), double.site.id, lists, dryRun);
const saysOf = async (dryRun = false) => (await run(dryRun)).steps.map(({ kind, says }) => `${kind}: ${says}`);
const open = (lists: readonly AnyRecordDefinition[] = TEST_LISTS) => SharePointRegister.open({ client: gateTo(double, time), timing: time, siteId: double.site.id, definitions: lists });
const column = (name: string) => double.site.list(notes.title).columns.find((each) => each.name === name);

describe('the lists of the product', () => {
  it('each fit into what a SharePoint list can be', () => {
    for (const definition of LISTS) {
      const { columns } = listSchemaOf(definition);
      expect(new Set(columns.map(({ name }) => name.toLowerCase())).size).toBe(columns.length);
      expect(new Set(columns.map(({ displayName }) => displayName.toLowerCase())).size).toBe(columns.length);
      expect(columns.filter(({ indexed }) => indexed).length).toBeLessThanOrEqual(20);
      expect(columns.every(({ kind, indexed }) => !(kind === 'long-text' && indexed))).toBe(true);
    }
  });

  it('are all made on a site, and a second run finds nothing to do', async () => {
    expect((await run(false, LISTS)).ok).toBe(true);
    expect(double.site.lists.size).toBe(LISTS.length + 2);
    expect(await run(false, LISTS)).toEqual({ steps: [], ok: true });
    const register = await open(LISTS);
    expect(register.snapshot().problems()).toEqual([]);
    await register.close();
  });
});

describe('making the lists of the register', () => {
  it('gives each its key, its indexes and what it is for', async () => {
    await run();
    expect(double.site.list(notes.title).description).toBe('One field of every kind.');
    expect(column('Key')).toMatchObject({ indexed: true, enforceUniqueValues: true, required: true });
    expect(column('Colour')).toMatchObject({ indexed: true, choice: { choices: ['red', 'amber', 'green'], allowTextEntry: false } });
    expect(column(columnOf(notes, 'body'))).toMatchObject({ text: { allowMultipleLines: true, textType: 'plain' }, indexed: false });
  });

  it('only says what it would do when it is a dry run', async () => {
    expect(await saysOf(true)).toContain('create list: Test notes: make the list.');
    expect(double.requests.every(({ method, path }) => method === 'GET' || path === '/$batch')).toBe(true);
    expect(double.site.lists.size).toBe(0);
  });

  it('goes on where a crash stopped it', async () => {
    double.faults.next({ kind: 'answer', reply: refusal(503, 'serviceNotAvailable', 'Down'), afterWrite: true }, ({ method, path }) => method === 'POST' && path.endsWith('/lists') && double.site.lists.size >= 2);
    const first = await run();
    expect(first.ok).toBe(false);
    expect(first.steps.filter(({ failed }) => failed !== undefined).map(({ failed }) => failed)).toEqual([expect.stringContaining('Run this again')]);
    expect((await run()).ok).toBe(true);
    expect(double.site.lists.size).toBe(TEST_LISTS.length + 2);
    await (await open()).close();
  });

  it('says who has to do what when the site does not let this app make lists', async () => {
    double.site.grant = 'write';
    const report = await run();
    expect(report.ok).toBe(false);
    expect(report.steps[0]?.failed).toContain('fullcontrol');
  });
});

describe('lists that somebody changed by hand', () => {
  beforeEach(async () => {
    await run();
    const register = await open();
    await register.commit([insert(notes, aNote('a'))], BY);
    await register.close();
  });
  const stillThere = async () => {
    const register = await open();
    const rows = register.snapshot().all(notes);
    await register.close();
    return rows;
  };

  it.each<readonly [string, () => void, string]>([
    ['a renamed column', () => double.hands.renameColumn(notes.title, 'Colour', 'Rating'), 'change column: Test notes, column Colour: was renamed to Rating; put the name back.'],
    ['a lost index', () => double.hands.removeIndex(notes.title, 'Colour'), 'change column: Test notes, column Colour: has lost its index; add it.'],
    ['a key that is no longer unique', () => double.hands.removeIndex(notes.title, 'Key'), 'change column: Test notes, column Key: has lost its index; add it; lets values repeat; make them unique (rows that repeat one must be mended first).'],
    ['a removed choice', () => double.hands.removeChoice(notes.title, 'Colour', 'amber'), 'change column: Test notes, column Colour: lacks the choice amber; add.'],
    ['a deleted column', () => double.hands.deleteColumn(notes.title, 'Reviewed'), 'add column: Test notes, column Reviewed: add it.'],
  ])('are mended: %s', async (_, byHand, says) => {
    byHand();
    expect(await saysOf(true)).toEqual([says]);
    expect(await saysOf()).toEqual([says]);
    expect(await saysOf()).toEqual([]);
    expect(await stillThere()).toEqual([aNote('a')]);
  });

  it('are left alone where mending would lose what people wrote', async () => {
    double.hands.retypeColumn(notes.title, 'Count', 'text');
    const report = await run();
    expect(report).toMatchObject({ ok: false, steps: [{ kind: 'refused', says: expect.stringContaining('was retyped: it is a text column now, where the product keeps a number column. Copy what it holds elsewhere') }] });
    expect(column('Count')?.text).toBeDefined();
  });

  it('stay ours under another title', async () => {
    double.hands.renameList(notes.title, 'Minutes and notes');
    expect(await saysOf()).toEqual(['told: Test notes: is called Minutes and notes now. It is known by its id, so nothing needs to be done.']);
    expect(await stillThere()).toEqual([aNote('a')]);
  });

  it('are named when they are gone, by the register and by the provisioning', async () => {
    double.hands.deleteList(notes.title);
    await expect(open()).rejects.toThrow(/SharePoint lacks the list Test notes.*recycle bin.*npm run provision/);
    expect(await saysOf(true)).toEqual([expect.stringContaining('the list has been deleted. It would be made anew and empty')]);
    await run();
    expect(await stillThere()).toEqual([]);
  });

  it('tell where two rows keep the key from being unique again', async () => {
    double.hands.removeIndex(notes.title, 'Key');
    double.hands.add(notes.title, { Key: 'a', Title: 'a' });
    const report = await run();
    expect(report.ok).toBe(false);
    expect(report.steps[0]?.failed).toMatch(/duplicate values/);
  });
});

describe('lists of an older program', () => {
  const older = record('Test plans', { purpose: 'As it was.' }, { title: text('Title'), mood: choice('Mood', ['fair', 'fine']) });
  const newer = record('Test plans', { purpose: 'As it is.' }, { title: text('Title', { indexed: true }), mood: choice('Mood', ['poor', 'fair', 'fine']), order: optional(numberField('Order')), words: optional(longText('Words')) });

  it('get the columns, choices and indexes that came since, and keep their rows', async () => {
    await run(false, [older]);
    const before = await open([older]);
    await before.commit([insert(older, { key: 'p', title: 'First', mood: 'fine' })], BY);
    await before.close();
    expect((await run(false, [newer])).ok).toBe(true);
    const after = await open([newer]);
    expect(after.snapshot().all(newer)).toEqual([{ key: 'p', title: 'First', mood: 'fine' }]);
    expect(await after.commit([insert(newer, { key: 'q', title: 'Second', mood: 'poor', order: 2 })], BY)).toMatchObject({ ok: true });
    await after.close();
  });

  it('are refused by a program that is older than they are', async () => {
    await run(false, [older]);
    const settings = double.hands.row('Register settings', 'Key', 'lists');
    double.hands.edit('Register settings', settings.id, { Value: String(settings.fields['Value']).replace('"schema":1', '"schema":2') });
    await expect(open([older])).rejects.toThrow(RegisterUnavailable);
    await expect(run(false, [older])).rejects.toThrow('newer version');
  });

  it('and a site that has never had them, say what to do', async () => {
    await expect(open()).rejects.toThrow('Run npm run provision');
  });
});
