import { z } from 'zod';

export type Theme = 'default' | 'dark' | 'contrast';

/** Where a tab was opened and by whom, as teams-js's `getContext` passes it on. */
export type HostContext = Readonly<Record<string, unknown>> & { readonly frameContext: 'content' | 'task' };

/** What a tab may ask of the page around it. */
export type HostHandlers = {
  readonly context: () => HostContext;
  readonly token: () => Promise<string>;
  readonly openLink: (url: string) => void;
  /** Shows the tab at another page of the app. */
  readonly navigate: (to: { pageId: string; subPageId: string }) => void;
  /** Opens a dialog; resolves with what it submits, or undefined when it is closed. */
  readonly openDialog: (dialog: TabDialog) => Promise<unknown>;
  /** The dialog in this frame is done. */
  readonly completeDialog: (result: unknown) => void;
  readonly resizeDialog: (size: z.infer<typeof Size>) => void;
  /** Carries a message between a dialog and the tab that opened it. */
  readonly relay: (event: 'messageForParent' | 'messageForChild', args: readonly unknown[]) => void;
  readonly failed: (message: string) => void;
};

/** The teams-js release whose messages this host was written against. */
const sdkVersion = '2.58.0';

const runtime = {
  apiVersion: 4,
  hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
  isLegacyTeams: false,
  supports: { pages: { config: {} }, dialog: { url: { parentCommunication: {} }, update: {} } },
};

const Request = z.object({
  id: z.number(),
  uuidAsString: z.string().optional(),
  func: z.string(),
  args: z.array(z.unknown()).default([]),
});

const Size = z.object({
  height: z.union([z.number(), z.string()]).optional(),
  width: z.union([z.number(), z.string()]).optional(),
});

const TabDialog = Size.extend({ url: z.string(), title: z.string().nullish() });
export type TabDialog = z.infer<typeof TabDialog>;

const Destination = z.object({ pageId: z.string(), subPageId: z.string().nullish() });
const Failure = z.tuple([z.string(), z.string().nullish()]).rest(z.unknown());

const closedByReader = 'User cancelled/closed the task module.';

/**
 * Plays the host for one iframe in which teams-js 2.58 runs. Only messages of that frame, from `origin`, are heard.
 * Requests that Teams would know and this host does not are left unanswered, as an older Teams leaves them.
 */
export function createTeamsHost(frame: HTMLIFrameElement, origin: string, handlers: HostHandlers) {
  const listening = new AbortController();
  let settings: unknown = {};

  const answers: Readonly<Record<string, (args: readonly unknown[]) => Promise<readonly unknown[]> | readonly unknown[] | void>> = {
    'initialize': () => [handlers.context().frameContext, 'web', JSON.stringify(runtime), sdkVersion],
    'getContext': () => [handlers.context()],
    'authentication.getAuthToken': () =>
      handlers.token().then(
        (token) => [true, token],
        (reason: unknown) => [false, reason instanceof Error ? reason.message : String(reason)],
      ),
    'appInitialization.failure': (args) => reportFailure(args),
    'appInitialization.expectedFailure': (args) => reportFailure(args),
    'settings.getSettings': () => [settings],
    'settings.setSettings': ([given]) => {
      settings = given;
      return [true];
    },
    'tasks.startTask': async ([given]) => {
      const dialog = TabDialog.safeParse(given);
      if (!dialog.success) return ['The dialog has no address.'];
      const result = await handlers.openDialog(dialog.data);
      return result === undefined ? [closedByReader] : ['', result];
    },
    'tasks.completeTask': ([result]) => handlers.completeDialog(result ?? ''),
    'tasks.updateTask': ([given]) => {
      const size = Size.safeParse(given);
      if (size.success) handlers.resizeDialog(size.data);
    },
    'messageForParent': (args) => handlers.relay('messageForParent', args),
    'messageForChild': (args) => handlers.relay('messageForChild', args),
    'executeDeepLink': ([url]) => {
      handlers.openLink(String(url));
      return [true];
    },
    'pages.navigateToApp': ([given]) => {
      const to = Destination.safeParse(given);
      if (!to.success) return [false, 'The destination names no page.'];
      handlers.navigate({ pageId: to.data.pageId, subPageId: to.data.subPageId ?? '' });
      return [true];
    },
    'navigateCrossDomain': () => [false, 'Local Teams keeps the tab on its own address.'],
  };

  function reportFailure(args: readonly unknown[]): void {
    const failure = Failure.safeParse(args);
    handlers.failed(failure.success ? (failure.data[1] ?? failure.data[0]) : 'The tab could not start.');
  }

  window.addEventListener(
    'message',
    async (event) => {
      if (event.source !== frame.contentWindow || event.origin !== origin) return;
      const request = Request.safeParse(event.data);
      if (!request.success) return;
      const { id, uuidAsString, func, args } = request.data;
      const reply = await answers[func]?.(args);
      if (reply) frame.contentWindow?.postMessage({ id, uuidAsString, args: reply }, origin);
    },
    { signal: listening.signal },
  );

  /** Tells the tab of something that it did not ask for. */
  function send(func: string, args: readonly unknown[]): void {
    frame.contentWindow?.postMessage({ func, args }, origin);
  }

  return { send, setTheme: (theme: Theme) => send('themeChange', [theme]), dispose: () => listening.abort() };
}

export type TeamsHost = ReturnType<typeof createTeamsHost>;
