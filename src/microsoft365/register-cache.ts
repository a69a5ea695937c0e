import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Where the cache lies. Written whole or not at all; the caller knows the disk. */
export type CacheFile = { readonly read: () => Promise<string | undefined>; readonly write: (text: string) => Promise<void> };

/** What a warm start needs of one list. */
export type CachedList = { readonly name: string; readonly deltaLink: string; readonly items: readonly z.infer<typeof Item>[] };
export type Cached = { readonly lists: ReadonlyMap<string, CachedList>; readonly historyLink: string | undefined };

const Item = z.object({ id: z.string(), eTag: z.string(), webUrl: z.string().optional(), fields: z.record(z.string(), z.unknown()) });
const LAYOUT = 1;
const Head = z.object({ layout: z.literal(LAYOUT), of: z.string(), digest: z.string(), historyLink: z.string().optional() });
const List = z.object({ name: z.string(), deltaLink: z.string(), items: z.array(Item) });

/** @param of what the cache is of: the site, its lists and their columns; another is another cache */
export function cacheText(of: string, lists: Iterable<CachedList>, historyLink: string | undefined): string {
  const body = Array.from(lists, (list) => JSON.stringify(list)).join('\n');
  return `${JSON.stringify({ layout: LAYOUT, of, digest: digestOf(body), ...(historyLink === undefined ? {} : { historyLink }) })}\n${body}`;
}

/** @returns why the cache is not used, where it is not */
export function readCache(text: string, of: string): { readonly ok: true; readonly cached: Cached } | { readonly ok: false; readonly why: string } {
  const end = text.indexOf('\n');
  const body = text.slice(end + 1);
  const head = Head.safeParse(jsonOf(text.slice(0, Math.max(end, 0))));
  if (!head.success) return { ok: false, why: 'it is damaged or of another version of the program' };
  if (head.data.of !== of) return { ok: false, why: 'it is of another site, or of lists that have changed since' };
  if (head.data.digest !== digestOf(body)) return { ok: false, why: 'it is damaged' };
  const lists = (body === '' ? [] : body.split('\n')).map((line) => List.safeParse(jsonOf(line)).data);
  if (lists.includes(undefined)) return { ok: false, why: 'it is damaged' };
  return { ok: true, cached: { lists: new Map((lists as readonly CachedList[]).map((list) => [list.name, list])), historyLink: head.data.historyLink } };
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
