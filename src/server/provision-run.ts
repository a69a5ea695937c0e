import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { changesToLoad, faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER } from '../embedded/templates/load-template.ts';
import { createGraphClient, type GraphClient } from '../microsoft365/graph-client.ts';
import { GraphError } from '../microsoft365/graph-errors.ts';
import type { GraphTiming } from '../microsoft365/graph-timing.ts';
import { findSite, provisionLists, type ProvisionReport } from '../microsoft365/provision-lists.ts';
import { SharePointRegister } from '../microsoft365/sharepoint-register.ts';
import { LISTS } from '../register/lists.ts';
import { RegisterUnavailable } from '../register/register.ts';
import type { SharePointConfig } from './sharepoint-config.ts';

export type ProvisionRequest = { readonly environment: string; readonly dryRun: boolean };

/** Reads the command line of `npm run provision`. Refused with a sentence that says what to type. */
export function provisionRequest(args: readonly string[]): Outcome<ProvisionRequest, string> {
  const example = 'For example: npm run provision -- --env production --dry-run';
  try {
    const { env, 'dry-run': dryRun } = parseArgs({ args: [...args], options: { 'env': { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } }).values;
    return env !== undefined && /^[\w-]+$/.test(env) ? accept({ environment: env, dryRun }) : refuse(`Say which environment: --env <name>. ${example}`);
  } catch {
    return refuse(`The options are --env <name> and --dry-run. ${example}`);
  }
}

/** Few enough for a commit to take a few requests, and to begin again from little. */
const ROWS_IN_A_COMMIT = 38;

/**
 * Makes or mends the lists of the register and brings in the partnership's template; rows that are there stay as they are. It may be run again
 * at any time.
 * @param say is told what is done, or would be done, a sentence each
 * @returns whether nothing is left that a person has to see to
 */
export async function provision(config: SharePointConfig, dryRun: boolean, timing: GraphTiming, say: (line: string) => void): Promise<boolean> {
  const rows = loadTemplate(readTemplateFolder(join(TEMPLATES_FOLDER, config.template)));
  if (!rows.ok) {
    say(`The template ${config.template} has faults. Nothing was done.\n${faultText(rows.refusal)}`);
    return false;
  }
  try {
    const client = createGraphClient(config.graph, timing);
    const site = await findSite(client, config.site);
    say(`Site: ${site.displayName ?? config.site} (${site.webUrl ?? config.site})`);
    const report = await provisionLists(client, site.id, LISTS, dryRun);
    tell(report, dryRun, say);
    if (!report.ok || dryRun) return report.ok;
    await loadRows(client, site.id, rows.fact, timing, say);
    say('The register is ready.');
    return true;
  } catch (error) {
    if (!(error instanceof GraphError) && !(error instanceof RegisterUnavailable)) throw error;
    say(error instanceof GraphError && !error.message.includes(error.forPerson) ? `${error.forPerson} (${error.message})` : error.message);
    say('Run this again once that is mended; what is done is not done twice.');
    return false;
  }
}

function tell({ steps, ok }: ProvisionReport, dryRun: boolean, say: (line: string) => void): void {
  const verb = { 'create list': 'make', 'add column': 'add', 'change column': 'mend', 'refused': 'cannot', 'told': 'note' } as const;
  for (const { kind, says, failed } of steps) say(`${failed === undefined ? verb[kind] : 'failed'}: ${says}${failed === undefined ? '' : ` ${failed}`}`);
  if (steps.length === 0) say('The lists are as they should be.');
  else if (dryRun) say('This was a dry run: nothing was changed.');
  if (!ok) say('Some of this needs a person: see the lines that begin with cannot or failed.');
}

async function loadRows(client: GraphClient, siteId: string, rows: Parameters<typeof changesToLoad>[1], timing: GraphTiming, say: (line: string) => void): Promise<void> {
  const register = await SharePointRegister.open({ client, timing, siteId, definitions: LISTS });
  try {
    const changes = changesToLoad(register.snapshot(), rows);
    for (let from = 0; from < changes.length; from += ROWS_IN_A_COMMIT) {
      const committed = await register.commit(changes.slice(from, from + ROWS_IN_A_COMMIT), { person: 'system', at: timing.now(), what: 'loaded the partnership’s template' });
      if (!committed.ok) throw new RegisterUnavailable(`${committed.refusal.list}: the row ${committed.refusal.key} was written by somebody else at the same moment.`);
      say(`template: ${Math.min(from + ROWS_IN_A_COMMIT, changes.length)} of ${changes.length} rows`);
    }
  } finally {
    await register.close();
  }
}
