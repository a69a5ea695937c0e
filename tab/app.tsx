import { FluentProvider, makeStyles, teamsDarkTheme, teamsHighContrastTheme, teamsLightTheme, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useEffect, useState } from 'react';
import { browserHost, loadLocalPeople, localPerson, signInLocally } from './browser-host.ts';
import type { Host, ThemeName } from './host.ts';
import type { LocalPeople } from '../src/api-contract/local-sign-in.ts';
import { navigate } from './router.tsx';
import { Shell } from './shell.tsx';
import { connectTeams, mayBeInTeams } from './teams-host.ts';

const ConfigurePage = lazy(() => import('./pages/configure-page.tsx'));
const SignInPage = lazy(() => import('./pages/sign-in-page.tsx'));
const THEMES = { default: teamsLightTheme, dark: teamsDarkTheme, contrast: teamsHighContrastTheme } as const;

const useStyles = makeStyles({
  app: { minHeight: '100vh', backgroundColor: tokens.colorNeutralBackground1, color: tokens.colorNeutralForeground1 },
});

/** Where the tab finds itself: signed in through a host, in a browser that can sign in locally, or in neither. */
type Start =
  | { readonly state: 'connecting' }
  | { readonly state: 'signed-in'; readonly host: Host }
  | { readonly state: 'configuring'; readonly offerTab: NonNullable<Host['offerTab']> }
  | { readonly state: 'sign-in'; readonly people: LocalPeople | undefined };

async function start(): Promise<Start> {
  if (mayBeInTeams()) {
    const host = await connectTeams();
    if (host) return { state: 'signed-in', host };
  }
  const person = localPerson();
  return person === undefined ? { state: 'sign-in', people: await loadLocalPeople() } : { state: 'signed-in', host: browserHost(person) };
}

export function App() {
  const styles = useStyles();
  const [at, setAt] = useState<Start>({ state: 'connecting' });
  const [theme, setTheme] = useState<ThemeName>(() => preferredTheme());

  function signedIn(host: Host): void {
    setTheme(host.theme);
    host.onThemeChange(setTheme);
    if (host.startAt !== undefined) navigate(host.startAt, { replace: true });
    if (host.offerTab === undefined) return setAt({ state: 'signed-in', host });
    setAt({ state: 'configuring', offerTab: host.offerTab });
    host.ready();
  }

  useEffect(() => {
    void start().then((found) => (found.state === 'signed-in' ? signedIn(found.host) : setAt(found)));
  }, []);

  return (
    <FluentProvider theme={THEMES[theme]}>
      <div className={styles.app}>
        {at.state === 'signed-in' ? <Shell host={at.host} /> : at.state === 'sign-in' ? (
          <Suspense>
            <SignInPage people={at.people} choose={(person) => { signInLocally(person); signedIn(browserHost(person)); }} />
          </Suspense>
        ) : at.state === 'configuring' ? <Suspense><ConfigurePage offerTab={at.offerTab} /></Suspense> : null}
      </div>
    </FluentProvider>
  );
}

/** Until a host says otherwise, what the reader's system prefers, so that a dark screen does not flash. */
function preferredTheme(): ThemeName {
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'default';
}
