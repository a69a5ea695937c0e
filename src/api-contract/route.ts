import type { z } from 'zod';

/**
 * One route of the API, said once for the server that answers it and the tab that calls it.
 * `path` names its parameters with a colon, under `/api`; `params`, `query` and `body` are parsed before anything else happens.
 */
export type Route<P extends z.ZodType = z.ZodType, Q extends z.ZodType = z.ZodType, B extends z.ZodType = z.ZodType, A extends z.ZodType = z.ZodType> = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: `/api/${string}`;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly answer: A;
};

export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(of: Route<P, Q, B, A>): Route<P, Q, B, A> {
  return of;
}

/** What every refused or failed request answers with. `message` is a sentence a person can act on. */
export type ApiError = { readonly reason: string; readonly message: string; readonly details?: unknown };
