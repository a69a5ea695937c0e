import { FILE_ROUTES } from '../src/api-contract/routes.ts';
import type { ApiClient } from './api-client.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Listens to the server's stream of changes and calls `changed` for each, and after every new connection, when something may have
 * been missed. A broken stream is opened again, after a wait that doubles each time up to half a minute. Returns how to stop.
 */
export function watchChanges(api: ApiClient, changed: () => void): () => void {
  const stopping = new AbortController();

  async function listen(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    let connectedBefore = false;
    while (!stopping.signal.aborted) {
      try {
        const response = await fetch(FILE_ROUTES.events, { headers: { Authorization: `Bearer ${await api.token({ renew: wait > FIRST_WAIT_MS })}` }, signal: stopping.signal });
        if (response.ok && response.body) {
          if (connectedBefore) changed();
          connectedBefore = true;
          wait = FIRST_WAIT_MS;
          await readEvents(response.body, changed);
        }
      } catch {
        if (stopping.signal.aborted) return;
      }
      await pause(wait, stopping.signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }

  void listen();
  return () => stopping.abort();
}

/** Reads server-sent events until the stream ends: a blank line ends each, and only those named `changed` matter here. */
async function readEvents(body: ReadableStream<Uint8Array>, changed: () => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let unread = '';
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const events = (unread + value).split('\n\n');
    unread = events.pop() ?? '';
    if (events.some((event) => /^event: ?changed$/m.test(event))) changed();
  }
}

/** Waits, or until the browser says that it is online again. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const now = () => { clearTimeout(timer); resolve(); };
    window.addEventListener('online', now, { once: true, signal });
    signal.addEventListener('abort', now, { once: true });
  });
}
