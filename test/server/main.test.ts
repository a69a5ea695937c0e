import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
let folder: string;
const started: ChildProcess[] = [];

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'assurance-')); });
afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) await ended(child, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/** Starts the product, or another of its programs; `said` is everything it has written so far. */
function start(port: number, args: readonly string[] = [], environment: Record<string, string> = {}, program = 'main') {
  const env = { PATH: process.env['PATH'] ?? '', DATA_FOLDER: folder, PORT: String(port), ...environment };
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), ['--disable-warning=ExperimentalWarning', `src/server/${program}.ts`, ...args], { cwd: ROOT, env });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said += String(chunk); });
  const exit = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const ready = new Promise<void>((done, failed) => {
    child.stdout.on('data', () => { if (said.includes('Stop it with')) done(); });
    void exit.then(() => failed(new Error(said)));
  });
  ready.catch(() => {});
  return { child, exit, ready, said: () => said };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((done) => {
    child.once('exit', (code) => done(code));
    child.kill(signal);
  });
}

async function as(address: string, words: string) {
  const people = (await (await fetch(`${address}/local/people`)).json()) as { key: string; words: string }[];
  const person = people.find((each) => each.words.includes(words))?.key;
  const json = { 'Content-Type': 'application/json' };
  const { token } = (await (await fetch(`${address}/local/token`, { method: 'POST', headers: json, body: JSON.stringify({ person }) })).json()) as { token: string };
  return (path: string, body?: unknown) => fetch(address + path, { ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }), headers: { Authorization: `Bearer ${token}`, ...json } });
}

describe('npm start', () => {
  it('stocks the sample, keeps what was done over a second start, and starts afresh when told to', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const first = start(port);
    await first.ready;
    expect(first.said()).toContain(address);
    expect(first.said()).toContain('Try this first');
    expect(await (await fetch(`${address}/health`)).json()).toMatchObject({ ok: true });
    const office = await as(address, 'Board office');
    const rows = async (ask: typeof office) => ((await (await ask('/api/actions')).json()) as { rows: { key: string; owner: string; agency: string; group: string }[] }).rows;
    const before = await rows(office);
    const [like] = before;
    const added = await office('/api/actions', { action: 'Tidy the cupboard', measure: 'It is tidy', agency: like?.agency, owner: like?.owner, group: like?.group, dueOn: '2099-01-04', source: 'meeting' });
    expect([added.status, await added.json()]).toEqual([200, expect.objectContaining({ message: expect.any(String) })]);
    writeFileSync(join(folder, 'mine.txt'), 'not the product’s');
    expect(await ended(first.child, 'SIGTERM')).toBe(0);

    const second = start(port);
    await second.ready;
    expect(await rows(await as(address, 'Board office'))).toHaveLength(before.length + 1);
    expect(await ended(second.child, 'SIGINT')).toBe(0);

    const afresh = start(port, ['--reset']);
    await afresh.ready;
    expect(await rows(await as(address, 'Board office'))).toHaveLength(before.length);
    expect(existsSync(join(folder, 'mine.txt'))).toBe(true);
  }, 90_000);

  it('says plainly that its port is taken, and how to use another', async () => {
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((done) => { other.listen(port, '127.0.0.1', done); });
    const { exit, said } = start(port);
    expect(await exit).toBe(1);
    expect(said()).toBe(`Port ${port} is in use by another program. Stop it, or start with PORT=${port + 1} npm start\n`);
    await new Promise((done) => { other.close(done); });
  }, 60_000);

  it('says everything that is wrong with a tenant’s environment, and starts nothing', async () => {
    const { exit, said } = start(await freePort(), [], { ASSURANCE_ENV: 'nowhere' });
    expect(await exit).toBe(1);
    for (const name of ['PUBLIC_HOST', 'BOT_APP_ID', 'TENANT_ID', 'ALLOWED_TENANTS', 'MAIL_FROM', 'SMTP_HOST', 'BOT_SECRET']) expect(said()).toContain(name);
    expect(existsSync(join(folder, 'register.sqlite'))).toBe(false);
  }, 60_000);

  it('says in a sentence that its register is not one', async () => {
    writeFileSync(join(folder, 'register.sqlite'), 'this is a letter, not a register'.repeat(100));
    const { exit, said } = start(await freePort());
    expect(await exit).toBe(1);
    expect(said()).toMatch(/^[A-Z].+\.\n$/);
    expect(said()).not.toContain('    at ');
  }, 60_000);
});

describe('npm run tick -- --sharepoint', () => {
  it.each([
    ['has not been started', () => undefined],
    ['was left behind by a crash', () => { writeFileSync(join(folder, 'sharepoint-address.json'), '{"origin":"http://127.0.0.1:1"}'); }],
    ['cannot be told from its note', () => { writeFileSync(join(folder, 'sharepoint-address.json'), '{"origin":"https://example.org"}'); }],
  ])('says how to start the SharePoint of this machine when it %s', async (_what, prepare) => {
    prepare();
    const { exit, said } = start(await freePort(), ['--on', '2026-10-19', '--sharepoint'], {}, 'tick');
    expect(await exit).toBe(1);
    expect(said()).toBe('This machine’s own SharePoint is not running. Start it in another terminal with npm start -- --sharepoint, and leave it running.\n');
    expect(existsSync(join(folder, 'register.sqlite'))).toBe(false);
  }, 60_000);
});
