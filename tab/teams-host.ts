import type { pages as TeamsPages } from '@microsoft/teams-js';
import type { Host, ThemeName } from './host.ts';

type TeamsConfig = typeof TeamsPages.config;

/** Teams itself waits a minute for a host that does not answer; a person should not. */
const HOST_ANSWERS_WITHIN_MS = 4_000;

/** Whether something may be around this page that speaks for Teams: only then is teams-js loaded at all. */
export function mayBeInTeams(): boolean {
  return window.parent !== window || window.opener !== null || 'nativeInterface' in window;
}

/** Connects to Teams; undefined where nothing answers, which means a plain browser. */
export async function connectTeams(): Promise<Host | undefined> {
  const { app, authentication, dialog, pages } = await import('@microsoft/teams-js');
  const connected = await Promise.race([
    // Local Teams frames the tab from its own origin; Teams' own origins are built in.
    app.initialize([location.origin]).then(() => true, () => false),
    new Promise<false>((resolve) => { setTimeout(resolve, HOST_ANSWERS_WITHIN_MS, false); }),
  ]);
  if (!connected) return undefined;
  const context = await app.getContext();
  // A dialog is opened at an address of its own; what its tab was sent to says nothing about it.
  const startAt = context.page.frameContext === 'content' && context.page.subPageId?.startsWith('/') ? context.page.subPageId : undefined;
  return {
    inTeams: true,
    ...(startAt === undefined ? {} : { startAt }),
    theme: themeOf(context.app.theme),
    onThemeChange: (listener) => app.registerOnThemeChangeHandler((theme) => listener(themeOf(theme))),
    // teams-js keeps the token and renews it when it is about to end.
    token: () => authentication.getAuthToken(),
    ready() {
      app.notifyAppLoaded();
      app.notifySuccess();
    },
    failed: (message) => app.notifyFailure({ reason: app.FailedReason.Other, message }),
    async share({ path, title }) {
      pages.shareDeepLink({ subPageId: path, subPageLabel: title });
      return 'Choose in Teams where the link goes.';
    },
    closeDialog: (result) => dialog.url.submit(result),
    ...(context.page.frameContext === 'settings' ? { offerTab: (page) => offerTab(pages.config, page) } : {}),
  };
}

/** Teams asks again at every save, so the last page offered is the one that counts. */
function offerTab(config: TeamsConfig, { path, name }: { readonly path: string; readonly name: string }): void {
  const address = `${location.origin}/tab${path}`;
  config.registerOnSaveHandler((saving) => {
    config.setConfig({ entityId: path.slice(1), suggestedDisplayName: name, contentUrl: address, websiteUrl: address })
      .then(() => saving.notifySuccess(), (fault: unknown) => saving.notifyFailure(String(fault)));
  });
  config.setValidityState(true);
}

/** Teams has more themes than this app draws; the newer ones are light. */
function themeOf(theme: string): ThemeName {
  return theme === 'dark' || theme === 'contrast' ? theme : 'default';
}
