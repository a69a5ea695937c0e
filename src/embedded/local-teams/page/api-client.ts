import { z } from 'zod';
import {
  type CardAction,
  ConversationSummary,
  LiveEvent,
  MessageView,
  Outcome,
  Stage,
  type SwitchesRequest,
} from '../api-model.ts';

const api = '/local-teams/api';

export type ApiClient = ReturnType<typeof createApiClient>;

/** What the page asks of its server, for the person that this window plays. A refusal rejects with a readable sentence. */
export function createApiClient(as: string) {
  return {
    conversations: () => get(`conversations?${new URLSearchParams({ as })}`, z.array(ConversationSummary)),
    messages: (conversation: string) => get(`messages?${new URLSearchParams({ as, conversation })}`, z.array(MessageView)),
    say: (given: { conversation: string; text: string; mentionBot: boolean; threadId?: string }) => post('say', { as, ...given }),
    press: (conversation: string, message: string, action: CardAction) => post('press', { as, conversation, message, action }),
    refresh: (conversation: string, message: string) => post('refresh', { as, conversation, message }),
    submitDialog: (conversation: string, message: string, data: unknown) => post('dialog', { as, conversation, message, data }),
    switches: (given: SwitchesRequest) => post('switches', given),
  };
}

/**
 * Calls `listener` at every change, and at every new connection, when something may have been missed. One window listens
 * and tells the others: a browser keeps only six connections to one server, so a stream per window would soon block them all.
 */
export function listen(listener: (event: LiveEvent | 'connected') => void): void {
  const windows = new BroadcastChannel('local-teams-events');
  windows.addEventListener('message', ({ data }) => listener(data === 'connected' ? data : LiveEvent.parse(data)));
  listener('connected');
  const tellAll = (event: LiveEvent | 'connected'): void => {
    windows.postMessage(event);
    listener(event);
  };
  void navigator.locks.request(
    'local-teams-events',
    () =>
      new Promise<never>(() => {
        const source = new EventSource(`${api}/events`);
        source.addEventListener('open', () => tellAll('connected'));
        source.addEventListener('message', (event) => tellAll(LiveEvent.parse(JSON.parse(String(event.data)))));
      }),
  );
}

export function loadStage(): Promise<Stage> {
  return get('stage', Stage);
}

/** A token for this person from the local issuer, as the host's single sign-on would give. */
export async function tokenFor(person: string): Promise<string> {
  const response = await fetch('/local/token', jsonRequest({ person }));
  if (!response.ok) throw new Error(`The local issuer answered ${response.status}.`);
  return z.object({ token: z.string() }).parse(await response.json()).token;
}

async function get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>> {
  return shape.parse(await readable(await fetch(`${api}/${path}`)));
}

async function post(path: string, body: object): Promise<Outcome> {
  return Outcome.parse(await readable(await fetch(`${api}/${path}`, jsonRequest(body))));
}

function jsonRequest(body: object): RequestInit {
  return { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

async function readable(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body;
  const told = z.object({ message: z.string() }).safeParse(body);
  throw new Error(told.success ? told.data.message : `Local Teams answered ${response.status}.`);
}
