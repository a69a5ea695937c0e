import { existsSync, readFileSync } from 'node:fs';
import { loadVariables } from './config.ts';
import { doctorRequest, examine } from './doctor-run.ts';
import { realTiming } from './graph-timing.ts';

/** `npm run doctor -- --env <name>`: says of each thing that the environment needs whether it is there, and who can put it right. */
const request = doctorRequest(process.argv.slice(2));
if (request.ok) {
  const sources = { environment: request.fact, variables: loadVariables(request.fact), readFile: (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined) };
  const allWell = await examine(sources, realTiming(), (line) => process.stdout.write(`${line}\n`));
  process.exitCode = allWell ? 0 : 1;
} else {
  process.stderr.write(`${request.refusal}\n`);
  process.exitCode = 1;
}
