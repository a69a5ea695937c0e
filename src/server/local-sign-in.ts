import { type LocalPeople, LocalTokenRequest } from '../api-contract/local-sign-in.ts';
import { roleWords } from '../assurance/partnership/me.ts';
import { people } from '../assurance/partnership/person.ts';
import { viewerOf } from '../assurance/partnership/viewer.ts';
import type { LocalIssuer } from '../embedded/local-issuer.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import { refusal, type HttpServer } from './http.ts';

/**
 * Sign-in without a tenant: choose who you are, and get a token that is checked like any other. Composed in the local environment only,
 * which listens on loopback only.
 */
export function serveLocalSignIn(server: HttpServer, { register, now, issuer }: Work & { readonly issuer: LocalIssuer }): void {
  server.handle({ method: 'GET', path: '/local/people' }, () => {
    const snapshot = register.snapshot();
    const { today } = now();
    const listed: LocalPeople = snapshot.all(people).filter(({ tenantId, objectId }) => tenantId !== undefined && objectId !== undefined).map((person) => ({
      key: person.key, name: person.name,
      words: [...new Set(viewerOf(snapshot, person, today).roles.map((role) => roleWords(snapshot, role)))].join(', ') || person.jobTitle,
    }));
    return { kind: 'json', status: 200, body: listed };
  });

  server.handle({ method: 'POST', path: '/local/token' }, async ({ body }) => {
    const asked = LocalTokenRequest.safeParse(body);
    if (!asked.success) return refusal(400, 'invalid', 'Say who you want to be, as {"person": "their-key"}. GET /local/people lists everybody.');
    const person = register.snapshot().get(people, asked.data.person);
    if (person?.tenantId === undefined || person.objectId === undefined) return refusal(404, 'not-found', 'There is nobody with this key. GET /local/people lists everybody.');
    const token = await issuer.tokenFor({ tenantId: person.tenantId, objectId: person.objectId }, Math.floor(Date.parse(now().instant) / 1000));
    return { kind: 'json', status: 200, body: { token } };
  });
}
