import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtTab } from './built-tab.ts';

const ROOT = join(__dirname, '../..');
const run = promisify(execFile);

/** The product as a newcomer runs it: a process of its own on a port of its own, with a data folder of its own. */
export type RunningProduct = {
  readonly url: string;
  /** What it printed when it was ready. */
  readonly said: string;
  /** Runs the jobs in another process as if on that day. @returns what it printed */
  readonly tick: (on: string, time: string) => Promise<string>;
  /** The texts of all mail that was dropped, in no order. */
  readonly mail: () => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
};

/** @param args options of `npm start` and `npm run tick` alike */
export async function runProduct(args: readonly string[] = []): Promise<RunningProduct> {
  await builtTab();
  await run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', 'src/embedded/local-teams/page', '--logLevel', 'warn'], { cwd: ROOT });
  const folder = await mkdtemp(join(tmpdir(), 'product-'));
  const port = await freePort();
  const environment = { ...process.env, ASSURANCE_ENV: 'local', DATA_FOLDER: folder, PORT: String(port), TZ: 'Pacific/Auckland' };
  const node = (file: string, ...more: string[]) => ['--disable-warning=ExperimentalWarning', join('src/server', file), ...more, ...args];

  const server = spawn(process.execPath, node('main.ts'), { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('Ctrl+C')) resolve();
    });
    server.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    server.once('exit', (code) => { reject(new Error(`The product stopped with ${code} and said: ${said}`)); });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    said,
    tick: async (on, time) => (await run(process.execPath, node('tick.ts', '--on', on, '--at', time), { cwd: ROOT, env: environment })).stdout,
    async mail() {
      const dropped = join(folder, 'mail');
      await mkdir(dropped, { recursive: true });
      return Promise.all((await readdir(dropped)).filter((name) => name.endsWith('.eml')).map((name) => readFile(join(dropped, name), 'utf8')));
    },
    async stop() {
      server.removeAllListeners('exit');
      server.kill('SIGTERM');
      if (server.exitCode === null) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
