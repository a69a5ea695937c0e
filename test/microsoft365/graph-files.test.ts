import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { GraphClient } from '../../src/microsoft365/graph-client.ts';
import type { GraphCall } from '../../src/embedded/graph-double/exchange.ts';
import { timeoutReply, unavailableReply } from '../../src/embedded/graph-double/faults.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';

const DriveItem = z.object({ id: z.string(), size: z.number() });
const ELEVEN_MEGABYTES = 11 * 1024 * 1024 + 17;

let double: GraphDouble;
let gate: GraphClient;
let root: string;

beforeEach(async () => {
  double = await startGraphDouble();
  gate = gateTo(double, heldTime());
  root = `/sites/${double.site.id}/drive/root:/Reports/q2.docx:`;
});

afterEach(() => double.close());

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const kept = () => double.drive.files.get('reports/q2.docx')?.bytes ?? Buffer.alloc(0);
const ranges = (call: GraphCall) => call.method === 'PUT' && call.path.startsWith('/upload/');

describe('a small document', () => {
  it('is stored and read back byte for byte, also when it is a part of larger memory', async () => {
    const bytes = new Uint8Array(randomBytes(1_000).buffer, 10, 500).slice().subarray(20, 420);
    await gate.putBytes(`${root}/content`, bytes, DriveItem);
    expect(digest(await gate.getBytes(`${root}/content`))).toBe(digest(bytes));
  });

  it('is stored once more when the answer was lost, because it replaces itself', async () => {
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true });
    expect((await gate.putBytes(`${root}/content`, randomBytes(100), DriveItem)).size).toBe(100);
  });

  it('may be broken JSON', async () => {
    await gate.putBytes(`${root}/content`, Buffer.from('{'), DriveItem, { contentType: 'application/json' });
    expect(Buffer.from(await gate.getBytes(`${root}/content`)).toString()).toBe('{');
  });
});

describe('a large document', () => {
  const bytes = randomBytes(ELEVEN_MEGABYTES);

  it('arrives whole, and its upload address is never given the token', async () => {
    expect((await gate.upload(`${root}/createUploadSession`, bytes, DriveItem)).size).toBe(ELEVEN_MEGABYTES);
    expect(digest(kept())).toBe(digest(bytes));
    const uploads = double.requests.filter(({ path }) => path.startsWith('/upload/'));
    expect(uploads.length).toBeGreaterThan(2);
    expect(uploads.some(({ authorised }) => authorised)).toBe(false);
  });

  it('goes on where the session is, when a range arrived and its answer was lost', async () => {
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, ranges);
    double.faults.next({ kind: 'reset' }, ranges);
    double.faults.next({ kind: 'answer', reply: unavailableReply('1') }, ranges);
    await gate.upload(`${root}/createUploadSession`, bytes, DriveItem);
    expect(digest(kept())).toBe(digest(bytes));
  });

  it('is uncertain when the answer to the last range was lost', async () => {
    const last = (call: GraphCall) => ranges(call) && /-(\d+)\/(\d+)$/.exec(call.header('content-range') ?? '')?.slice(1).map(Number).reduce((end, total) => total - end) === 1;
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, last);
    await expect(gate.upload(`${root}/createUploadSession`, bytes, DriveItem)).rejects.toMatchObject({ kind: 'uncertain' });
  });

  it('does not replace a file of its name unless told to', async () => {
    await gate.putBytes(`${root}/content`, randomBytes(10), DriveItem);
    await expect(gate.upload(`${root}/createUploadSession`, bytes, DriveItem, { conflict: 'fail' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(kept()).toHaveLength(10);
  });
});
