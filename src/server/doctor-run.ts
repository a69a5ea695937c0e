import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER } from '../embedded/templates/load-template.ts';
import { certificateFinding, examineTenant } from '../microsoft365/doctor-checks.ts';
import { findingLine, guideStep, missing, note, well, type Finding } from '../microsoft365/doctor-finding.ts';
import { createGraphClient } from '../microsoft365/graph-client.ts';
import { GraphSettingsRefused } from '../microsoft365/graph-settings.ts';
import type { GraphTiming } from '../microsoft365/graph-timing.ts';
import { createTokenSource } from '../microsoft365/graph-token.ts';
import { LISTS } from '../register/lists.ts';
import { readConfig, type Sources } from './config.ts';
import { readSharePointConfig, type SharePointConfig } from './sharepoint-config.ts';

/** Reads the command line of `npm run doctor`: the environment's name. Refused with a sentence that says what to type. */
export function doctorRequest(args: readonly string[]): Outcome<string, string> {
  const example = 'For example: npm run doctor -- --env production';
  try {
    const { env } = parseArgs({ args: [...args], options: { env: { type: 'string' } } }).values;
    return env !== undefined && /^[\w-]+$/.test(env) ? accept(env) : refuse(`Say which environment: --env <name>. ${example}`);
  } catch {
    return refuse(`The option is --env <name>. ${example}`);
  }
}

export type DoctorSources = Pick<Sources, 'variables' | 'readFile'> & { readonly environment: string };

/**
 * Checks an environment from its settings to its lists, and says a line for each. Changes nothing, and sends nothing to anybody.
 * @param say is told each line as soon as it is known
 * @returns whether nothing is missing
 */
export async function examine({ environment, variables, readFile }: DoctorSources, timing: GraphTiming, say: (line: string) => void): Promise<boolean> {
  let allWell = true;
  const tell = (finding: Finding) => {
    if (finding.state === 'missing') allWell = false;
    say(findingLine(finding));
  };
  const settings = settingsOf({ environment, variables, readFile });
  settings.findings.forEach(tell);
  tell(templateFinding(variables['TEMPLATE'] ?? 'llr'));
  if (settings.sharePoint) await examineMicrosoft365(settings.sharePoint, settings.mailbox, environment, timing, tell);
  else if (variables['SHAREPOINT_SITE'] === undefined) tell(note('SharePoint', 'SHAREPOINT_SITE is not set: the records are kept in files on this machine.'));
  tell(note('Teams', `Whether the app is uploaded and given to its members shows only in Teams: a Teams administrator checks it by ${guideStep(11)}.`));
  say(allWell ? 'Nothing is missing.' : 'Something is missing: see the lines that begin with missing.');
  return allWell;
}

type Settings = { readonly findings: readonly Finding[]; readonly sharePoint?: SharePointConfig; readonly mailbox?: string };

function settingsOf({ environment, variables, readFile }: DoctorSources): Settings {
  const about = 'Settings';
  const config = readConfig({ variables: { ...variables, ASSURANCE_ENV: environment }, args: [], readFile });
  const sharePoint = variables['SHAREPOINT_SITE'] === undefined ? undefined : readSharePointConfig(variables, environment, readFile);
  // The local environment needs none of this to start, so that only here anybody asks for it.
  const faults = new Set([...(config.ok ? [] : config.refusal), ...(sharePoint?.ok === false ? sharePoint.refusal : [])]);
  const smtp = variables['SMTP_HOST'] !== undefined;
  return {
    findings: faults.size === 0 ? [well(about, 'The server has all that it needs to start.')] : [...faults].map((fault) => missing(about, fault, 'whoever runs the server', guideStep(8))),
    ...(sharePoint?.ok === true ? { sharePoint: sharePoint.fact } : {}),
    ...(variables['MAIL_FROM'] === undefined || smtp ? {} : { mailbox: variables['MAIL_FROM'] }),
  };
}

function templateFinding(template: string): Finding {
  const about = 'Template';
  const folder = join(TEMPLATES_FOLDER, template);
  if (!/^[a-z\d-]+$/.test(template) || !existsSync(folder)) return missing(about, `There is no template ${template}.`, 'whoever runs the server', 'set TEMPLATE to the name of a folder in templates');
  try {
    const rows = loadTemplate(readTemplateFolder(folder));
    return rows.ok ? well(about, `${template} can be loaded.`) : missing(about, `${template} has faults: ${faultText(rows.refusal)}.`, 'the board office', `mend the lines that are named in templates/${template}`);
  } catch (error) {
    return missing(about, `A file of ${template} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`, 'whoever runs the server', `put the files of templates/${template} back`);
  }
}

async function examineMicrosoft365({ graph, site }: SharePointConfig, mailbox: string | undefined, environment: string, timing: GraphTiming, tell: (finding: Finding) => void): Promise<void> {
  const certificate = certificateFinding(graph.credential, timing.now());
  if (certificate) tell(certificate);
  if (certificate?.state === 'missing') return;
  try {
    const examined = { client: createGraphClient(graph, timing), tokens: createTokenSource(graph, timing), site, definitions: LISTS, environment, ...(mailbox === undefined ? {} : { mailbox }) };
    for await (const finding of examineTenant(examined)) tell(finding);
  } catch (error) {
    if (!(error instanceof GraphSettingsRefused)) throw error;
    tell(missing('Settings', error.message, 'whoever runs the server', guideStep(8)));
  }
}
