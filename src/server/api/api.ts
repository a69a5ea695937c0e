import { ROUTES, type RouteName } from '../../api-contract/routes.ts';
import type { DocumentStore } from '../../ports/documents.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import type { ImportPace } from '../../use-cases/import-rows.ts';
import type { HttpServer } from '../http.ts';
import type { SignIn } from '../sign-in.ts';
import { actionEndpoints } from './actions.ts';
import { attachmentEndpoints } from './attachments.ts';
import { calendarEndpoints } from './calendar.ts';
import { deliveryEndpoints } from './deliveries.ts';
import { deskEndpoints } from './desk.ts';
import { serveEndpoint, type Endpoints } from './endpoint.ts';
import { escalationEndpoints } from './escalations.ts';
import { serveEvents } from './events.ts';
import { exchangeEndpoints, serveExports } from './exchange.ts';
import { serveFiles } from './files.ts';
import { returnEndpoints } from './returns.ts';
import { roundEndpoints } from './round.ts';

export type ApiPorts = Work & { readonly documents: DocumentStore; readonly signIn: SignIn; readonly importPace?: ImportPace };

/** Every route of the contract with its answer; one that is left out does not compile. */
export function endpointsOf(ports: ApiPorts): Endpoints {
  return {
    ...deskEndpoints,
    ...returnEndpoints(ports),
    ...roundEndpoints(ports),
    ...attachmentEndpoints(ports),
    ...escalationEndpoints(ports),
    ...calendarEndpoints(ports),
    ...actionEndpoints(ports),
    ...deliveryEndpoints(ports),
    ...exchangeEndpoints(ports),
  };
}

/** Puts the whole API on the server. */
export function serveApi(server: HttpServer, ports: ApiPorts): void {
  const endpoints = endpointsOf(ports);
  for (const name of Object.keys(ROUTES) as RouteName[]) serveEndpoint(server, ports, name, endpoints[name]);
  serveFiles(server, ports);
  serveExports(server, ports);
  serveEvents(server, ports);
}
