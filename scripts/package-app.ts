import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageApp } from './app-package.ts';

/** `npm run package -- --env <name>`: makes the zip that the Teams admin centre takes. */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { env: { type: 'string', default: 'example' } } });
const environment = values.env;
const envFile = join(root, 'env', `.env.${environment}`);

if (!existsSync(envFile)) {
  console.error(`There is no environment "${environment}": the file env/.env.${environment} is missing. Copy env/.env.example and fill it in.`);
  process.exit(1);
}
const outcome = await packageApp({
  manifestTemplate: readFileSync(join(root, 'appPackage', 'manifest.json'), 'utf8'),
  environmentText: readFileSync(envFile, 'utf8'),
  appVersion: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  color: readFileSync(join(root, 'appPackage', 'color.png')),
  outline: readFileSync(join(root, 'appPackage', 'outline.png')),
});
if (!outcome.ok) {
  console.error(`The app package for "${environment}" was not made:`);
  for (const fault of outcome.refusal) console.error(`- ${fault}`);
  process.exit(1);
}
const folder = join(root, 'dist', 'appPackage');
mkdirSync(folder, { recursive: true });
const file = join(folder, `assurance-${environment}.zip`);
writeFileSync(file, outcome.fact);
console.log(`Made ${file}. Upload it in the Teams admin centre under Teams apps, Manage apps.`);
