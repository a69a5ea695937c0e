import { LocalPeople, LocalToken } from '../src/api-contract/local-sign-in.ts';
import type { Host } from './host.ts';

const SIGNED_IN = 'signed-in-person';
const darkScheme = () => window.matchMedia('(prefers-color-scheme: dark)');
const contrastScheme = () => window.matchMedia('(forced-colors: active), (prefers-contrast: more)');

/** Whom the local environment lets one be; undefined where there is no local sign-in, which is everywhere else. */
export async function loadLocalPeople(): Promise<LocalPeople | undefined> {
  const response = await fetch('/local/people').catch(() => undefined);
  if (!response?.ok) return undefined;
  return LocalPeople.safeParse(await response.json().catch(() => undefined)).data;
}

/** The person chosen in this window, remembered until it is closed. */
export function localPerson(): string | undefined {
  return sessionStorage.getItem(SIGNED_IN) ?? undefined;
}

export function signInLocally(person: string): void {
  sessionStorage.setItem(SIGNED_IN, person);
}

/** A plain browser with local sign-in, in which this person was chosen. */
export function browserHost(person: string): Host {
  let held: Promise<string> | undefined;
  const theme = () => (contrastScheme().matches ? 'contrast' : darkScheme().matches ? 'dark' : 'default');
  return {
    inTeams: false,
    theme: theme(),
    onThemeChange(listener) {
      for (const scheme of [darkScheme(), contrastScheme()]) scheme.addEventListener('change', () => listener(theme()));
    },
    token({ renew }) {
      if (renew || held === undefined) {
        held = tokenFor(person);
        held.catch(() => { held = undefined; });
      }
      return held;
    },
    ready: () => {},
    failed: () => {},
    async share() {
      await navigator.clipboard.writeText(location.href);
      return 'The address of this page is copied.';
    },
    closeDialog: () => window.close(),
    signOut() {
      sessionStorage.clear();
      location.reload();
    },
  };
}

async function tokenFor(person: string): Promise<string> {
  const response = await fetch('/local/token', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ person }) });
  if (!response.ok) throw new Error(`Local sign-in answered ${response.status}.`);
  return LocalToken.parse(await response.json()).token;
}
