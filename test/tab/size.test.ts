import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { launchBrowser } from '../support/browser.ts';
import { builtTab } from '../support/built-tab.ts';
import { startFakeApi } from '../support/fake-api.ts';

const Manifest = z.record(z.string(), z.object({ file: z.string(), imports: z.array(z.string()).default([]), dynamicImports: z.array(z.string()).default([]) }));
const BUDGET_BYTES = 200_000;

describe('the first useful page', () => {
  it('needs at most 200 kB of JavaScript, compressed', async () => {
    const dist = await builtTab();
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')));
    const needed = new Set<string>();
    const need = (key: string): void => {
      const chunk = manifest[key];
      if (!chunk || needed.has(chunk.file)) return;
      needed.add(chunk.file);
      chunk.imports.forEach(need);
    };
    need('index.html');
    const bytes = [...needed].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
    expect(needed.size).toBeGreaterThan(0);
    expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
  }, 180_000);

  it('loads the other pages and teams-js only when they are needed', async () => {
    const api = await startFakeApi();
    const browser = await launchBrowser();
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    await page.addInitScript(() => sessionStorage.setItem('signed-in-person', 'police-rep'));
    await page.goto(`${api.url}/tab/my-desk`);
    await page.getByRole('heading', { level: 1, name: 'One thing is overdue' }).waitFor();
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(await builtTab(), '.vite/manifest.json'), 'utf8')));
    const lazy = (manifest['index.html']?.dynamicImports ?? []).map((key) => `/tab/${manifest[key]?.file}`);
    expect(lazy.length).toBeGreaterThan(8);
    expect(loaded.filter((path) => lazy.includes(path))).toEqual([]);
    await browser.close();
    await api.stop();
  }, 180_000);
});
