import type { DriveItem } from '@microsoft/microsoft-graph-types';
import { randomUUID } from 'node:crypto';
import { missing, objectOf, Refused, refusal, type GraphCall, type Reply } from './exchange.ts';
import { allow, unknown } from './list-routes.ts';
import { withoutMilliseconds } from './field-values.ts';
import type { Site } from './site.ts';

type File = { readonly id: string; readonly path: string; readonly bytes: Buffer; readonly version: number; readonly modified: Date };
type Session = { readonly path: string; readonly conflict: string; readonly total?: number; readonly bytes: Buffer };

const LARGEST_SMALL_FILE = 4 * 1024 * 1024;
const RANGE_UNIT = 327_680;
const LARGEST_RANGE = 60 * 1024 * 1024;

/** The site's document library: files by path, folders made as they are needed. */
export class Drive {
  readonly id = `b!${randomUUID()}`;
  readonly rootId = `01${randomUUID()}`;
  readonly files = new Map<string, File>();
  readonly #sessions = new Map<string, Session>();
  readonly #site: Site;
  readonly #uploadBase: () => string;

  constructor(site: Site, uploadBase: () => string) {
    this.#site = site;
    this.#uploadBase = uploadBase;
  }

  /** @param rest what follows `/sites/{id}/drive` or `/drives/{id}`, beginning with a slash, or empty */
  call(call: GraphCall, rest: string): Reply {
    this.#site.need(call.method === 'GET' ? 'read' : 'write');
    if (rest === '') return { status: 200, body: { id: this.id, driveType: 'documentLibrary', name: 'Documents' } };
    if (rest === '/root') return { status: 200, body: { id: this.rootId, name: 'root', folder: { childCount: this.files.size }, root: {} } };
    const byPath = /^\/(?:root|items\/([^/:]+)):\/(.+?)(?::(?:\/(content|createUploadSession))?)?$/.exec(rest);
    if (byPath) {
      const [, parent, path = '', action] = byPath;
      if (parent !== undefined && parent !== 'root' && parent !== this.rootId) throw missing();
      return this.#at(call, path, action);
    }
    const byId = /^\/items\/([^/:]+)(?:\/(content|createUploadSession))?$/.exec(rest);
    if (!byId) throw unknown(call);
    const file = [...this.files.values()].find(({ id }) => id === byId[1]);
    if (!file) throw missing();
    return this.#at(call, file.path, byId[2]);
  }

  #at(call: GraphCall, path: string, action: string | undefined): Reply {
    if (path.split('/').some((part) => part === '' || /["*:<>?\\|]/.test(part))) throw new Refused(400, 'invalidRequest', 'The provided name cannot contain these characters.');
    const file = this.files.get(path.toLowerCase());
    if (action === 'createUploadSession') return this.#begin(call, path);
    allow(call, ...(action === 'content' ? ['GET', 'PUT'] : ['GET', 'DELETE']));
    if (call.method === 'PUT') {
      if (call.bytes.length > LARGEST_SMALL_FILE) throw new Refused(413, 'invalidRequest', 'The file is too large for a simple upload.');
      return this.#keep(path, call.bytes);
    }
    if (!file) throw missing();
    if (call.method === 'DELETE') {
      this.files.delete(path.toLowerCase());
      return { status: 204 };
    }
    return action === 'content' ? { status: 200, headers: { 'Content-Type': 'application/octet-stream' }, bytes: file.bytes } : { status: 200, body: shown(file) };
  }

  #keep(path: string, bytes: Buffer): Reply {
    const before = this.files.get(path.toLowerCase());
    const file: File = { id: before?.id ?? `01${randomUUID()}`, path, bytes, version: (before?.version ?? 0) + 1, modified: this.#site.now() };
    this.files.set(path.toLowerCase(), file);
    return { status: before ? 200 : 201, body: shown(file) };
  }

  #begin(call: GraphCall, path: string): Reply {
    allow(call, 'POST');
    const item = objectOf(objectOf(call.body ?? {}, ['item', 'deferCommit'])['item'] ?? {}, ['name', 'fileSize']);
    const id = randomUUID();
    this.#sessions.set(id, { path, conflict: String(item['@microsoft.graph.conflictBehavior'] ?? 'fail'), bytes: Buffer.alloc(0) });
    return { status: 200, body: { uploadUrl: `${this.#uploadBase()}/upload/${id}`, expirationDateTime: withoutMilliseconds(new Date(this.#site.now().getTime() + 86_400_000)) } };
  }

  /** The upload address itself, which is not a part of Graph: it takes no token. */
  upload(call: GraphCall): Reply {
    const id = call.path.split('/').at(-1) ?? '';
    if (call.header('authorization') !== undefined) return refusal(401, 'unauthenticated', 'An upload address is used without an Authorization header.');
    const session = this.#sessions.get(id);
    if (!session) return refusal(404, 'itemNotFound', 'The upload session was not found.');
    if (call.method === 'GET') return { status: 200, body: expected(session.bytes.length) };
    if (call.method === 'DELETE') {
      this.#sessions.delete(id);
      return { status: 204 };
    }
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.header('content-range') ?? '');
    if (call.method !== 'PUT' || !range) return refusal(400, 'invalidRequest', 'A range is needed.');
    const [start, end, total] = [Number(range[1]), Number(range[2]), Number(range[3])];
    const last = end === total - 1;
    if (start !== session.bytes.length) return refusal(416, 'invalidRange', 'The uploaded fragment has already been received, or comes too early.');
    if (end - start + 1 !== call.bytes.length || call.bytes.length > LARGEST_RANGE || (!last && call.bytes.length % RANGE_UNIT !== 0)) return refusal(400, 'invalidRequest', 'A range is a multiple of 320 KiB and below 60 MiB.');
    const bytes = Buffer.concat([session.bytes, call.bytes]);
    if (!last) {
      this.#sessions.set(id, { ...session, bytes });
      return { status: 202, body: { ...expected(bytes.length), expirationDateTime: withoutMilliseconds(new Date(this.#site.now().getTime() + 86_400_000)) } };
    }
    this.#sessions.delete(id);
    if (session.conflict === 'fail' && this.files.has(session.path.toLowerCase())) return refusal(409, 'nameAlreadyExists', 'An item with the same name already exists under the parent');
    if (session.conflict === 'rename' && this.files.has(session.path.toLowerCase())) return this.#keep(session.path.replace(/(\.[^./]*)?$/, ' 1$1'), bytes);
    return this.#keep(session.path, bytes);
  }
}

function expected(from: number): { nextExpectedRanges: string[] } {
  return { nextExpectedRanges: [`${from}-`] };
}

function shown({ id, path, bytes, version, modified }: File): DriveItem {
  return { id, name: path.split('/').at(-1) ?? '', size: bytes.length, eTag: `"{${id}},${version}"`, file: { mimeType: 'application/octet-stream' }, lastModifiedDateTime: withoutMilliseconds(modified), webUrl: `https://example.sharepoint.com/Documents/${encodeURI(path)}` };
}

