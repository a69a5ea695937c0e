import type { IncomingMessage } from 'node:http';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';

/** Why a body was not read: too large, not JSON by its own account, or not JSON in fact. */
export type BodyRefusal = { readonly status: 400 | 413 | 415; readonly reason: string; readonly message: string };

const MEGABYTE = 1_048_576;
/** Beyond the limit a body is still taken in, and thrown away, up to here, so that the sender gets to read the answer. */
const DISCARDED_AT_MOST = 32 * MEGABYTE;

/**
 * Reads a request's JSON body.
 * @param limit in bytes
 * @returns the parsed body, undefined where the request had none
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<Outcome<unknown, BodyRefusal>> {
  const bytes = await read(request, limit);
  if (bytes === undefined) {
    return refuse({ status: 413, reason: 'too-large', message: `That is more than the ${Math.floor(limit / MEGABYTE)} MB that can be sent at once. Send a smaller file or less text.` });
  }
  if (bytes.length === 0) return accept(undefined);
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    return refuse({ status: 415, reason: 'not-json', message: 'Send the content as JSON, with the content type application/json.' });
  }
  try {
    return accept(JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return refuse({ status: 400, reason: 'malformed', message: 'What was sent could not be read as JSON. Nothing was changed. Reload the page and try again.' });
  }
}

async function read(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
    if (length > DISCARDED_AT_MOST) break;
  }
  return length > limit ? undefined : Buffer.concat(chunks);
}
