import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { readSharePointConfig, type SharePointConfig } from './sharepoint-config.ts';

/** Everything the process is told from outside, read once at the start. */
export type Config = LocalConfig | TenantConfig;

type Common = {
  readonly port: number;
  /** Where the register, documents and dropped mail lie. */
  readonly dataFolder: string;
};

/** One machine, invented people, reachable from this machine only. */
export type LocalConfig = Common & {
  readonly kind: 'local';
  readonly reset: boolean;
  /** Keeps the records in a SharePoint that this machine pretends to have, in place of a file. */
  readonly sharePoint: boolean;
};

/** A real tenant, behind https. */
export type TenantConfig = Common & {
  readonly kind: 'tenant';
  readonly environment: string;
  /** The partnership's template: a folder of `templates/`. */
  readonly template: string;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly bot: { readonly appId: string; readonly tenantId: string; readonly credential: BotCredential };
  /** The tenants whose people may sign in and write to the bot. */
  readonly allowedTenants: readonly string[];
  readonly mail: MailConfig;
  /** Where the register and the documents are; without it, in files of the data folder. */
  readonly sharePoint?: SharePointConfig;
};
export type BotCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly thumbprint: string; readonly privateKey: string };
export type MailConfig =
  | (SmtpConfig & { readonly kind: 'smtp' })
  /** Through Microsoft 365, from the shared mailbox of this address. */
  | { readonly kind: 'graph'; readonly from: string };
export type SmtpConfig = { readonly from: string; readonly host: string; readonly port: number; readonly user?: string; readonly password?: string };

type Variables = Readonly<Record<string, string | undefined>>;

/** Where the configuration comes from; `readFile` answers undefined where there is no such file. */
export type Sources = { readonly variables: Variables; readonly args: readonly string[]; readonly readFile: (path: string) => string | undefined };

/**
 * Reads the environment, the command line and `env/.env.<name>`. A variable of the environment goes before the file's.
 * @param args the command line's options, where they are not this program's own
 */
export function loadConfig(args: readonly string[] = process.argv.slice(2)): Outcome<Config, readonly string[]> {
  return readConfig({
    variables: process.env, args,
    readFile: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined),
  });
}

/** The variables of one environment, as `loadConfig` would see them, for programs that need others than the server does. */
export function loadVariables(environment: string): Variables {
  const path = join('env', `.env.${environment}`);
  return withoutBlanks({ ...(existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}), ...withoutBlanks(process.env) });
}

/** @returns the configuration, or every fault at once, each a sentence. Nothing in it turns a check off. */
export function readConfig({ variables, args, readFile }: Sources): Outcome<Config, readonly string[]> {
  const environment = variables['ASSURANCE_ENV'] || 'local';
  const file = readFile(join('env', `.env.${environment}`));
  const all = withoutBlanks({ ...(file === undefined ? {} : parseEnv(file)), ...withoutBlanks(variables) });
  const common = CommonVariables.safeParse(all);
  const flags = flagsOf(args, environment);
  const faults = [...flags.faults, ...faultsOf(common)];
  if (environment === 'local') {
    return common.success && faults.length === 0 ? accept({ kind: 'local', reset: flags.reset, sharePoint: flags.sharePoint, ...commonOf(common.data) }) : refuse(faults);
  }
  if (file === undefined && !/^[\w-]+$/.test(environment)) faults.push('ASSURANCE_ENV must be the name of an environment: letters, digits and hyphens.');
  const tenant = TenantVariables.safeParse(all);
  const credential = credentialOf(all, readFile);
  const sharePoint = all['SHAREPOINT_SITE'] === undefined ? undefined : readSharePointConfig(all, environment, readFile);
  faults.push(...faultsOf(tenant), ...(credential.ok ? [] : credential.refusal), ...(sharePoint?.ok === false ? sharePoint.refusal : []));
  if (all['SMTP_HOST'] === undefined && sharePoint === undefined) {
    faults.push('SMTP_HOST is missing. Set it to the name of the mail server, or keep the register on SharePoint (SHAREPOINT_SITE): then mail goes out through Microsoft 365.');
  }
  if ((all['SMTP_USER'] === undefined) !== (all['SMTP_PASSWORD'] === undefined)) {
    faults.push('SMTP_USER and SMTP_PASSWORD belong together. Set both, or neither where the mail server knows this server by its address.');
  }
  if (!common.success || !tenant.success || !credential.ok || sharePoint?.ok === false || faults.length > 0) return refuse(faults);
  const { PUBLIC_HOST, BOT_APP_ID, TENANT_ID, ALLOWED_TENANTS, TEMPLATE, MAIL_FROM, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD } = tenant.data;
  return accept({
    kind: 'tenant', environment, ...commonOf(common.data),
    template: TEMPLATE,
    publicUrl: `https://${PUBLIC_HOST}`,
    bot: { appId: BOT_APP_ID, tenantId: TENANT_ID, credential: credential.fact },
    allowedTenants: ALLOWED_TENANTS,
    mail: SMTP_HOST === undefined ? { kind: 'graph', from: MAIL_FROM } : {
      kind: 'smtp', from: MAIL_FROM, host: SMTP_HOST, port: SMTP_PORT,
      ...(SMTP_USER === undefined ? {} : { user: SMTP_USER }), ...(SMTP_PASSWORD === undefined ? {} : { password: SMTP_PASSWORD }),
    },
    ...(sharePoint === undefined ? {} : { sharePoint: sharePoint.fact }),
  });
}

/** A variable that must be there: what it is when it is missing, what it must look like when it is wrong. */
function needed(name: string, what: string, shape: RegExp, looks: string) {
  return z.string(`${name} is missing. Set it to ${what}.`).regex(shape, `${name} must be ${looks}.`);
}

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const GUID_LIST = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(\s*,\s*[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})*$/i;
const HOST = /^(?=.{4,253}$)([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/;
const MAIL = /^[^\s@<>]+@[^\s@<>]+\.[a-z]{2,}$/i;

function port(name: string, standard: number) {
  const sentence = `${name} must be a port number from 1 to 65535, for example ${standard}.`;
  return z.string().regex(/^\d{1,5}$/, sentence).transform(Number).refine((number) => number >= 1 && number <= 65_535, sentence).default(standard);
}

const CommonVariables = z.object({
  PORT: port('PORT', 3978),
  DATA_FOLDER: z.string().default('data'),
});

const TenantVariables = z.object({
  PUBLIC_HOST: needed('PUBLIC_HOST', 'the host name under which Teams reaches this server by https', HOST, 'a host name in lower case without https:// and without a path, for example assurance.example.org'),
  BOT_APP_ID: needed('BOT_APP_ID', 'the application (client) id of the Entra app registration', GUID, 'an application id, which is a GUID'),
  TENANT_ID: needed('TENANT_ID', 'the id of the tenant in which the app is registered', GUID, 'a tenant id, which is a GUID'),
  ALLOWED_TENANTS: needed('ALLOWED_TENANTS', 'the ids of the tenants whose people may sign in, with commas between them', GUID_LIST, 'tenant ids, which are GUIDs, with commas between them')
    .transform((list) => list.split(',').map((id) => id.trim().toLowerCase())),
  TEMPLATE: needed('TEMPLATE', 'the name of the partnership’s folder in templates', /^[a-z\d-]+$/, 'the name of a folder in templates, for example llr'),
  MAIL_FROM: needed('MAIL_FROM', 'the address that e-mail comes from', MAIL, 'an e-mail address'),
  SMTP_HOST: z.string().regex(/^[\w.-]+$/, 'SMTP_HOST must be the name of the mail server, without a port.').optional(),
  SMTP_PORT: port('SMTP_PORT', 587),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().optional(),
});

function commonOf({ PORT, DATA_FOLDER }: z.output<typeof CommonVariables>): Common {
  return { port: PORT, dataFolder: resolve(DATA_FOLDER) };
}

function credentialOf(variables: Variables, readFile: Sources['readFile']): Outcome<BotCredential, readonly string[]> {
  const { BOT_SECRET: secret, BOT_CERTIFICATE_FILE: file, BOT_CERTIFICATE_THUMBPRINT: thumbprint } = variables;
  if (file === undefined && thumbprint === undefined) {
    return secret === undefined
      ? refuse(['The bot has no credential. Set BOT_CERTIFICATE_FILE and BOT_CERTIFICATE_THUMBPRINT, or BOT_SECRET.'])
      : accept({ kind: 'secret', secret });
  }
  const privateKey = file === undefined ? undefined : readFile(file);
  const faults = [
    ...(secret === undefined ? [] : ['The bot has a certificate and a secret. Keep one: take BOT_SECRET away where there is a certificate.']),
    ...(thumbprint !== undefined && /^[\da-f]{40}$/i.test(thumbprint) ? [] : ['BOT_CERTIFICATE_THUMBPRINT must be the certificate’s SHA-1 thumbprint: 40 digits and letters a to f.']),
    ...(privateKey !== undefined && privateKey.includes('PRIVATE KEY-----') ? [] : ['BOT_CERTIFICATE_FILE must be the path of a PEM file with the certificate’s private key.']),
  ];
  return faults.length === 0 && privateKey !== undefined && thumbprint !== undefined ? accept({ kind: 'certificate', thumbprint, privateKey }) : refuse(faults);
}

type Flags = { readonly reset: boolean; readonly sharePoint: boolean; readonly faults: readonly string[] };

function flagsOf(args: readonly string[], environment: string): Flags {
  try {
    const { reset, sharepoint: sharePoint } = parseArgs({ args: [...args], options: { reset: { type: 'boolean', default: false }, sharepoint: { type: 'boolean', default: false } } }).values;
    if (environment === 'local') return { reset, sharePoint, faults: [] };
    return {
      reset, sharePoint, faults: [
        ...(reset ? ['--reset removes every record and works in the local environment only.'] : []),
        ...(sharePoint ? ['--sharepoint pretends to have a SharePoint and works in the local environment only. Set SHAREPOINT_SITE to use a real one.'] : []),
      ],
    };
  } catch {
    return { reset: false, sharePoint: false, faults: [`Started with ${args.join(' ')}, of which something is not known. The options are --reset, which starts afresh, and --sharepoint, which keeps the records in a SharePoint of this machine’s own.`] };
  }
}

function faultsOf(parsed: z.ZodSafeParseResult<unknown>): readonly string[] {
  return parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
}

/** A variable that is set to nothing is not set. */
function withoutBlanks(variables: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value.trim()]])));
}
