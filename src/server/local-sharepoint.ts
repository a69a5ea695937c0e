import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { startGraphDouble, type GraphDouble, type LoggedRequest } from '../embedded/graph-double/graph-double.ts';
import { SAMPLE_TENANT } from '../embedded/sample/officers.ts';
import { createGraphClient } from '../microsoft365/graph-client.ts';
import { provisionLists } from '../microsoft365/provision-lists.ts';
import { LISTS } from '../register/lists.ts';
import { realTiming } from './graph-timing.ts';
import { PRODUCT_VERSION, type SharePointConfig } from './sharepoint-config.ts';

/** A SharePoint of one's own on this machine, with the register's lists. It forgets everything when it is closed. */
export type LocalSharePoint = {
  readonly config: SharePointConfig;
  /** From now on every request is told, a line each. */
  readonly watch: (say: (line: string) => void) => void;
  readonly close: () => Promise<void>;
};

const APP = { tenantId: SAMPLE_TENANT, clientId: '00000000-0000-4000-8000-0000000005a1', secret: 'known to everybody on this machine' };
const SITE = { hostname: 'partnership.example', sitePath: '/sites/assurance' };
/** Nobody else is throttled by what this machine asks of itself. */
const UNITS_PER_MINUTE = 1_000_000;

/** Tells other processes of this machine where it is. */
const ADDRESS_FILE = 'sharepoint-address.json';
const Address = z.object({ origin: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }) });
const ANSWERS_WITHIN_MS = 3_000;

/** Starts it on a free port, provisioned, and leaves its address in the data folder. */
export async function startLocalSharePoint(dataFolder: string): Promise<LocalSharePoint> {
  const timing = realTiming();
  let say: (line: string) => void = () => undefined;
  const double = await startGraphDouble({
    ...SITE, app: APP, now: () => new Date(timing.now()), random: timing.random, heard: (request) => { say(lineOf(request, double)); },
  });
  const config = configAt(double.origin);
  const report = await provisionLists(createGraphClient(config.graph, timing), double.site.id, LISTS, false);
  if (!report.ok) throw new Error('The lists could not be made on this machine’s own SharePoint');
  const addressFile = join(dataFolder, ADDRESS_FILE);
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(addressFile, JSON.stringify({ origin: double.origin } satisfies z.input<typeof Address>));
  return {
    config,
    watch(listener) { say = listener; },
    async close() {
      rmSync(addressFile, { force: true });
      await double.close();
    },
  };
}

/** The SharePoint that another process of this machine has started. Refused with a sentence where there is none. */
export async function findLocalSharePoint(dataFolder: string): Promise<Outcome<SharePointConfig, string>> {
  const none = refuse('This machine’s own SharePoint is not running. Start it in another terminal with npm start -- --sharepoint, and leave it running.');
  const addressFile = join(dataFolder, ADDRESS_FILE);
  if (!existsSync(addressFile)) return none;
  const address = Address.safeParse(jsonOf(readFileSync(addressFile, 'utf8')));
  if (!address.success) return none;
  const { origin } = address.data;
  const answers = await fetch(`${origin}/v1.0/`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) }).then(() => true, () => false);
  return answers ? accept(configAt(origin)) : none;
}

function configAt(origin: string): SharePointConfig {
  return {
    site: `${SITE.hostname}:${SITE.sitePath}`, template: 'llr',
    graph: {
      baseUrl: `${origin}/v1.0`, authority: origin, tenantId: APP.tenantId, clientId: APP.clientId, credential: { kind: 'secret', secret: APP.secret }, extraHosts: [],
      organisation: 'Local', version: PRODUCT_VERSION, loopbackHttp: true, unitsPerMinute: UNITS_PER_MINUTE,
    },
  };
}

/** Short enough to read as it goes by: lists by their titles, without the query. */
function lineOf({ method, path, status, units, inside }: LoggedRequest, { site }: GraphDouble): string {
  const short = decodeURIComponent(path.split('?', 1)[0] ?? '').replace(site.id, '…')
    .replace(/\/lists\/([^/]+)/, (whole, id: string) => { const list = site.lists.get(id.toLowerCase()); return list ? `/lists/${list.displayName}` : whole; });
  return `${inside ? '    in the batch: ' : 'SharePoint: '}${method} ${short} ${status}${units === 0 ? '' : ` (${units} ${units === 1 ? 'unit' : 'units'})`}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
