/** A request as the server hands it over: `path` as in the address, still escaped, without the query. */
export type LocalRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, or undefined where there was none. */
  readonly body: unknown;
};

/** A finished answer. `body` is sent as JSON; undefined means an empty body. */
export type LocalAnswer = {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/**
 * An answer that stays open. The server writes `headers`, calls `open` with its writer, and calls what `open` returned
 * when the browser goes away.
 */
export type LocalStream = {
  readonly kind: 'stream';
  readonly status: 200;
  readonly headers: Readonly<Record<string, string>>;
  readonly open: (write: (chunk: string) => void) => () => void;
};

export type LocalResponse = LocalAnswer | LocalStream;

export function answer(status: number, body?: unknown, headers: Record<string, string> = {}): LocalAnswer {
  return { kind: 'answer', status, headers, body };
}
