import { readFile } from 'node:fs/promises';
import { writeWhole } from '../embedded/whole-file.ts';
import { createGraphClient, type GraphClient } from '../microsoft365/graph-client.ts';
import type { GraphTiming } from '../microsoft365/graph-timing.ts';
import { libraryDocuments } from '../microsoft365/library-documents.ts';
import { findSite } from '../microsoft365/provision-lists.ts';
import type { CacheFile } from '../microsoft365/register-cache.ts';
import { unavailable } from '../microsoft365/register-fault.ts';
import { SharePointRegister } from '../microsoft365/sharepoint-register.ts';
import type { DocumentStore } from '../ports/documents.ts';
import { LISTS } from '../register/lists.ts';
import { realTiming } from './graph-timing.ts';
import type { Log } from './log.ts';
import type { SharePointConfig } from './sharepoint-config.ts';

/** A site whose lists are the register and whose library holds the documents. */
export type OpenedSharePoint = {
  readonly register: SharePointRegister;
  readonly documents: DocumentStore;
  readonly client: GraphClient;
  readonly timing: GraphTiming;
  readonly siteId: string;
  readonly unitsPerMinute: number;
};

/**
 * @param cacheFile where to keep a copy for the next start; without it everything is read from SharePoint each time
 * @throws {RegisterUnavailable} with a sentence that says what to do, where the site cannot be reached or has not been provisioned
 */
export async function openSharePoint({ graph, site }: SharePointConfig, { log, cacheFile }: { readonly log: Log; readonly cacheFile?: string }): Promise<OpenedSharePoint> {
  const timing = realTiming();
  const client = createGraphClient(graph, timing);
  const { id: siteId } = await findSite(client, site).catch((error: unknown) => Promise.reject(unavailable(error, 'The SharePoint site')));
  const register = await SharePointRegister.open({
    client, timing, siteId, definitions: LISTS, note: (message) => { log.warn(message); }, ...(cacheFile === undefined ? {} : { cache: cacheIn(cacheFile) }),
  });
  return { register, documents: libraryDocuments({ client, siteId }), client, timing, siteId, unitsPerMinute: graph.unitsPerMinute };
}

function cacheIn(path: string): CacheFile {
  return {
    read: () => readFile(path, 'utf8').catch(() => undefined),
    write: (text) => writeWhole(path, Buffer.from(text)),
  };
}
