import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { DocumentStore } from '../ports/documents.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import { unavailable } from './register-fault.ts';

/** In the site's default library. Its name tells people what it is, and that the app finds its files by their names. */
const FOLDER = 'Attached documents (kept by the assurance app)';
const SMALL = 4 * 1024 * 1024;
const Kept = z.object({ id: z.string() });

/**
 * Documents as files in the document library of the register's site, so that every process finds them. A file is named after a digest of its id:
 * an id may hold anything, and SharePoint does not allow everything in a name. Whoever may open the library may read them.
 * @returns a store that throws `RegisterUnavailable`, with a sentence, while Microsoft 365 does not answer or refuses
 */
export function libraryDocuments({ client, siteId }: { readonly client: GraphClient; readonly siteId: string }): DocumentStore {
  const pathOf = (id: string) => `/sites/${siteId}/drive/root:/${encodeURIComponent(FOLDER)}/${createHash('sha256').update(id).digest('hex')}:`;
  return {
    async put(id, bytes) {
      const path = pathOf(id);
      if (bytes.length <= SMALL) return void await told(client.putBytes(`${path}/content`, bytes, Kept));
      const upload = () => client.upload(`${path}/createUploadSession`, bytes, Kept, { conflict: 'replace' });
      // Once more is the same file again.
      await told(upload().catch((error: unknown) => (error instanceof GraphError && error.kind === 'uncertain' ? upload() : Promise.reject(error))));
    },
    async get(id) {
      return await told(unlessMissing(client.getBytes(`${pathOf(id)}/content`)));
    },
    async remove(id) {
      await told(unlessMissing(client.delete(pathOf(id).slice(0, -1))));
    },
  };
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof GraphError && error.kind === 'not-found') return undefined;
    throw error;
  }
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}
