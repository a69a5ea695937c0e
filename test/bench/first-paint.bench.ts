import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import type { Bench, Measure } from './measure.ts';

const ROOT = join(import.meta.dirname, '../..');
const RUNS = 7;
const PERSON = 'p-rukhsana-malik';

/** From nothing in the cache to My desk with its heading and items on screen, in a plain browser on the same machine. */
export const bench: Bench = {
  name: 'First useful page of the tab',
  run: async (): Promise<readonly Measure[]> => {
    execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--config', 'tab/vite.config.ts', '--logLevel', 'warn'], { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' } });
    const product = await startProduct();
    const browser = await launchBrowser();
    const looks: { readonly paintedAt: number; readonly scripts: readonly string[] }[] = [];
    for (let run = 0; run < RUNS; run += 1) looks.push(await coldLook(browser, product.url));
    await browser.close();
    await product.stop();
    const painted = looks.map(({ paintedAt }) => paintedAt).sort((a, b) => a - b);
    return [
      { what: 'JavaScript to My desk, gzipped', value: gzippedSize(looks[0]?.scripts ?? []) / 1000, unit: 'kB', atMost: 200 },
      { what: `useful paint, cold, middle of ${RUNS}`, value: painted[Math.floor(RUNS / 2)] ?? NaN, unit: 'ms', atMost: 1_000 },
      { what: 'useful paint, cold, slowest', value: painted.at(-1) ?? NaN, unit: 'ms' },
    ];
  },
};

async function coldLook(browser: Browser, url: string): Promise<{ readonly paintedAt: number; readonly scripts: readonly string[] }> {
  const context = await browser.newContext();
  await context.addInitScript((person) => sessionStorage.setItem('signed-in-person', person), PERSON);
  const page = await context.newPage();
  const scripts: string[] = [];
  page.on('response', (response) => { if (response.url().endsWith('.js')) scripts.push(new URL(response.url()).pathname); });
  await page.goto(`${url}/tab/my-desk`);
  const paintedAt = await page.waitForFunction(() => (document.querySelector('h1') && document.querySelector('main li, main section') && !document.querySelector('[aria-label="Loading"]') ? performance.now() : false), undefined, { polling: 'raf' });
  const value = Number(await paintedAt.jsonValue());
  await context.close();
  return { paintedAt: value, scripts };
}

function gzippedSize(scripts: readonly string[]): number {
  return scripts.reduce((sum, script) => sum + gzipSync(readFileSync(join(ROOT, 'dist', script))).length, 0);
}

async function startProduct(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'first-paint-'));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server/main.ts'], { cwd: ROOT, env: { ...process.env, ASSURANCE_ENV: 'local', DATA_FOLDER: folder, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve) => { server.stdout.on('data', (chunk: Buffer) => { if (chunk.toString().includes('Ctrl+C')) resolve(); }); });
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGTERM');
      await once(server, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
