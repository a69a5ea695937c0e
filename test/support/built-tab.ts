import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
const DIST = join(ROOT, 'dist/tab');
const STAMP = join(ROOT, 'dist/tab.built-from');
const LOCK = join(ROOT, 'dist/tab.building');
const FORMAT = 'production';
const SOURCES = ['tab', 'src/assurance', 'src/api-contract', 'package-lock.json'];
const ABANDONED_AFTER_MS = 120_000;

/** The folder of the built tab. It is built when its sources changed, once, however many test files ask at the same time. */
export async function builtTab(): Promise<string> {
  const wanted = fingerprint();
  while (!isBuilt(wanted)) {
    if (!takeLock()) {
      await wait(100);
      continue;
    }
    try {
      // Jest's own NODE_ENV would make it a slow development build of React.
      const env = { ...process.env, NODE_ENV: 'production' };
      await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--config', 'tab/vite.config.ts', '--logLevel', 'warn'], { cwd: ROOT, env });
      writeFileSync(STAMP, wanted);
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
  }
  return DIST;
}

function isBuilt(wanted: string): boolean {
  try {
    return readFileSync(STAMP, 'utf8') === wanted && statSync(join(DIST, 'index.html')).isFile();
  } catch {
    return false;
  }
}

/** Whether this process may build now. A lock left behind by a process that died does not last. */
function takeLock(): boolean {
  try {
    mkdirSync(join(ROOT, 'dist'), { recursive: true });
    mkdirSync(LOCK);
    return true;
  } catch {
    const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_AFTER_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

function fingerprint(): string {
  const hash = createHash('sha256').update(FORMAT);
  for (const source of SOURCES) addTo(join(ROOT, source));
  return hash.digest('hex');

  function addTo(path: string): void {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).toSorted()) addTo(join(path, name));
    else hash.update(path.slice(ROOT.length)).update(readFileSync(path));
  }
}
