import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DocumentStore } from '../ports/documents.ts';
import { syncFolder, writeWhole } from './whole-file.ts';

/**
 * Documents as files in a folder of their own, so that the register's file stays small. A file is named after a digest of its id: an id
 * may hold anything, and none leads out of the folder.
 */
export function folderDocumentStore(folder: string): DocumentStore {
  const pathOf = (id: string) => {
    const digest = createHash('sha256').update(id).digest('hex');
    return join(folder, digest.slice(0, 2), digest);
  };
  return {
    async put(id, bytes) {
      const path = pathOf(id);
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, bytes);
      await syncFolder(folder);
    },
    async get(id) {
      return await unlessMissing(readFile(pathOf(id)));
    },
    async remove(id) {
      const path = pathOf(id);
      await rm(path, { force: true });
      await unlessMissing(syncFolder(dirname(path)));
    },
  };
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
