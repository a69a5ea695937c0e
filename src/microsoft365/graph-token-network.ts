import type { Configuration } from '@azure/msal-node';
import type { GraphTiming } from './graph-timing.ts';

type NetworkClient = NonNullable<NonNullable<Configuration['system']>['networkClient']>;

const TRIES = 4;
const FIRST_DELAY = 500;
const TIMEOUT = 30_000;

/**
 * Carries the library's requests to the sign-in service, and repeats those that met a passing fault: asking for a token twice does no harm,
 * and the library itself asks once and then gives up for a minute.
 * @param plainHost `host:port` that is spoken to without encryption; given for this machine only
 */
export function tokenNetwork({ sleep, random }: Pick<GraphTiming, 'sleep' | 'random'>, plainHost: string | undefined): NetworkClient {
  const send = async <T>(url: string, init: RequestInit): Promise<{ headers: Record<string, string>; body: T; status: number }> => {
    const to = plainHost !== undefined && url.startsWith(`https://${plainHost}/`) ? url.replace('https:', 'http:') : url;
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await fetch(to, { ...init, signal: AbortSignal.timeout(TIMEOUT) });
        const body = await response.json() as T;
        if (tries >= TRIES || !(response.status === 429 || response.status >= 500)) {
          return { headers: Object.fromEntries(response.headers), body, status: response.status };
        }
      } catch (error) {
        if (tries >= TRIES) throw error;
      }
      await sleep(FIRST_DELAY * 2 ** tries * (0.5 + random()));
    }
  };
  return {
    sendGetRequestAsync: (url, options) => send(url, { method: 'GET', headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) => send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
