import { FILE_ROUTES } from '../../api-contract/routes.ts';
import type { HttpServer } from '../http.ts';
import { FILE_PERMISSIONS } from './files.ts';
import { permitted, type ApiContext } from './endpoint.ts';

const HEARTBEAT_MS = 25_000;

/**
 * The stream of changes: which lists changed, never what is in them, so that a page asks again for what its viewer may see.
 * A comment now and then keeps proxies from closing a quiet stream.
 */
export function serveEvents(server: HttpServer, context: ApiContext): void {
  server.handle({ method: 'GET', path: FILE_ROUTES.events }, permitted(context, FILE_PERMISSIONS.events, () => ({
    kind: 'stream',
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
    open(write) {
      write(': open\n\n');
      const stop = context.register.onChange(({ lists }) => write(`event: changed\ndata: ${JSON.stringify({ lists: [...lists] })}\n\n`));
      const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
      return () => { stop(); clearInterval(heartbeat); };
    },
  })));
}
