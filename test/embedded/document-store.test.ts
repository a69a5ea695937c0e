import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderDocumentStore } from '../../src/embedded/document-store.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'documents-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the document store', () => {
  it('gives back what was stored, also after it is opened again, and the latest where an id was stored twice', async () => {
    await folderDocumentStore(join(folder, 'documents')).put('r1', bytes('first'));
    await folderDocumentStore(join(folder, 'documents')).put('r1', bytes('second'));
    expect(Buffer.from(await folderDocumentStore(join(folder, 'documents')).get('r1') ?? []).toString()).toBe('second');
  });

  it('knows nothing of what was never stored or has been removed', async () => {
    const store = folderDocumentStore(join(folder, 'documents'));
    expect(await store.get('r1')).toBeUndefined();
    await store.remove('r1');
    await store.put('r1', bytes('x'));
    await store.remove('r1');
    expect(await store.get('r1')).toBeUndefined();
  });

  it.each(['../outside', '/etc/passwd', 'a/../../b', 'C:\\x', 'nul\u0000l', 'x'.repeat(5_000), '', '.'])('keeps the id %j inside its folder, apart from every other', async (id) => {
    const store = folderDocumentStore(join(folder, 'documents'));
    await store.put(id, bytes(id));
    await store.put(`${id}?`, bytes('another'));
    expect(Buffer.from(await store.get(id) ?? []).toString()).toBe(id);
    expect(readdirSync(folder)).toEqual(['documents']);
  });

  it('keeps every byte of a large document and leaves nothing unfinished behind', async () => {
    const store = folderDocumentStore(folder);
    const large = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
    await Promise.all([store.put('r1', large), store.put('r1', large), store.put('r2', large)]);
    expect(Buffer.compare(await store.get('r1') ?? Buffer.of(), large)).toBe(0);
    expect(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())).toHaveLength(2);
  });
});
