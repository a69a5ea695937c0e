import { randomBytes } from 'node:crypto';
import { libraryDocuments } from '../../src/microsoft365/library-documents.ts';
import type { DocumentStore } from '../../src/ports/documents.ts';
import { RegisterUnavailable } from '../../src/register/register.ts';
import { timeoutReply } from '../../src/embedded/graph-double/faults.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';

const MEGABYTE = 1_048_576;

let double: GraphDouble;
let documents: DocumentStore;
beforeEach(async () => {
  double = await startGraphDouble();
  documents = libraryDocuments({ client: gateTo(double, heldTime()), siteId: double.site.id });
});
afterEach(() => double.close());

const same = (one: Uint8Array | undefined, other: Uint8Array) => one !== undefined && Buffer.compare(one, other) === 0;

describe('a document in the site’s library', () => {
  it.each([['an empty one', 0], ['a small one', 1_000], ['one of 4 MB', 4 * MEGABYTE], ['one above 4 MB', 4 * MEGABYTE + 1], ['one of 11 MB', 11 * MEGABYTE]])('comes back byte for byte: %s', async (_what, size) => {
    const bytes = randomBytes(size);
    await documents.put('report', bytes);
    expect(same(await documents.get('report'), bytes)).toBe(true);
    expect(double.drive.files.size).toBe(1);
  });

  it.each(['../../other', 'a/b:c*d?"<>|#%', ' ', '.', 'a'.repeat(2_000), 'Größe 📎'])('may have the id %j, and is told apart from others', async (id) => {
    await documents.put(id, Buffer.from('mine'));
    await documents.put(`${id}x`, Buffer.from('other'));
    expect(Buffer.from(await documents.get(id) ?? []).toString()).toBe('mine');
  });

  it('replaces what had its id, small or large', async () => {
    await documents.put('report', randomBytes(5 * MEGABYTE));
    await documents.put('report', Buffer.from('second'));
    expect(Buffer.from(await documents.get('report') ?? []).toString()).toBe('second');
    const third = randomBytes(5 * MEGABYTE);
    await documents.put('report', third);
    expect(same(await documents.get('report'), third)).toBe(true);
  });

  it('is not there before it is put and after it is removed; removing it twice is no fault', async () => {
    expect(await documents.get('report')).toBeUndefined();
    await documents.put('report', Buffer.from('x'));
    await documents.remove('report');
    await documents.remove('report');
    expect(await documents.get('report')).toBeUndefined();
    expect(double.drive.files.size).toBe(0);
  });

  it('is sent anew when the answer to its last part was lost', async () => {
    const bytes = randomBytes(5 * MEGABYTE + 1);
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, ({ method, path }) => method === 'PUT' && path.startsWith('/upload/'));
    await documents.put('report', bytes);
    expect(same(await documents.get('report'), bytes)).toBe(true);
  });

  it('is refused in a sentence while the site does not let the app write', async () => {
    double.site.grant = 'read';
    const put = documents.put('report', Buffer.from('x'));
    await expect(put).rejects.toThrow(RegisterUnavailable);
    await expect(put).rejects.toThrow(/Sites\.Selected/);
  });
});
