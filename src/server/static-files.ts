import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { HttpAnswer } from './http.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.map': 'application/json; charset=utf-8',
};
const SQUEEZABLE = new Set(['.html', '.js', '.css', '.json', '.svg', '.map']);
const squeeze = promisify(gzip);

/**
 * Answers files of a built page. Files under `assets/` have their content's hash in their name, so a browser may keep them for good;
 * everything else is asked for again each time. An address that does not end like a file is one of the page's own: it gets the index.
 * @param folder as Vite left it
 */
export function staticFiles(folder: string): (path: string, acceptEncoding: string) => Promise<HttpAnswer> {
  const squeezed = new Map<string, Buffer>();

  return async (path, acceptEncoding) => {
    const asked = normalize(`/${path}`).slice(1);
    const ending = extname(asked);
    const name = ending in MEDIA_TYPES ? asked : 'index.html';
    const bytes = await contentOf(join(folder, name));
    if (bytes === undefined) return notThere(name);
    const kept = asked.startsWith(`assets${sep}`);
    const headers = { 'Cache-Control': kept ? 'public, max-age=31536000, immutable' : 'no-store', Vary: 'Accept-Encoding' };
    const answer = { kind: 'bytes', status: 200, mediaType: MEDIA_TYPES[extname(name)] ?? 'application/octet-stream' } as const;
    if (!kept || !SQUEEZABLE.has(ending) || !/\bgzip\b/.test(acceptEncoding)) return { ...answer, body: bytes, headers };
    const known = squeezed.get(name) ?? await squeeze(bytes);
    squeezed.set(name, known);
    return { ...answer, body: known, headers: { ...headers, 'Content-Encoding': 'gzip' } };
  };
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  if (file.includes('\0')) return undefined;
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG') return undefined;
    throw error;
  });
}

function notThere(name: string): HttpAnswer {
  const body = name === 'index.html' ? 'This page has not been built yet. Run npm start, which builds it.' : 'There is no such file.';
  return { kind: 'bytes', status: 404, body, mediaType: 'text/plain; charset=utf-8' };
}
