import fc from 'fast-check';
import { insert, remove, update, type By, type Change, type CommitOutcome } from '../../src/assurance/records/change.ts';
import type { Cell } from '../../src/assurance/records/field.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import { day } from '../../src/assurance/time/day.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import type { Register } from '../../src/register/register.ts';
import { aNote, notes, secrets, TEST_LISTS, tickets, type Note } from '../support/notes.ts';
import { Model, type Step } from './register-model.ts';

export type OpenedRegister = {
  readonly register: Register;
  readonly dispose: () => Promise<void>;
  /** Only for registers that outlive their process. */
  readonly store?: {
    /** Another process's view of the same store; the contract closes it. */
    readonly openAgain: () => Promise<Register>;
    /** Somebody edits one cell with a tool of their own. */
    readonly editByHand: (definition: AnyRecordDefinition, key: string, field: string, cell: Cell) => Promise<void>;
    readonly removeByHand: (definition: AnyRecordDefinition, key: string) => Promise<void>;
  };
};

const ANA: By = { person: 'ana', at: instant('2026-10-01T08:00:00.000Z'), what: 'wrote a note' };
const BEN: By = { person: 'ben', at: instant('2026-10-02T09:30:00.000Z'), what: 'changed a note', reason: 'It was “wrong”.' };

const NASTY: readonly (readonly [string, string])[] = [
  ['quotes', `it's "quoted" \`and\` \\escaped`], ['several lines', 'one\ntwo\r\nthree\tfour'], ['emoji and accents', '👩‍👩‍👧 Siân Ó Dálaigh ﷽ 漢字'],
  ['a formula', '=cmd|\'/c calc\'!A1'], ['HTML', '<script>alert(1)</script>&amp;'], ['SQL', `'); DROP TABLE test_notes; --`], ['JSON', '{"__proto__":{"a":1}}'], ['a placeholder', '? :key @key $key %s'],
  ['the longest text', 'é'.repeat(20_000)], ['nothing', ''], ['spaces around', '  kept  '],
];

/** What every register keeps to. `kind` says whether it outlives its process; only then can it be opened twice and edited by hand. */
export function registerContract(name: string, kind: 'lasting' | 'passing', open: (lists: readonly AnyRecordDefinition[]) => Promise<OpenedRegister>): void {
  describe(name, () => {
    let opened: OpenedRegister;
    let register: Register;
    beforeEach(async () => {
      opened = await open(TEST_LISTS);
      register = opened.register;
    });
    afterEach(() => opened.dispose());

    const commit = (changes: readonly Change[], by = ANA) => register.commit(changes, by);
    const keysOf = (of: Register) => of.snapshot().all(notes).map(({ key }) => key);

    describe('a commit', () => {
      it('inserts, changes and removes rows, which every answer then tells', async () => {
        accepted(await commit([insert(notes, aNote('a')), insert(notes, aNote('b')), insert(notes, aNote('c'))]));
        const read = register.snapshot();
        accepted(await commit([update(read, notes, aNote('a', { colour: 'red' })), remove(read, notes, 'b')], BEN));
        expect(keysOf(register)).toEqual(['a', 'c']);
        expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a', { colour: 'red' }));
        expect(register.snapshot().get(notes, 'b')).toBeUndefined();
        expect(register.snapshot().where(notes, 'colour', 'red').map(({ key }) => key)).toEqual(['a']);
        expect(register.snapshot().where(notes, 'colour', 'green').map(({ key }) => key)).toEqual(['c']);
      });

      it('leaves earlier snapshots as they were', async () => {
        await commit([insert(notes, aNote('a'))]);
        const before = register.snapshot();
        await commit([update(before, notes, aNote('a', { title: 'Agenda' })), insert(notes, aNote('b'))], BEN);
        expect(before.all(notes)).toEqual([aNote('a')]);
        expect(before.where(notes, 'title', 'Agenda')).toEqual([]);
        expect(before.get(notes, 'b')).toBeUndefined();
      });

      it('answers with the snapshot that includes it', async () => {
        const outcome = await commit([insert(notes, aNote('a'))]);
        expect(outcome.ok && outcome.fact.snapshot).toBe(register.snapshot());
      });

      it('is refused where somebody changed the row since it was read', async () => {
        await commit([insert(notes, aNote('a'))]);
        const read = register.snapshot();
        await commit([update(read, notes, aNote('a', { title: 'First' }))], ANA);
        expect(await commit([update(read, notes, aNote('a', { title: 'Second' }))], BEN)).toEqual(refused('changed-elsewhere', 'a'));
        expect(await commit([remove(read, notes, 'a')], BEN)).toEqual(refused('changed-elsewhere', 'a'));
        expect(register.snapshot().get(notes, 'a')?.title).toBe('First');
      });

      it('is refused where the row has gone, also when one with the same key has come back', async () => {
        await commit([insert(notes, aNote('a'))]);
        const read = register.snapshot();
        await commit([remove(read, notes, 'a')]);
        expect(await commit([update(read, notes, aNote('a'))], BEN)).toEqual(refused('changed-elsewhere', 'a'));
        await commit([insert(notes, aNote('a', { title: 'Another' }))]);
        expect(await commit([update(read, notes, aNote('a'))], BEN)).toEqual(refused('changed-elsewhere', 'a'));
      });

      it('is refused where a row with the key is there already', async () => {
        await commit([insert(notes, aNote('a'))]);
        expect(await commit([insert(notes, aNote('a', { title: 'Again' }))], BEN)).toEqual(refused('already-there', 'a'));
        expect(register.snapshot().get(notes, 'a')?.title).toBe('Minutes');
      });

      it('is refused where a unique field has the value of another row, and lets many rows leave it empty', async () => {
        accepted(await commit([insert(notes, aNote('a', { code: 'X1' })), insert(notes, aNote('b')), insert(notes, aNote('c'))]));
        expect(await commit([insert(notes, aNote('d', { code: 'X1' }))])).toEqual(refused('already-there', 'd'));
        expect(await commit([update(register.snapshot(), notes, aNote('b', { code: 'X1' }))])).toEqual(refused('already-there', 'b'));
        accepted(await commit([update(register.snapshot(), notes, aNote('a', { code: 'X2' })), update(register.snapshot(), notes, aNote('b', { code: 'X1' }))]));
      });

      it('writes nothing at all when one of its changes is refused', async () => {
        await commit([insert(notes, aNote('a'))]);
        const before = register.snapshot();
        await commit([insert(notes, aNote('b')), insert(tickets, { key: 't', subject: 'Lamp', status: 'open' }), insert(notes, aNote('a'))], BEN);
        expect(register.snapshot()).toBe(before);
        expect(await register.history({})).toHaveLength(1);
        accepted(await commit([insert(notes, aNote('b'))], BEN));
      });

      it('is a fault of the program where a row could not be read back or comes twice', async () => {
        await expect(commit([insert(notes, aNote('a', { colour: 'blue' as 'red' }))])).rejects.toThrow('Colour must be one of: red, amber, green');
        await expect(commit([insert(notes, aNote('two words'))])).rejects.toThrow('The key has a space');
        await expect(commit([insert(notes, aNote('b')), insert(notes, aNote('b'))])).rejects.toThrow('changed twice');
        expect(keysOf(register)).toEqual([]);
      });

      it('of nothing changes nothing', async () => {
        const before = register.snapshot();
        accepted(await commit([]));
        expect(register.snapshot()).toBe(before);
      });
    });

    describe('history', () => {
      it('keeps who, when, what and why, with the row before and after, newest first', async () => {
        await commit([insert(notes, aNote('a'))]);
        await commit([update(register.snapshot(), notes, aNote('a', { urgent: true }))], BEN);
        await commit([remove(register.snapshot(), notes, 'a')], ANA);
        const entries = await register.history({ list: 'Test notes', key: 'a' });
        const [first, second] = [notes.encode(aNote('a')), notes.encode(aNote('a', { urgent: true }))];
        expect(entries).toEqual([
          { ...ANA, sequence: expect.any(Number), list: 'Test notes', key: 'a', before: second, after: null },
          { ...BEN, sequence: expect.any(Number), list: 'Test notes', key: 'a', before: first, after: second },
          { ...ANA, sequence: expect.any(Number), list: 'Test notes', key: 'a', before: null, after: first },
        ]);
        const sequences = entries.map(({ sequence }) => sequence);
        expect(sequences).toEqual(sequences.toSorted((a, b) => b - a));
      });

      it('answers by list, by key and no more than asked', async () => {
        await commit([insert(notes, aNote('a')), insert(notes, aNote('b')), insert(tickets, { key: 'a', subject: 'Lamp', status: 'open' })]);
        expect((await register.history({ list: 'Test notes' })).map(({ key }) => key)).toEqual(['b', 'a']);
        expect((await register.history({ key: 'a' })).map(({ list }) => list)).toEqual(['Test tickets', 'Test notes']);
        expect(await register.history({ limit: 1 })).toHaveLength(1);
        expect(await register.history({ list: 'No such list' })).toEqual([]);
      });

      it('shows no more of a row than its list allows', async () => {
        await commit([insert(secrets, { key: 's', savedBy: 'ana', words: 'still being written' })]);
        await commit([update(register.snapshot(), secrets, { key: 's', savedBy: 'ben', words: 'nearly there' })]);
        const told = JSON.stringify(await register.history({}));
        expect(told).toContain('ben');
        expect(told).not.toMatch(/written|nearly/);
      });
    });

    describe('what is stored', () => {
      it.each(NASTY)('keeps %s as written', async (_, body) => {
        const note = aNote('a', { body, marks: [{ by: body, mark: 0.1 }] });
        accepted(await commit([insert(notes, note)]));
        expect(register.snapshot().get(notes, 'a')).toEqual(note);
        expect((await register.history({ key: 'a' }))[0]?.after).toEqual(notes.encode(note));
      });

      it('leaves out characters that no list can hold', async () => {
        await commit([insert(notes, aNote('a', { title: 'nul\u0000l', body: 'half \uD83D, bell \u0007.' }))]);
        expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a', { title: 'null', body: 'half \uFFFD, bell .' }));
      });

      it('has every kind of field', async () => {
        const full = aNote('a', {
          code: 'X1', colour: 'amber', on: day('2028-02-29'), about: 'b', count: -1234.5678, urgent: true, reviewed: false, tags: ['one', 'two'], counts: { 'single-agency': 3, '2026-07': 0.25 }, marks: [{ by: 'ana', mark: 3 }],
        });
        await commit([insert(notes, full)]);
        expect(register.snapshot().get(notes, 'a')).toEqual(full);
      });

      it('empties optional fields that a change leaves out, and fields that another state does not have', async () => {
        await commit([insert(notes, aNote('a', { code: 'X1', about: 'b', reviewed: true })), insert(tickets, { key: 't', subject: 'Lamp', status: 'closed', closedOn: day('2026-10-02'), remark: 'Done' })]);
        const read = register.snapshot();
        await commit([update(read, notes, aNote('a')), update(read, tickets, { key: 't', subject: 'Lamp', status: 'open' })]);
        expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a'));
        expect(register.snapshot().where(notes, 'about', 'b')).toEqual([]);
        expect(register.snapshot().get(tickets, 't')).toEqual({ key: 't', subject: 'Lamp', status: 'open' });
      });
    });

    it('tells listeners which lists changed, until they stop listening', async () => {
      const heard: string[][] = [];
      const stop = register.onChange(({ lists }) => { heard.push([...lists, ...keysOf(register)]); });
      await commit([insert(notes, aNote('a'))]);
      await commit([insert(notes, aNote('a'))]);
      stop();
      await commit([insert(notes, aNote('b'))]);
      expect(heard).toEqual([['Test notes', 'a']]);
    });

    it('does what a simple model of it does, whatever is committed in whatever order', async () => {
      await fc.assert(fc.asyncProperty(Model.steps(), async (steps) => {
        const tried = await open(TEST_LISTS);
        try {
          await followsModel(tried.register, steps);
        } finally {
          await tried.dispose();
        }
      }), { numRuns: 40, seed: 20261001 });
    });

    if (kind === 'lasting') {
      const storeOf = () => {
        if (!opened.store) throw new Error('A lasting register is opened with its store');
        return opened.store;
      };
      const withAnother = async (work: (other: Register) => Promise<void>) => {
        const other = await storeOf().openAgain();
        try {
          await work(other);
        } finally {
          await other.close();
        }
      };

      describe('opened again', () => {
        it('has every row, version and history entry', async () => {
          await commit([insert(notes, aNote('a', { code: 'X1' })), insert(tickets, { key: 't', subject: 'Lamp', status: 'open' })]);
          await commit([update(register.snapshot(), notes, aNote('a', { body: 'Changed.' }))], BEN);
          await withAnother(async (other) => {
            for (const list of TEST_LISTS as readonly AnyRecordDefinition[]) expect(other.snapshot().all(list)).toEqual(register.snapshot().all(list));
            expect(other.snapshot().versionOf(notes, 'a')).toBe(register.snapshot().versionOf(notes, 'a'));
            expect(await other.history({})).toEqual(await register.history({}));
            accepted(await other.commit([update(other.snapshot(), notes, aNote('a'))], ANA));
          });
        });
      });

      describe('beside another process', () => {
        it('takes in what the other wrote when told to refresh, and says so', async () => {
          await commit([insert(notes, aNote('a')), insert(notes, aNote('b'))]);
          await withAnother(async (other) => {
            const heard: string[] = [];
            register.onChange(({ lists }) => { heard.push(...lists); });
            await other.commit([update(other.snapshot(), notes, aNote('a', { colour: 'red' })), remove(other.snapshot(), notes, 'b'), insert(notes, aNote('c'))], BEN);
            expect(keysOf(register)).toEqual(['a', 'b']);
            await register.refresh();
            expect(register.snapshot().all(notes)).toEqual([aNote('a', { colour: 'red' }), aNote('c')]);
            expect(heard).toEqual(['Test notes']);
          });
        });

        it('keeps the very same snapshot when a refresh finds nothing new', async () => {
          await commit([insert(notes, aNote('a'))]);
          const before = register.snapshot();
          await register.refresh();
          expect(register.snapshot()).toBe(before);
        });

        it('has what the other wrote in the snapshot of its own next commit', async () => {
          await withAnother(async (other) => {
            await other.commit([insert(notes, aNote('theirs'))], BEN);
            accepted(await commit([insert(notes, aNote('mine'))]));
            expect(keysOf(register)).toEqual(['mine', 'theirs']);
          });
        });

        it('notices what the other wrote before it writes itself', async () => {
          await commit([insert(notes, aNote('a'))]);
          await withAnother(async (other) => {
            await other.commit([update(other.snapshot(), notes, aNote('a', { title: 'Theirs' })), insert(notes, aNote('claim'))], BEN);
            expect(await commit([update(register.snapshot(), notes, aNote('a', { title: 'Mine' }))])).toEqual(refused('changed-elsewhere', 'a'));
            expect(await commit([insert(notes, aNote('claim'))])).toEqual(refused('already-there', 'claim'));
            await register.refresh();
            expect(register.snapshot().get(notes, 'a')?.title).toBe('Theirs');
          });
        });
      });

      describe('edited by hand', () => {
        it('shows a row that can no longer be read as a problem, and in no other answer, until it is mended', async () => {
          await commit([insert(notes, aNote('a', { title: 'Mine' })), insert(notes, aNote('b'))]);
          await storeOf().editByHand(notes, 'a', 'colour', 'blue');
          await register.refresh();
          const broken = { list: 'Test notes', key: 'a', faults: [{ field: 'colour', label: 'Colour', message: 'Colour must be one of: red, amber, green' }] };
          expect(register.snapshot().problems()).toEqual([expect.objectContaining(broken)]);
          expect(keysOf(register)).toEqual(['b']);
          expect(register.snapshot().get(notes, 'a')).toBeUndefined();
          expect(register.snapshot().where(notes, 'title', 'Mine')).toEqual([]);
          await withAnother(async (other) => expect(other.snapshot().problems()).toEqual(register.snapshot().problems()));
          expect(await commit([insert(notes, aNote('a'))])).toEqual(refused('already-there', 'a'));

          await storeOf().editByHand(notes, 'a', 'colour', 'red');
          await register.refresh();
          expect(register.snapshot().problems()).toEqual([]);
          expect(register.snapshot().get(notes, 'a')).toEqual(aNote('a', { title: 'Mine', colour: 'red' }));
        });

        it.each<readonly [string, string, Cell, string]>([
          ['a required cell emptied', 'title', null, 'Title is empty'], ['a day that does not exist', 'on', '2026-02-30', 'real date'], ['words for a number', 'count', 'many', 'number'],
          ['something else for yes or no', 'urgent', 'perhaps', 'boolean'], ['text that is no longer JSON', 'marks', '[{"by":', 'array'], ['too long a text', 'title', 'x'.repeat(256), 'longer than 255'],
        ])('says what is wrong with %s', async (_, field, cell, message) => {
          await commit([insert(notes, aNote('a'))]);
          await storeOf().editByHand(notes, 'a', field, cell);
          await register.refresh();
          expect(register.snapshot().problems()[0]?.faults).toEqual([expect.objectContaining({ field, message: expect.stringContaining(message) })]);
        });

        it('does not let a program that read the row before write over the edit', async () => {
          await commit([insert(notes, aNote('a'))]);
          const read = register.snapshot();
          await storeOf().editByHand(notes, 'a', 'title', 'By hand');
          expect(await commit([update(read, notes, aNote('a', { title: 'By program' }))])).toEqual(refused('changed-elsewhere', 'a'));
          expect(register.snapshot().get(notes, 'a')?.title).toBe('By hand');
        });

        it('forgets a row that was removed', async () => {
          await commit([insert(notes, aNote('a')), insert(notes, aNote('b'))]);
          await storeOf().removeByHand(notes, 'a');
          await register.refresh();
          expect(keysOf(register)).toEqual(['b']);
        });
      });
    }
  });
}

async function followsModel(register: Register, steps: readonly Step[]): Promise<void> {
  const model = new Model();
  const read = [register.snapshot()];
  for (const step of steps) {
    const { changes, expected } = model.apply(step, read);
    const outcome = await register.commit(changes, ANA);
    expect(outcome.ok ? 'written' : outcome.refusal.reason).toBe(expected);
    read.push(register.snapshot());
    expect(register.snapshot().all(notes)).toEqual(model.rows());
    for (const colour of ['red', 'green'] as const) expect(register.snapshot().where(notes, 'colour', colour)).toEqual(model.rows().filter((row: Note) => row.colour === colour));
    expect(await register.history({})).toHaveLength(model.written);
  }
}

function accepted(outcome: CommitOutcome): void {
  expect(outcome).toEqual(expect.objectContaining({ ok: true }));
}

function refused(reason: 'changed-elsewhere' | 'already-there', key: string) {
  return { ok: false, refusal: { reason, list: 'Test notes', key } };
}
