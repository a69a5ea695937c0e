import { compose } from './compose.ts';
import { loadConfig } from './config.ts';
import { firstSteps } from './first-steps.ts';
import { createLog } from './log.ts';

const config = loadConfig();
if (!config.ok) stopWith(['The environment is not right, so nothing was started:', ...config.refusal.map((fault) => `  - ${fault}`)]);

const local = config.fact.kind === 'local';
const sharePoint = config.fact.kind === 'local' && config.fact.sharePoint;
const log = createLog(local ? 'warn' : 'info');
const house = await compose(config.fact, { log, watch: (line) => { say([line]); } }).catch((error: Error) => stopWith([error.message]));
const started = await house.start();
if (!started.ok) {
  await house.stop();
  stopWith([`Port ${started.refusal.port} is in use by another program. Stop it, or start with PORT=${started.refusal.port + 1} npm start`]);
}

say(local
  ? ['', 'Partnership assurance is running with a sample partnership. Open', '', `  ${started.fact}`, '', 'Try this first:', ...firstSteps(house.work.register.snapshot(), house.work.now().today, sharePoint).map((step) => `  - ${step}`), '', ...(sharePoint ? ['The records are in a SharePoint of this machine’s own. What is asked of it is told here, a line each.', 'Stop it with Ctrl+C. What you do is forgotten then.'] : ['Stop it with Ctrl+C. What you do is kept; "npm start -- --reset" starts afresh.'])]
  : [`Partnership assurance is running at ${started.fact}`]);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => { void house.stop().then(() => process.exit(0)); });
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function stopWith(lines: readonly string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}
