import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { people } from '../../src/assurance/partnership/person.ts';
import { createLocalIssuer } from '../../src/embedded/local-issuer.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { serveApi } from '../../src/server/api/api.ts';
import { createHttpServer } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';
import { createSignIn, localIssuer } from '../../src/server/sign-in.ts';
import { at, TENANT } from '../support/world.ts';
import { TODAY } from './ten-years.ts';

/**
 * The API in a process of its own over the register file that is named, and beside it a bare server that answers `/<length>` with as many
 * bytes. Tells both ports and a token for each person that is named.
 */
const [file = '', ...names] = process.argv.slice(2);
const moment = at(TODAY);
const register = new SqliteRegister(file, LISTS);
const issuer = await createLocalIssuer({ audience: 'bench' });
const documents = { put: async () => {}, get: async () => undefined, remove: async () => {} };
const server = createHttpServer({ log: createLog('silent') });
serveApi(server, { register, documents, now: () => moment, signIn: createSignIn([localIssuer(issuer, TENANT, 'bench')]) });
const listening = await server.listen(0, '127.0.0.1');
const tokens = await Promise.all(names.map((name) =>
  issuer.tokenFor({ tenantId: TENANT, objectId: register.snapshot().get(people, name)?.objectId ?? '' }, Date.parse(moment.instant) / 1000)));
const bytes = Buffer.alloc(5_000_000, 'x');
const bare = createServer((request, response) => { response.end(bytes.subarray(0, Number(request.url?.slice(1)))); });
bare.listen(0, '127.0.0.1', () => process.send?.({ port: listening.ok ? listening.fact : 0, bare: (bare.address() as AddressInfo).port, tokens }));
