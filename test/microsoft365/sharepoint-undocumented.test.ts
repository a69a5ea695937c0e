import { insert, update } from '../../src/assurance/records/change.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { refusal } from '../../src/embedded/graph-double/exchange.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';
import { aNote, notes, TEST_LISTS } from '../support/notes.ts';
import { columnOf, itemOf, provisionedSite, type ProvisionedSite } from '../support/sharepoint.ts';

const BY = { person: 'ana', at: '2026-10-01T08:00:00.000Z' as Instant, what: 'wrote a note' };

let site: ProvisionedSite;
beforeEach(async () => {
  site = await provisionedSite(TEST_LISTS);
});
afterEach(() => site.double.close());

describe('where Microsoft’s documentation leaves open what SharePoint answers', () => {
  it('a value that is there already is noticed, whether it is told as a conflict or as an invalid request', async () => {
    for (const uniqueViolation of ['conflict', 'invalid-request'] as const) {
      site.double.site.behaviour.uniqueViolation = uniqueViolation;
      const [one, other] = [await site.open(), await site.open()];
      await one.commit([insert(notes, aNote(uniqueViolation))], BY);
      expect(await other.commit([insert(notes, aNote(uniqueViolation))], BY)).toMatchObject({ ok: false, refusal: { reason: 'already-there', key: uniqueViolation } });
      await one.close();
      await other.close();
    }
  });

  it('a key that is there already is noticed whatever words tell of it', async () => {
    const [one, other] = [await site.open(), await site.open()];
    await one.commit([insert(notes, aNote('a'))], BY);
    const items = `/lists/${site.double.site.list(notes.title).id}/items`;
    site.double.faults.next({ kind: 'answer', reply: refusal(400, 'invalidRequest', 'One of the provided arguments is not acceptable.') }, ({ method, path }) => method === 'POST' && path.endsWith(items), 'inside');
    expect(await other.commit([insert(notes, aNote('a'))], BY)).toMatchObject({ ok: false, refusal: { reason: 'already-there', key: 'a' } });
    await one.close();
    await other.close();
  });

  it('a column that somebody deleted may be refused or left out', async () => {
    site.double.site.behaviour.unknownSelect = 'leave-out';
    const register = await site.open();
    await register.commit([insert(notes, aNote('a'))], BY);
    site.double.hands.deleteColumn(notes.title, 'Colour');
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'title')]: 'By hand' });
    await register.refresh();
    expect(register.snapshot().problems()[0]?.faults).toEqual([expect.objectContaining({ message: 'Colour is empty' })]);
    await register.close();
  });

  it('a delta whose items come without their columns has them read one by one', async () => {
    const register = await site.open();
    await register.commit([insert(notes, aNote('a'))], BY);
    await register.close();
    const time = heldTime();
    const real = gateTo(site.double, time);
    const forgetful = await site.open({ client: { ...real, batch: async (requests, options) => (await real.batch(requests, options)).map((answer) => {
      const { value } = (answer.ok ? answer.body : {}) as { value?: Record<string, unknown>[] };
      return answer.ok && value && requests.find(({ id }) => id === answer.id)?.path.includes('/delta') ? { ...answer, body: { ...(answer.body as object), value: value.map(({ id, eTag }) => ({ id, eTag })) } } : answer;
    }) } });
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'title')]: 'By hand' });
    await forgetful.refresh();
    expect(forgetful.snapshot().all(notes)).toEqual([aNote('a', { title: 'By hand' })]);
    expect(await forgetful.commit([update(forgetful.snapshot(), notes, aNote('a'))], BY)).toMatchObject({ ok: true });
    await forgetful.close();
  });
});
