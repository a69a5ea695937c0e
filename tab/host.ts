export type ThemeName = 'default' | 'dark' | 'contrast';

/** What the tab asks of whatever it runs in: Microsoft Teams, or a plain browser. */
export type Host = {
  readonly inTeams: boolean;
  /** The page to open first, when the host was sent to one; a path inside the tab. */
  readonly startAt?: string;
  readonly theme: ThemeName;
  readonly onThemeChange: (listener: (theme: ThemeName) => void) => void;
  /** A bearer token for our API. `renew` says that the last one was not taken. */
  readonly token: (how: { readonly renew: boolean }) => Promise<string>;
  /** Says that the first page is on screen. */
  readonly ready: () => void;
  /** Says that the tab could not start. */
  readonly failed: (message: string) => void;
  /** Gives people a link to this page to pass on; answers with what was done, in a sentence. */
  readonly share: (page: { readonly path: string; readonly title: string }) => Promise<string>;
  /** Closes the dialog that this page was opened in, handing back what was done. */
  readonly closeDialog: (result: Readonly<Record<string, string>>) => void;
  /** Only while Teams asks what a new tab is to open with: the page that the tab is made from when the person saves. */
  readonly offerTab?: (page: { readonly path: string; readonly name: string }) => void;
  /** In a plain browser: forget who is signed in. */
  readonly signOut?: () => void;
};
