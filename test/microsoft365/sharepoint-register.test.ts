import { insert, remove, update, type By } from '../../src/assurance/records/change.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { graphError } from '../../src/microsoft365/graph-errors.ts';
import type { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import { RegisterUnavailable } from '../../src/register/register.ts';
import { refusal } from '../../src/embedded/graph-double/exchange.ts';
import { timeoutReply, unavailableReply, type Fault } from '../../src/embedded/graph-double/faults.ts';
import { gateTo } from '../support/graph-gate.ts';
import { aNote, notes, secrets, TEST_LISTS, tickets } from '../support/notes.ts';
import { columnOf, itemOf, provisionedSite, type ProvisionedSite } from '../support/sharepoint.ts';

const ANA: By = { person: 'ana', at: '2026-10-01T08:00:00.000Z' as Instant, what: 'wrote a note' };
const LEASE = 120_000;
/** Larger commits are given longer. */
const PER_ROW = 10_000;

let site: ProvisionedSite;
let register: SharePointRegister;
let noted: string[];

beforeEach(async () => {
  site = await provisionedSite(TEST_LISTS);
  noted = [];
  register = await site.open({ lease: LEASE, note: (message) => { noted.push(message); } });
});
afterEach(async () => {
  site.double.faults.rates = {};
  await register.close();
  await site.double.close();
});

const commit = (changes: Parameters<SharePointRegister['commit']>[0], by = ANA) => register.commit(changes, by);
const history = () => site.double.hands.rows('History').map(({ fields }) => fields['State']);
const titleOf = (key: string) => site.double.hands.row(notes.title, 'Key', key).fields[columnOf(notes, 'title')];
const always = (fault: Fault, times = 40, when: (path: string) => boolean = () => true) => {
  for (let time = 0; time < times; time += 1) site.double.faults.next(fault, ({ path }) => when(path));
};
const since = async (work: () => Promise<unknown>) => {
  const [requests, units] = [site.double.requests.length, site.double.units];
  await work();
  return { requests: site.double.requests.length - requests, units: site.double.units - units };
};

describe('what it costs', () => {
  it('to look at anything: nothing', async () => {
    await commit([insert(notes, aNote('a'))]);
    expect(await since(async () => {
      register.snapshot().all(notes);
      register.health();
    })).toEqual({ requests: 0, units: 0 });
  });

  it('to save a return of sixteen rows: two requests and at most 40 units', async () => {
    const rows = Array.from({ length: 14 }, (_, index) => insert(notes, aNote(`n${index}`)));
    await commit([insert(tickets, { key: 't', subject: 'Return', status: 'open' }), insert(secrets, { key: 's', savedBy: 'ana', words: 'draft' })]);
    const cost = await since(() => commit([update(register.snapshot(), tickets, { key: 't', subject: 'Submitted', status: 'open' }), ...rows, remove(register.snapshot(), secrets, 's')]));
    expect(cost.requests).toBe(2);
    expect(cost.units).toBeLessThanOrEqual(40);
  });

  it('to take in one changed row: one request', async () => {
    await commit([insert(notes, aNote('a'))]);
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'title')]: 'By hand' });
    expect(await since(() => register.refresh())).toEqual({ requests: 1, units: TEST_LISTS.length + 1 });
    expect(register.snapshot().get(notes, 'a')?.title).toBe('By hand');
  });
});

describe('a commit whose answer is lost', () => {
  const CHANGES = () => [insert(notes, aNote('a')), insert(tickets, { key: 't', subject: 'Lamp', status: 'open' as const })];

  it.each<readonly [string, Fault]>([
    ['504 after it was written', { kind: 'answer', reply: timeoutReply(), afterWrite: true }], ['503, nobody knows when', { kind: 'answer', reply: unavailableReply() }],
    ['a connection reset after it was written', { kind: 'reset', afterWrite: true }], ['a connection reset before', { kind: 'reset' }], ['an answer that broke off', { kind: 'broken-body' }],
  ])('by %s is written once', async (_, fault) => {
    site.double.faults.next(fault, ({ path }) => path === '/$batch');
    expect(await commit(CHANGES())).toMatchObject({ ok: true });
    expect(site.double.hands.rows(notes.title)).toHaveLength(1);
    expect(site.double.hands.rows(tickets.title)).toHaveLength(1);
    expect(await register.history({})).toHaveLength(2);
    expect(history()).toEqual(['done']);
  });

  it('also where it changes and removes rows', async () => {
    await commit([insert(notes, aNote('a')), insert(notes, aNote('b'))]);
    site.double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, ({ path }) => path === '/$batch');
    const read = register.snapshot();
    expect(await commit([update(read, notes, aNote('a', { title: 'Changed' })), remove(read, notes, 'b')])).toMatchObject({ ok: true });
    expect(register.snapshot().all(notes)).toEqual([aNote('a', { title: 'Changed' })]);
    expect(await commit([update(register.snapshot(), notes, aNote('a', { title: 'Again' }))])).toMatchObject({ ok: true });
  });

  it('is known to be written although somebody else wrote on top of it before it could be read back', async () => {
    await commit([insert(notes, aNote('a'))]);
    const other = await site.open();
    const real = gateTo(site.double, site.time);
    let lost = false;
    const losing = await site.open({ client: { ...real, batch: async (requests, options) => {
      const answers = await real.batch(requests, options);
      if (lost || !requests.some(({ method }) => method === 'POST')) return answers;
      lost = true;
      await other.refresh();
      expect(await other.commit([update(other.snapshot(), notes, aNote('a', { title: 'On top' })), update(other.snapshot(), notes, aNote('b', { title: 'On top' }))], ANA)).toMatchObject({ ok: true });
      return answers.map(({ id }) => ({ id, ok: false, fault: graphError({ kind: 'uncertain', request: 'POST', status: 0, codes: [], said: 'Lost' }) }));
    } } });
    expect(await losing.commit([update(losing.snapshot(), notes, aNote('a', { title: 'Mine' })), insert(notes, aNote('b'))], ANA)).toMatchObject({ ok: true });
    expect(losing.snapshot().all(notes).map(({ title }) => title)).toEqual(['On top', 'On top']);
    expect((await losing.history({ key: 'a' })).map(({ after }) => after?.['title'])).toEqual(['On top', 'Mine', 'Minutes']);
    expect(await losing.commit([update(losing.snapshot(), notes, aNote('b', { title: 'Again' }))], ANA)).toMatchObject({ ok: true });
    await losing.close();
    await other.close();
  });

  it('is refused where somebody else wrote first, although its own first try went astray', async () => {
    await commit([insert(notes, aNote('a'))]);
    const other = await site.open();
    await other.commit([update(other.snapshot(), notes, aNote('a', { title: 'Theirs' }))], ANA);
    await other.close();
    site.double.faults.next({ kind: 'answer', reply: unavailableReply() }, ({ path }) => path === '/$batch');
    expect(await commit([update(register.snapshot(), notes, aNote('a', { title: 'Mine' }))])).toMatchObject({ ok: false, refusal: { reason: 'changed-elsewhere' } });
    expect(titleOf('a')).toBe('Theirs');
  });
});

describe('a commit of which one change is refused', () => {
  it('takes back those before it and leaves no trace in history', async () => {
    await commit([insert(notes, aNote('a')), insert(notes, aNote('c')), insert(notes, aNote('gone'))]);
    const read = register.snapshot();
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'c'), { [columnOf(notes, 'title')]: 'By hand' });
    expect(await commit([update(read, notes, aNote('a', { title: 'Mine' })), insert(notes, aNote('b')), remove(read, notes, 'gone'), update(read, notes, aNote('c', { title: 'Mine' }))])).toEqual({
      ok: false, refusal: { reason: 'changed-elsewhere', list: notes.title, key: 'c' },
    });
    expect(register.snapshot().all(notes)).toEqual([aNote('a'), aNote('c', { title: 'By hand' }), aNote('gone')]);
    expect(history()).toEqual(['done']);
    const other = await site.open();
    expect(other.snapshot().all(notes)).toEqual(register.snapshot().all(notes));
    await other.close();
  });
});

describe('a commit that a crash left half done', () => {
  /** Breaks the connection for good once so many rows have been written, as a killed process does. */
  const crashAfter = async (requests: number) => {
    const crashing = await site.open({ client: { ...gateTo(site.double, site.time), batch: crashingBatch(requests) } });
    await crashing.commit([insert(notes, aNote('a')), insert(notes, aNote('b')), insert(notes, aNote('c'))], ANA).catch(() => undefined);
  };
  const crashingBatch = (allowed: number): typeof site.client.batch => {
    const real = gateTo(site.double, site.time);
    let died = false;
    return async (all) => {
      if (died) return all.map(({ id }) => ({ id, ok: false as const, fault: new (class extends Error {})() as never }));
      if (!all.some(({ method }) => method === 'POST')) return await real.batch(all);
      died = true;
      await real.batch(all.slice(0, allowed));
      throw new Error('killed');
    };
  };
  const settled = async () => {
    await register.refresh();
    site.time.pass(LEASE + PER_ROW);
    await register.refresh();
    await register.refresh();
  };

  it.each([[2, 'one of its rows'], [3, 'two of its rows'], [4, 'all of its rows, without saying so']])('after %i writes, %s, is finished by another process', async (writes) => {
    await crashAfter(writes);
    await settled();
    expect(register.snapshot().all(notes).map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    expect(history()).toEqual(['done']);
    expect((await register.history({})).map(({ key }) => key)).toEqual(['c', 'b', 'a']);
    expect(noted).toEqual(['A commit that was left half done has been completed.']);
  });

  it('before any of its rows is forgotten', async () => {
    await crashAfter(1);
    await settled();
    expect(register.snapshot().all(notes)).toEqual([]);
    expect(history()).toEqual([]);
  });

  it('is taken back where somebody else has meanwhile taken a key', async () => {
    await crashAfter(2);
    await commit([insert(notes, aNote('c', { title: 'Theirs' }))]);
    await settled();
    expect(register.snapshot().all(notes)).toEqual([aNote('c', { title: 'Theirs' })]);
    expect(await register.history({})).toHaveLength(1);
    expect(noted).toEqual(['A commit that was left half done has been withdrawn.']);
  });

  it('is left alone for as long as its own process may still be writing', async () => {
    await crashAfter(2);
    await register.refresh();
    site.time.pass(LEASE / 2);
    await register.refresh();
    expect(history()).toEqual(['writing']);
  });
});

describe('while Graph is down', () => {
  const down: Fault = { kind: 'answer', reply: refusal(503, 'serviceNotAvailable', 'Down') };

  it('everything can be read, and says how old it is', async () => {
    await commit([insert(notes, aNote('a'))]);
    await register.refresh();
    always(down);
    site.time.pass(60_000);
    await expect(register.refresh()).rejects.toThrow(RegisterUnavailable);
    expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a'));
    expect(register.health().ageMs).toBeGreaterThanOrEqual(60_000);
    expect(register.health().fault).toContain('Microsoft 365 cannot be reached');
  });

  it('a commit is refused in words, and it is not saved later', async () => {
    always(down, 200);
    const error = await commit([insert(notes, aNote('a'))]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RegisterUnavailable);
    expect((error as Error).message).toMatch(/Microsoft 365/);
    expect(register.snapshot().all(notes)).toEqual([]);
    expect(site.double.hands.rows(notes.title)).toEqual([]);
  });
});

describe('what people do to the lists', () => {
  beforeEach(() => commit([insert(notes, aNote('a'))]));
  const problems = () => register.snapshot().problems();

  it('a row pasted with a key that is there already is a problem with a link, until one of the two goes', async () => {
    const first = site.double.hands.row(notes.title, 'Key', 'a');
    const second = site.double.hands.add(notes.title, { ...first.fields, [columnOf(notes, 'title')]: 'Pasted' });
    await register.refresh();
    expect(problems()).toEqual([expect.objectContaining({ key: 'a', rowId: String(second.id), link: expect.stringContaining('https://'), faults: [expect.objectContaining({ message: expect.stringContaining('Another row has the key a') })] })]);
    expect(register.snapshot().get(notes, 'a')?.title).toBe('Minutes');
    site.double.hands.remove(notes.title, first.id);
    await register.refresh();
    expect(problems()).toEqual([]);
    expect(register.snapshot().get(notes, 'a')?.title).toBe('Pasted');
  });

  it('a row typed without a key is a problem', async () => {
    site.double.hands.add(notes.title, { Title: 'Typed' });
    await register.refresh();
    expect(problems()[0]?.faults).toContainEqual(expect.objectContaining({ message: 'The key is empty' }));
  });

  it('a cell of 60,000 characters is a problem that says how many are allowed', async () => {
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'body')]: 'x'.repeat(60_000) });
    await register.refresh();
    expect(problems()[0]?.faults).toEqual([expect.objectContaining({ label: 'Body', message: 'Body is longer than 20000 characters' })]);
  });

  it('HTML in a text stays text', async () => {
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'body')]: '<b>bold</b>' });
    await register.refresh();
    expect(register.snapshot().get(notes, 'a')?.body).toBe('<b>bold</b>');
  });

  it('a renamed column changes nothing', async () => {
    site.double.hands.renameColumn(notes.title, 'Colour', 'Rating');
    await register.refresh();
    expect(problems()).toEqual([]);
    expect(await commit([update(register.snapshot(), notes, aNote('a', { colour: 'red' }))])).toMatchObject({ ok: true });
  });

  it('a deleted list is a problem, and its rows stay as they last were', async () => {
    site.double.hands.deleteList(notes.title);
    await register.refresh();
    await register.refresh();
    expect(problems()).toEqual([expect.objectContaining({ list: notes.title, faults: [expect.objectContaining({ message: expect.stringContaining('no longer has the list Test notes') })] })]);
    expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a'));
    await expect(commit([insert(notes, aNote('b'))])).rejects.toThrow(RegisterUnavailable);
    expect(await commit([insert(tickets, { key: 't', subject: 'Lamp', status: 'open' })])).toMatchObject({ ok: true });
  });

  it('a deleted column is a problem that names it', async () => {
    site.double.hands.deleteColumn(notes.title, 'Colour');
    await register.refresh();
    expect(problems()[0]?.faults[0]?.message).toMatch(/Colour/);
    await expect(commit([insert(notes, aNote('b'))])).rejects.toThrow(/Colour.*Nothing was saved/);
    expect(history()).toEqual(['done']);
  });

  it('more than 5,000 rows are read all the same', async () => {
    const list = site.double.site.list(notes.title);
    const { fields } = site.double.hands.row(notes.title, 'Key', 'a');
    for (let row = 0; row < 5_001; row += 1) list.add({ ...fields, Key: `n${row}` }, new Date('2026-10-01T08:00:00Z'));
    await register.refresh();
    expect(register.snapshot().all(notes)).toHaveLength(5_002);
    expect(await commit([insert(notes, aNote('n5000'))])).toMatchObject({ ok: false, refusal: { reason: 'already-there' } });
  });

  it.each(['resyncChangesApplyDifferences', 'resyncChangesUploadDifferences'] as const)('is taken in also where Graph has forgotten what was read (%s)', async (code) => {
    await commit([insert(notes, aNote('b'))]);
    site.double.hands.remove(notes.title, itemOf(site.double, notes, 'a'));
    site.double.expireDeltaTokens(code);
    await register.refresh();
    expect(register.snapshot().all(notes)).toEqual([aNote('b')]);
    expect(await register.history({})).toHaveLength(2);
  });
});

describe('a long history', () => {
  const longNotes = () => ['a', 'b', 'c', 'd'].map((key) => insert(notes, aNote(key, { body: `${'é'.repeat(19_990)} ${key}` })));
  const settledBy = async (other: SharePointRegister) => {
    for (let look = 0; look < 3; look += 1) {
      await other.refresh();
      site.time.pass(LEASE + PER_ROW);
    }
    await other.refresh();
  };

  it('stays whole whoever looks at it later', async () => {
    await commit(longNotes());
    const before = site.double.hands.rows('History');
    expect(before.length).toBeGreaterThan(1);
    const other = await site.open({ lease: LEASE });
    site.double.expireDeltaTokens();
    await settledBy(other);
    expect(site.double.hands.rows('History')).toEqual(before);
    expect(await other.history({})).toHaveLength(4);
    await other.close();
  });

  it('of a commit that a crash left half done is read from all its rows, also by a process that starts later', async () => {
    const real = gateTo(site.double, site.time);
    const crashing = await site.open({ client: { ...real, batch: async (all) => {
      if (!all.some(({ method }) => method === 'POST')) return await real.batch(all);
      await real.batch(all.slice(0, 4));
      throw new Error('killed');
    } } });
    await crashing.commit(longNotes(), ANA).catch(() => undefined);
    const other = await site.open({ lease: LEASE });
    await settledBy(other);
    expect(other.snapshot().all(notes)).toHaveLength(4);
    expect(await other.history({})).toHaveLength(4);
    await other.close();
  });

  it('of a commit with more text than a cell holds is kept in several rows and read as one', async () => {
    const long = 'é'.repeat(20_000);
    await commit(['a', 'b', 'c', 'd'].map((key) => insert(notes, aNote(key, { body: `${long.slice(0, 19_990)} ${key} 👩‍👩‍👧` }))));
    expect(site.double.hands.rows('History').length).toBeGreaterThan(1);
    const entries = await register.history({ key: 'c' });
    expect(entries).toHaveLength(1);
    expect(entries[0]?.after?.['body']).toBe(`${long.slice(0, 19_990)} c 👩‍👩‍👧`);
  });
});

describe('a warm start', () => {
  const cacheOf = () => {
    let text: string | undefined;
    return { read: async () => text, write: async (next: string) => { text = next; }, get text() { return text; }, set text(next) { text = next; } };
  };

  it('reads only what has changed since', async () => {
    const cache = cacheOf();
    const first = await site.open({ cache });
    await first.commit([insert(notes, aNote('a')), insert(notes, aNote('b'))], ANA);
    await first.refresh();
    await first.close();
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'b'), { [columnOf(notes, 'colour')]: 'blue' });
    const before = site.double.log.length;
    const again = await site.open({ cache });
    expect(again.snapshot().all(notes)).toEqual([aNote('a')]);
    expect(again.snapshot().problems()).toHaveLength(1);
    expect(site.double.log.slice(before).filter(({ path }) => path.includes('/delta') && !path.includes('token='))).toEqual([]);
    expect(await again.commit([update(again.snapshot(), notes, aNote('a', { title: 'After' }))], ANA)).toMatchObject({ ok: true });
    await again.close();
  });

  it.each<readonly [string, (text: string) => string]>([
    ['cut short', (text) => text.slice(0, text.length / 2)], ['changed', (text) => text.replace('Minutes', 'Minutus')], ['of another site', (text) => text.replace(/"of":"./, '"of":"x')], ['nonsense', () => 'x'],
  ])('with a local copy that is %s says so and reads everything', async (_, spoil) => {
    const cache = cacheOf();
    await commit([insert(notes, aNote('a'))]);
    await (await site.open({ cache })).close();
    cache.text = spoil(cache.text ?? '');
    const said: string[] = [];
    const again = await site.open({ cache, note: (message) => { said.push(message); } });
    expect(again.snapshot().all(notes)).toEqual([aNote('a')]);
    expect(said).toEqual([expect.stringMatching(/The local copy of the lists is not used/)]);
    await again.close();
  });
});
