import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { Instant } from '../assurance/time/instant.ts';
import { RegisterUnavailable } from '../register/register.ts';
import { guideStep, missing, note, well, type Finding, type Mender } from './doctor-finding.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import type { GraphCredential } from './graph-settings.ts';
import type { TokenSource } from './graph-token.ts';
import { findSite, provisionLists } from './provision-lists.ts';
import type { ProvisionStep } from './provision-plan.ts';
import { bindLists } from './register-binding.ts';

export type Examined = {
  readonly client: GraphClient;
  readonly tokens: Pick<TokenSource, 'token'>;
  /** As Graph addresses it: `contoso.sharepoint.com:/sites/partnership`. */
  readonly site: string;
  readonly definitions: readonly AnyRecordDefinition[];
  /** Its name, for the commands that are recommended. */
  readonly environment: string;
  /** The shared mailbox that mail goes out from, where it goes out through Microsoft 365. */
  readonly mailbox?: string;
};

/** Microsoft refuses sign-ins and webhooks that are five minutes out; before that, times in the register are wrong. */
const CLOCK_OUT = 120_000;
const WARN_DAYS = 30;
const DAY = 86_400_000;
const Identified = z.object({ id: z.string() });

/**
 * Looks at everything in Microsoft 365 that the product needs and tells of each; changes nothing and sends no mail. What depends on something that
 * is missing is not looked at, so that one fault is not told many times.
 */
export async function* examineTenant(examined: Examined): AsyncGenerator<Finding, void, undefined> {
  const { client, environment } = examined;
  const roles = await signIn(examined);
  yield roles.finding;
  if (roles.finding.state === 'missing') return;
  const site = await asked('Site', environment, async () => {
    const { id, displayName } = await findSite(client, examined.site);
    return { id, finding: well('Site', `${displayName ?? examined.site} can be reached, and grants this app access.`) };
  });
  const clock = clockFinding(client.clockAhead());
  if (clock) yield clock;
  yield site.id === undefined ? withConsent(site.finding, roles.names) : site.finding;
  if (site.id !== undefined) {
    yield* await listFindings(examined, site.id);
    const { id } = site;
    yield (await asked('Documents', environment, async () => {
      await client.get(`/sites/${id}/drive`, Identified);
      return { id, finding: well('Documents', 'The site has a document library to keep them in.') };
    })).finding;
  }
  if (examined.mailbox !== undefined) yield mailboxFinding(examined.mailbox, roles.names);
}

/** Whether a certificate can be read and is of today. Nothing for a credential that is none. */
export function certificateFinding(credential: GraphCredential, now: Instant): Finding | undefined {
  if (credential.kind !== 'certificate') return undefined;
  const about = 'Certificate';
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(credential.certificate);
  } catch {
    return missing(about, 'The file does not hold a certificate that can be read.', 'whoever runs the server', guideStep(3));
  }
  const at = Date.parse(now);
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (at > until) return missing(about, `It ran out on ${certificate.validTo}.`, 'an Entra administrator', guideStep(3));
  if (at < from) return missing(about, `It is valid only from ${certificate.validFrom}: check this machine’s clock.`, 'whoever runs the server', 'set the machine’s clock by a time server');
  const days = Math.floor((until - at) / DAY);
  return days < WARN_DAYS ? note(about, `It runs out in ${days} days, on ${certificate.validTo}. Make the next one now: ${guideStep(3)}.`) : well(about, `It can be read, and is valid until ${certificate.validTo}.`);
}

type SignedIn = { readonly finding: Finding; readonly names: readonly string[] | undefined };

async function signIn({ tokens, environment }: Examined): Promise<SignedIn> {
  const about = 'Sign-in';
  try {
    return { finding: well(about, 'Microsoft Entra knows the tenant and the app, and accepts its credential.'), names: rolesIn(await tokens.token()) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { codes } = error.fault;
    if (error.kind === 'unavailable') return { finding: missing(about, 'Microsoft’s sign-in service cannot be reached from this machine.', 'whoever runs the server', `let the machine reach login.microsoftonline.com by https, then npm run doctor -- --env ${environment}`), names: undefined };
    const says = codes.length === 0 ? error.forPerson : `${error.forPerson} (${codes.join(', ')})`;
    const mend = SIGN_IN_MENDERS.find(({ code }) => codes.includes(code));
    return { finding: missing(about, says, mend?.who ?? 'an Entra administrator', mend?.next ?? guideStep(3)), names: undefined };
  }
}

const SIGN_IN_MENDERS: readonly { readonly code: string; readonly who: Mender; readonly next: string }[] = [
  { code: 'AADSTS90002', who: 'whoever runs the server', next: `put the directory (tenant) id into TENANT_ID; ${guideStep(8)}` },
  { code: 'AADSTS900023', who: 'whoever runs the server', next: `put the directory (tenant) id into TENANT_ID; ${guideStep(8)}` },
  { code: 'AADSTS700016', who: 'an Entra administrator', next: `compare GRAPH_APP_ID (or BOT_APP_ID) with the app registration; ${guideStep(1)}` },
  { code: 'AADSTS700024', who: 'whoever runs the server', next: 'set the machine’s clock by a time server' },
  { code: 'AADSTS7000112', who: 'an Entra administrator', next: 'enable the app in Microsoft Entra, Enterprise applications, Properties' },
];

/** Microsoft promises nothing about what is inside a token; so this is for advice only, and `undefined` where it cannot be read. */
function rolesIn(token: string): readonly string[] | undefined {
  try {
    return z.object({ roles: z.array(z.string()).default([]) }).parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))).roles;
  } catch {
    return undefined;
  }
}

type Asked = { readonly id?: string; readonly finding: Finding };

async function asked(about: string, environment: string, work: () => Promise<Asked>): Promise<Asked> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RegisterUnavailable) return { finding: missing(about, error.message, 'whoever runs the server', `npm run provision -- --env ${environment}`) };
    if (error instanceof GraphError) return { finding: faultFinding(about, error, environment) };
    throw error;
  }
}

function faultFinding(about: string, { kind, forPerson, fault }: GraphError, environment: string): Finding {
  const again = `npm run doctor -- --env ${environment}`;
  switch (kind) {
    case 'forbidden': return missing(about, 'The app is signed in, and the site does not let it in: its grant is missing.', 'a SharePoint administrator', `grant the site to the app, ${guideStep(5)}`);
    case 'not-found': return missing(about, 'SharePoint has no such site or library. It may have been moved or deleted, or SHAREPOINT_SITE is mistyped.', 'a SharePoint administrator', `compare SHAREPOINT_SITE with the site’s address; ${guideStep(8)}`);
    case 'unauthorised': return missing(about, 'Microsoft Graph does not accept the token that Microsoft Entra gave: the app, its tenant or this machine’s clock is out of order.', 'an Entra administrator', guideStep(1));
    case 'unavailable': case 'throttled': return missing(about, forPerson, 'whoever runs the server', `wait a few minutes, then ${again}`);
    default: return missing(about, `${forPerson} SharePoint said: ${fault.said}`, 'a SharePoint administrator', again);
  }
}

/** A refusal has two reasons that look the same from the site: no consent in the tenant, or no grant on the site. */
function withConsent(finding: Finding, roles: readonly string[] | undefined): Finding {
  if (finding.state !== 'missing' || finding.who !== 'a SharePoint administrator' || roles === undefined || roles.some((role) => role.startsWith('Sites.'))) return finding;
  return missing('Consent', 'The app has no consent to Sites.Selected.', 'an Entra administrator', `add Sites.Selected and grant admin consent, ${guideStep(4)}`);
}

function clockFinding(ahead: number | undefined): Finding | undefined {
  if (ahead === undefined) return undefined;
  const seconds = Math.round(Math.abs(ahead) / 1000);
  if (Math.abs(ahead) < CLOCK_OUT) return well('Clock', 'This machine’s clock agrees with Microsoft’s.');
  return missing('Clock', `This machine’s clock is ${seconds} seconds ${ahead > 0 ? 'ahead of' : 'behind'} Microsoft’s. Sign-ins fail, and history gets wrong times.`, 'whoever runs the server', 'set the machine’s clock by a time server');
}

async function listFindings({ client, definitions, environment }: Examined, siteId: string): Promise<readonly Finding[]> {
  const about = 'Lists';
  const findings: Finding[] = [];
  const outcome = await asked(about, environment, async () => {
    const { steps } = await provisionLists(client, siteId, definitions, true);
    const made = steps.filter(({ kind }) => kind === 'create list');
    const none = made.length > 1 && made.length === steps.length && made.every(({ says }) => says.endsWith(': make the list.'));
    if (none) return { finding: missing(about, `The site lacks ${made.length} of the register’s lists.`, 'whoever runs the server', `npm run provision -- --env ${environment}`) };
    findings.push(...steps.map((step) => stepFinding(step, environment)));
    if (findings.some(({ state }) => state === 'missing')) return { finding: note(about, 'The rest of the lists and columns are as they should be.') };
    await bindLists(client, siteId, definitions);
    return { finding: well(about, 'Every list and column of the register is as it should be.') };
  });
  return [...findings, outcome.finding];
}

function stepFinding({ kind, says }: ProvisionStep, environment: string): Finding {
  const about = 'Lists';
  const provision = `npm run provision -- --env ${environment}`;
  switch (kind) {
    case 'told': return note(about, says);
    case 'refused': return missing(about, says, 'the board office', `${provision} --dry-run`);
    case 'create list': return missing(about, says, 'the board office', `restore the list from the site’s recycle bin, or ${provision} to make it anew`);
    default: return missing(about, says, 'whoever runs the server', provision);
  }
}

/** Only sending would prove it, and the doctor sends nothing. */
function mailboxFinding(mailbox: string, roles: readonly string[] | undefined): Finding {
  const about = 'Mailbox';
  return roles?.includes('Mail.Send') === true
    ? note(about, `Mail goes out from ${mailbox}. The app’s consent to Mail.Send is for every mailbox of the tenant: an Exchange administrator should limit it to this one, ${guideStep(6)}.`)
    : note(about, `Mail goes out from ${mailbox}. Whether Exchange lets the app send from it cannot be seen from here: an Exchange administrator checks it with Test-ServicePrincipalAuthorization, ${guideStep(6)}.`);
}
