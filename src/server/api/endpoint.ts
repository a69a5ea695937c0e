import type { z } from 'zod';
import type { Route } from '../../api-contract/route.ts';
import { ROUTES, type RouteName } from '../../api-contract/routes.ts';
import type { Outcome } from '../../assurance/outcome.ts';
import { mayForSomething, type Capability } from '../../assurance/partnership/permission.ts';
import type { Viewer } from '../../assurance/partnership/viewer.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import type { Moment } from '../../assurance/time/instant.ts';
import type { Register } from '../../register/register.ts';
import { explainCommon } from '../../use-cases/explain-common.ts';
import type { Explained } from '../../use-cases/explained.ts';
import { refusal, type HttpAnswer, type HttpHandler, type HttpServer } from '../http.ts';
import type { SignIn } from '../sign-in.ts';
import { parseRequest } from './parse-request.ts';

/**
 * What a viewer needs before a route looks at anything: one of these capabilities, for whatever subject. Whether it covers the very
 * return or action that was asked about is decided in `src/assurance`, for the bot and for the API alike.
 */
export type RoutePermission = readonly [Capability, ...Capability[]] | 'everybody in the register';

/** As zod gives it from JSON or an address: a member that was left out is not there, rather than there and undefined. */
type Given<T> = T extends unknown ? { [Member in keyof T]: Exclude<T[Member], undefined> } : never;

/** A request that was signed, permitted and parsed. */
export type Asked<R extends Route> = {
  readonly params: Given<z.output<R['params']>>;
  readonly query: Given<z.output<R['query']>>;
  readonly body: Given<z.output<R['body']>>;
  readonly viewer: Viewer;
  readonly snapshot: Snapshot;
  readonly moment: Moment;
};

/** How one route of the contract is answered. It cannot be registered without saying who may ask. */
export type Endpoint<R extends Route> = {
  readonly permission: RoutePermission;
  /** In bytes of body; 1 MB where it is left out. */
  readonly bodyLimit?: number;
  readonly answer: (asked: Asked<R>) => Outcome<z.input<R['answer']>, Explained> | Promise<Outcome<z.input<R['answer']>, Explained>>;
};
export type Endpoints<N extends RouteName = RouteName> = { readonly [Name in N]: Endpoint<(typeof ROUTES)[Name]> };

/** Who is signed in, and what is known now: what every address of the API starts from. */
export type ApiContext = { readonly register: Register; readonly signIn: SignIn; readonly now: () => Moment };

/** Refusals that are not a matter of what was entered; every other answers 422. */
const STATUS: Readonly<Record<string, number>> = { 'not-permitted': 403, 'not-the-recipient': 403, 'not-found': 404, 'changed-elsewhere': 409, 'edited-by-another': 409 };

export function answerRefusal({ reason, message, details }: Explained): HttpAnswer {
  return refusal(STATUS[reason] ?? 422, reason, message, details);
}

/** Wraps what only signed-in people with a permission may ask for. */
export function permitted(
  context: ApiContext, permission: RoutePermission,
  answer: (request: Parameters<HttpHandler>[0], who: Pick<Asked<Route>, 'viewer' | 'snapshot' | 'moment'>) => HttpAnswer | Promise<HttpAnswer>,
): HttpHandler {
  return async (request) => {
    const moment = context.now();
    const signedIn = await context.signIn(request.header('authorization'), context.register.snapshot(), moment);
    if (!signedIn.ok) return refusal(signedIn.refusal.status, signedIn.refusal.reason, signedIn.refusal.message);
    const viewer = signedIn.fact;
    if (permission !== 'everybody in the register' && !permission.some((capability) => mayForSomething(viewer, capability))) {
      return answerRefusal(explainCommon({ reason: 'not-permitted', capability: permission[0] }));
    }
    return answer(request, { viewer, snapshot: context.register.snapshot(), moment });
  };
}

/** Puts a route of the contract on the server. */
export function serveEndpoint<N extends RouteName>(server: HttpServer, context: ApiContext, name: N, endpoint: Endpoints[N]): void {
  const route: Route = ROUTES[name];
  const { permission, bodyLimit, answer } = endpoint as unknown as Endpoint<Route>;
  const kept = new KeptAnswers();
  server.handle(route, permitted(context, permission, async (request, who) => {
    const parsed = parseRequest(route, request);
    if (!parsed.ok) return refusal(400, 'invalid', parsed.refusal.message, { fields: parsed.refusal.fields });
    // A read is a pure function of what is in the question, so the same question about the same snapshot has the same answer.
    const question = route.method === 'GET' ? JSON.stringify([who.viewer.person, who.moment.today, who.moment.time, parsed.fact]) : undefined;
    const known = question === undefined ? undefined : kept.find(who.snapshot, question);
    if (known !== undefined) return known;
    const outcome = await answer({ ...parsed.fact, ...who } as Asked<Route>);
    if (!outcome.ok) return answerRefusal(outcome.refusal);
    // Parsing takes away whatever a view carries beyond the contract, so that nothing leaves that the contract does not name.
    const body = Buffer.from(JSON.stringify(route.answer.parse(outcome.fact)));
    const said: HttpAnswer = { kind: 'bytes', status: 200, body, mediaType: 'application/json; charset=utf-8' };
    if (question !== undefined) kept.keep(who.snapshot, question, said);
    return said;
  }), bodyLimit === undefined ? {} : { bodyLimit });
}

const KEPT_AT_MOST = 500;

/** Answers about the newest snapshot, so that a page that many people open at once is computed once for each of them. */
class KeptAnswers {
  #about: Snapshot | undefined;
  readonly #answers = new Map<string, HttpAnswer>();

  find(snapshot: Snapshot, question: string): HttpAnswer | undefined {
    return this.#about === snapshot ? this.#answers.get(question) : undefined;
  }

  keep(snapshot: Snapshot, question: string, answer: HttpAnswer): void {
    if (this.#about !== snapshot || this.#answers.size >= KEPT_AT_MOST) this.#answers.clear();
    this.#about = snapshot;
    this.#answers.set(question, answer);
  }
}
