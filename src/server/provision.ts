import { existsSync, readFileSync } from 'node:fs';
import { loadVariables } from './config.ts';
import { realTiming } from './graph-timing.ts';
import { provision, provisionRequest } from './provision-run.ts';
import { readSharePointConfig } from './sharepoint-config.ts';

/** `npm run provision -- --env <name>`: makes or mends the register's lists on the environment's SharePoint site; with `--dry-run` only says what it would do. */
const request = provisionRequest(process.argv.slice(2));
if (!request.ok) stopWith(request.refusal);
const { environment, dryRun } = request.fact;
const config = readSharePointConfig(loadVariables(environment), environment, (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));
if (!config.ok) stopWith(config.refusal.join('\n'));
const ok = await provision(config.fact, dryRun, realTiming(), (line) => process.stdout.write(`${line}\n`));
process.exitCode = ok ? 0 : 1;

function stopWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
