import { z } from 'zod';
import type { Instant } from '../assurance/time/instant.ts';
import { graphError, type GraphError, type GraphFault, type GraphFaultKind } from './graph-errors.ts';
import { retryAfterOf } from './graph-retry.ts';

/** One answer of Graph, on its own or from inside a batch. */
export type GraphAnswer = {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Parsed JSON; `undefined` where there is none. */
  readonly body: unknown;
};

type ErrorBody = { readonly code: string; readonly message: string; readonly innerError?: ErrorBody | undefined; readonly innererror?: ErrorBody | undefined };
const ErrorBody: z.ZodType<ErrorBody> = z.lazy(() => z.object({
  code: z.string().catch(''), message: z.string().catch(''),
  innerError: ErrorBody.optional().catch(undefined), innererror: ErrorBody.optional().catch(undefined),
}));
const Failure = z.object({ error: ErrorBody });

const THRESHOLD = /list view threshold|exceeds the (?:list view )?threshold/i;
const DUPLICATE = /duplicate values were found|already exists/i;
const LONGEST_SAID = 300;

/** Method and path for a log: without the query, file names and mailboxes, which are people's own. */
export function nameOf(method: string, path: string): string {
  const place = (path.split('?', 1)[0] ?? path).replace(/((?:root|items\/[^/:]+):\/).*?(?=:\/|$)/, '$1…').replace(/^\/users\/[^/]+/, '/users/…');
  return `${method} ${place}`;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Turns a refusal of Graph into ours.
 * @param write whether the request would have changed something: then a failure of the server leaves open whether it did
 */
export function faultOf(request: string, write: boolean, answer: GraphAnswer, now: Instant): GraphError {
  const error = Failure.safeParse(answer.body).data?.error;
  const codes: string[] = [];
  for (let each: ErrorBody | undefined = error; each; each = each.innerError ?? each.innererror) if (each.code !== '') codes.push(each.code);
  const said = withoutValues(error?.message ?? '').slice(0, LONGEST_SAID);
  const optional = {
    retryAfter: retryAfterOf(answer.headers, now),
    location: answer.headers.get('location') ?? undefined,
    requestId: answer.headers.get('request-id') ?? undefined,
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Pick<GraphFault, keyof typeof optional>>;
  return graphError({ kind: kindOf(answer.status, write, error?.message ?? ''), request, status: answer.status, codes, said, ...present });
}

/** Graph quotes what it does not understand; names of fields and sites stay, what may be somebody's words goes. */
function withoutValues(message: string): string {
  return message.replaceAll(/'[^']*'|"[^"]*"/g, (quoted) => /^.[\w$.:/-]*.$/.test(quoted) ? quoted : '‘…’');
}

function kindOf(status: number, write: boolean, said: string): GraphFaultKind {
  // Microsoft lists answer a query over too many rows with a 429 that no waiting mends.
  if (THRESHOLD.test(said)) return 'too-large';
  switch (status) {
    case 401: return 'unauthorised';
    case 403: return 'forbidden';
    case 404: return 'not-found';
    case 409: return 'conflict';
    case 410: return 'gone';
    case 412: return 'precondition';
    case 413: case 507: return 'too-large';
    // Locked: another write to the same list is under way, and this one was not begun.
    case 423: case 429: return 'throttled';
    case 424: return 'not-attempted';
    case 501: return 'invalid';
  }
  if (status === 408 || status >= 500) return write ? 'uncertain' : 'unavailable';
  if (status >= 400) return DUPLICATE.test(said) ? 'conflict' : 'invalid';
  return 'unexpected-answer';
}

/**
 * What was answered, by its schema.
 * @throws {GraphError} `unexpected-answer` for a read; `uncertain` for a write, because it was carried out and nobody knows as what
 */
export function parsed<T>(schema: z.ZodType<T>, request: string, write: boolean, { status, body }: Pick<GraphAnswer, 'status' | 'body'>): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const where = result.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.') || 'the answer'} ${code}`).join(', ');
  throw graphError({ kind: write ? 'uncertain' : 'unexpected-answer', request, status, codes: [], said: `Not as expected: ${where}.` });
}
