import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { findBrowser } from './find-browser.ts';

/** Runs every test, browser tests included, and closes with one line: `N passed, N failed`. Arguments go to jest. */

const require = createRequire(import.meta.url);
const Results = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numRuntimeErrorTestSuites: z.number() });

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** Installs a Chromium where none is found: Playwright's own download, or the system's package where that is refused. */
function ensureBrowser(): void {
  if (findBrowser()) return;
  console.log('No Chrome, Chromium or Edge found. Installing Chromium for the browser tests.');
  const playwright = join(require.resolve('playwright-core/package.json'), '..', 'cli.js');
  if (run(process.execPath, [playwright, 'install', '--with-deps', 'chromium']) && findBrowser()) return;
  if (process.getuid?.() === 0 && run('apt-get', ['update']) && run('apt-get', ['install', '--yes', 'chromium']) && findBrowser()) return;
  console.error('The browser tests need Chrome, Chromium or Edge. Install one, for example with: sudo apt-get install chromium');
  process.exit(1);
}

ensureBrowser();
const folder = mkdtempSync(join(tmpdir(), 'test-results-'));
const outputFile = join(folder, 'results.json');
const jest = join(require.resolve('jest/package.json'), '..', 'bin', 'jest.js');
const passed = run(process.execPath, ['--disable-warning=ExperimentalWarning', jest, '--json', `--outputFile=${outputFile}`, ...process.argv.slice(2)]);
const results = Results.parse(JSON.parse(readFileSync(outputFile, 'utf8')));
rmSync(folder, { recursive: true });
console.log(`${results.numPassedTests} passed, ${results.numFailedTests + results.numRuntimeErrorTestSuites} failed`);
process.exit(passed ? 0 : 1);
