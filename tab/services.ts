import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { RouteName } from '../src/api-contract/routes.ts';
import type { Me } from '../src/assurance/partnership/me-model.ts';
import type { AnswerOf, ApiClient, Failure, RequestTo } from './api-client.ts';
import type { Host } from './host.ts';

/** What every page works with. */
export type Services = {
  readonly host: Host;
  readonly api: ApiClient;
  /** Absent until the server has said who is signed in. */
  readonly me: Me | undefined;
  /** Shows what was just done at the top of the page, and has it read aloud. */
  readonly tell: (message: string) => void;
  /** Calls the listener whenever something changed in the register. Returns how to stop. */
  readonly onChange: (listener: () => void) => () => void;
};

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A page was drawn outside the app.');
  return services;
}

/** An answer that is awaited, there, or not to be had. After a failed renewal the earlier answer stays, with what went wrong. */
export type Loaded<Answer> =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly answer: Answer; readonly stale?: Failure }
  | { readonly state: 'failed'; readonly failure: Failure };

/** Loads a route's answer, again whenever the register changes or `reload` is called. */
export function useLoaded<N extends RouteName>(name: N, request: RequestTo<N>): { readonly loaded: Loaded<AnswerOf<N>>; readonly reload: () => Promise<void> } {
  const { api, onChange } = useServices();
  const asked = JSON.stringify(request);
  const [held, hold] = useState<{ asked: string; loaded: Loaded<AnswerOf<N>> }>({ asked, loaded: { state: 'loading' } });

  const newest = useRef(0);

  const reload = useCallback(async () => {
    const turn = ++newest.current;
    const result = await api.call(name, JSON.parse(asked) as RequestTo<N>);
    if (turn !== newest.current) return;
    hold((before) => {
      if (result.ok) return { asked, loaded: { state: 'loaded', answer: result.answer } };
      const { failure } = result;
      const keeps = before.asked === asked && before.loaded.state === 'loaded' && (failure.kind === 'offline' || failure.kind === 'failed');
      return keeps && before.loaded.state === 'loaded' ? { asked, loaded: { ...before.loaded, stale: failure } } : { asked, loaded: { state: 'failed', failure } };
    });
  }, [api, name, asked]);

  useEffect(() => {
    void reload();
    return onChange(() => void reload());
  }, [reload, onChange]);

  return { loaded: held.asked === asked ? held.loaded : { state: 'loading' }, reload };
}
