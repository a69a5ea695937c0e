import { z } from 'zod';
import type { Stage, StagePerson } from '../api-model.ts';
import { tokenFor } from './api-client.ts';
import type { createDialogs } from './dialog.ts';
import { element } from './element.ts';
import { createTeamsHost, type HostContext, type TeamsHost, type Theme } from './teams-host.ts';

export type Destination = { readonly pageId: string; readonly subPageId: string };

const DeepLinkContext = z.object({ subEntityId: z.string().optional() });

/** The page of the app that a Teams deep link (`…/l/entity/{app}/{page}?context=…`) names; undefined for other links. */
export function parseDeepLink(url: string): Destination | undefined {
  const address = URL.parse(url);
  const page = address?.pathname.match(/^\/l\/entity\/[^/]+\/([^/]+)$/)?.[1];
  if (!address || page === undefined) return undefined;
  const context = DeepLinkContext.safeParse(parseJson(address.searchParams.get('context') ?? '{}'));
  return { pageId: decodeURIComponent(page), subPageId: context.data?.subEntityId ?? '' };
}

/**
 * The tab beside the chat, and the dialogs that show a page of the app: each an iframe with a host of its own, for the
 * person whom this window plays.
 */
export function createTabPane(given: {
  stage: Stage;
  person: StagePerson;
  theme: () => Theme;
  dialogs: ReturnType<typeof createDialogs>;
  openLink: (url: string) => void;
  failed: (message: string) => void;
  /** Called before the tab is shown at a page that something else asked for. */
  reveal: () => void;
}) {
  const { stage, person, dialogs } = given;
  const frame = element('tab', HTMLIFrameElement);
  const tabUrl = new URL(stage.tabUrl, location.href);
  let destination: Destination = { pageId: 'home', subPageId: '' };
  let dialogHost: TeamsHost | undefined;

  const host = hostFor(frame, tabUrl.origin, 'content', () => {});
  frame.src = tabUrl.href;

  function hostFor(target: HTMLIFrameElement, origin: string, frameContext: 'content' | 'task', complete: (result: unknown) => void): TeamsHost {
    return createTeamsHost(target, origin, {
      context: () => context(frameContext),
      token: () => tokenFor(person.key),
      openLink: given.openLink,
      navigate: show,
      openDialog: ({ url, title, height, width }) =>
        new Promise((resolve) => {
          let result: unknown;
          openPage({ url, title: title ?? '', height: height ?? 'medium', width: width ?? 'medium' }, (submitted) => {
            result = submitted;
            dialogs.close();
          }, () => resolve(result));
        }),
      completeDialog: complete,
      resizeDialog: dialogs.resize,
      relay: (event, args) => (event === 'messageForParent' ? host.send(event, args) : dialogHost?.send(event, args)),
      failed: given.failed,
    });
  }

  function context(frameContext: 'content' | 'task'): HostContext {
    return {
      frameContext,
      entityId: destination.pageId,
      subEntityId: destination.subPageId,
      locale: 'en-gb',
      theme: given.theme(),
      hostName: 'TeamsModern',
      hostClientType: 'web',
      sessionId: 'local-teams',
      appSessionId: 'local-teams',
      tid: stage.tenantId,
      userObjectId: person.aadObjectId,
      userDisplayName: person.name,
      userPrincipalName: person.mail,
      loginHint: person.mail,
    };
  }

  /** Opens a page of the app as a dialog; `submitted` gets what it sends back. */
  function openPage(
    asked: { url: string; title: string; height: number | string; width: number | string },
    submitted: (result: unknown) => void,
    onClose: () => void,
  ): void {
    const address = URL.parse(asked.url, location.href);
    if (!address || !/^https?:$/.test(address.protocol)) {
      given.failed('The dialog’s address cannot be opened.');
      onClose();
      return;
    }
    const { title, height, width } = asked;
    dialogs.open(
      { title, height, width, content: { kind: 'url', url: address.href } },
      {
        submit: submitted,
        openLink: given.openLink,
        prepare: (target) => (dialogHost = hostFor(target, address.origin, 'task', submitted)),
        onClose() {
          dialogHost?.dispose();
          dialogHost = undefined;
          onClose();
        },
      },
    );
  }

  /** Shows the tab at a page of the app, loading it again so that it reads its context anew. */
  function show(to: Destination): void {
    destination = to;
    given.reveal();
    frame.src = tabUrl.href;
  }

  function setTheme(theme: Theme): void {
    host.setTheme(theme);
    dialogHost?.setTheme(theme);
  }

  return { show, openPage, setTheme };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
