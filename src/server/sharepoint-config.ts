import { z } from 'zod';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import type { GraphCredential, GraphSettings } from '../microsoft365/graph-settings.ts';

/** Named to Microsoft with every request. */
export const PRODUCT_VERSION = '1.0';

/** Where the register is kept in Microsoft 365, and as which app it is reached. */
export type SharePointConfig = {
  readonly graph: GraphSettings;
  /** As Graph addresses it: `contoso.sharepoint.com:/sites/partnership`. */
  readonly site: string;
  readonly template: string;
};

type Variables = Readonly<Record<string, string | undefined>>;

const GUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const SharePointVariables = z.object({
  SHAREPOINT_SITE: z.string('SHAREPOINT_SITE is missing. Set it to the site’s address without https://, for example contoso.sharepoint.com/sites/partnership.')
    .regex(/^[\w.-]+\/(sites|teams)\/[^/?#]+$/, 'SHAREPOINT_SITE must be an address without https://, for example contoso.sharepoint.com/sites/partnership.'),
  TENANT_ID: z.string('TENANT_ID is missing. Set it to the id of the tenant whose SharePoint this is.').regex(GUID, 'TENANT_ID must be a tenant id, which is a GUID.'),
  GRAPH_APP_ID: z.string('GRAPH_APP_ID is missing. Set it to the application (client) id of the app that may use the site.').regex(GUID, 'GRAPH_APP_ID must be an application id, which is a GUID.'),
  TEMPLATE: z.string().regex(/^[a-z\d-]+$/, 'TEMPLATE must be the name of a folder in templates, for example llr.').default('llr'),
  GRAPH_BASE_URL: z.url('GRAPH_BASE_URL must be a web address.').default('https://graph.microsoft.com/v1.0'),
  GRAPH_AUTHORITY: z.url('GRAPH_AUTHORITY must be a web address.').default('https://login.microsoftonline.com'),
  GRAPH_UNITS_PER_MINUTE: z.coerce.number('GRAPH_UNITS_PER_MINUTE must be a number.').int().min(100, 'GRAPH_UNITS_PER_MINUTE must be at least 100.').default(1_250),
  DEVELOPER_NAME: z.string().default('Safeguarding Partnership'),
});

/**
 * @param variables of the environment and its file @param environment `local` alone may reach a Graph on this machine by plain http
 * @returns every fault at once, each a sentence
 */
export function readSharePointConfig(variables: Variables, environment: string, readFile: (path: string) => string | undefined): Outcome<SharePointConfig, readonly string[]> {
  const parsed = SharePointVariables.safeParse({ ...variables, GRAPH_APP_ID: variables['GRAPH_APP_ID'] ?? variables['BOT_APP_ID'] });
  const credential = credentialOf(variables, readFile);
  if (!parsed.success || !credential.ok) return refuse([...(parsed.error?.issues.map(({ message }) => message) ?? []), ...(credential.ok ? [] : [credential.refusal])]);
  const { SHAREPOINT_SITE, TENANT_ID, GRAPH_APP_ID, TEMPLATE, GRAPH_BASE_URL, GRAPH_AUTHORITY, GRAPH_UNITS_PER_MINUTE, DEVELOPER_NAME } = parsed.data;
  return accept({
    site: SHAREPOINT_SITE.replace('/', ':/'), template: TEMPLATE,
    graph: {
      baseUrl: GRAPH_BASE_URL, authority: GRAPH_AUTHORITY, tenantId: TENANT_ID, clientId: GRAPH_APP_ID, credential: credential.fact, extraHosts: [],
      organisation: DEVELOPER_NAME, version: PRODUCT_VERSION, loopbackHttp: environment === 'local', unitsPerMinute: GRAPH_UNITS_PER_MINUTE,
    },
  });
}

/** The app's own credential; where it is the bot's app and none is given, the bot's. */
function credentialOf(variables: Variables, readFile: (path: string) => string | undefined): Outcome<GraphCredential, string> {
  const own = [variables['GRAPH_SECRET'], variables['GRAPH_CERTIFICATE_FILE'], variables['GRAPH_IDENTITY']].filter((each) => each !== undefined).length;
  const asBot = own === 0 && (variables['GRAPH_APP_ID'] ?? variables['BOT_APP_ID']) === variables['BOT_APP_ID'];
  const secret = variables[asBot ? 'BOT_SECRET' : 'GRAPH_SECRET'];
  const file = variables[asBot ? 'BOT_CERTIFICATE_FILE' : 'GRAPH_CERTIFICATE_FILE'];
  const identity = variables['GRAPH_IDENTITY'];
  const given = [secret, file, identity].filter((each) => each !== undefined).length;
  if (given !== 1) return refuse(`Set exactly one of GRAPH_CERTIFICATE_FILE, GRAPH_SECRET and GRAPH_IDENTITY, or none where the bot’s credential serves for both; ${given} are set.`);
  if (secret !== undefined) return accept({ kind: 'secret', secret });
  if (identity !== undefined) return identity === 'managed' ? accept({ kind: 'managed-identity' }) : GUID.test(identity) ? accept({ kind: 'managed-identity', clientId: identity }) : refuse('GRAPH_IDENTITY must be managed, or the client id of a user-assigned identity.');
  const text = readFile(file ?? '');
  const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/.exec(text ?? '')?.[0];
  const privateKey = /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----[\s\S]+?-----END (?:RSA |EC )?PRIVATE KEY-----/.exec(text ?? '')?.[0];
  return certificate !== undefined && privateKey !== undefined
    ? accept({ kind: 'certificate', certificate, privateKey })
    : refuse(`${asBot ? 'BOT_CERTIFICATE_FILE' : 'GRAPH_CERTIFICATE_FILE'} must be the path of a PEM file with the certificate and its private key.`);
}
