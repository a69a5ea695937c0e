import { Button, Link, MessageBar, MessageBarActions, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createApiClient } from './api-client.ts';
import { watchChanges } from './changes.ts';
import { BoardOffice } from './components/states.tsx';
import { useLayout } from './components/layout.ts';
import type { Host } from './host.ts';
import { Navigation } from './navigation.tsx';
import { pageAt } from './pages.tsx';
import { PageFrame } from './components/page-frame.tsx';
import { LoadingState } from './components/states.tsx';
import { PageLink, useAddress } from './router.tsx';
import { ServicesContext, type Services } from './services.ts';
import type { Me } from '../src/assurance/partnership/me-model.ts';

const useStyles = makeStyles({
  skip: {
    position: 'absolute', insetInlineStart: tokens.spacingHorizontalM, insetBlockStart: '-10rem', zIndex: 10, padding: tokens.spacingHorizontalM, backgroundColor: tokens.colorNeutralBackground1,
    ':focus': { insetBlockStart: tokens.spacingVerticalS },
    '@media print': { display: 'none' },
  },
  body: { display: 'grid', gridTemplateColumns: '14rem minmax(0, 1fr)', minHeight: '100vh', '@media (max-width: 640px)': { display: 'block' }, '@media print': { display: 'block' } },
  dialog: { display: 'block' },
  main: {
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}`, maxWidth: '76rem', minWidth: 0, display: 'flex', flexDirection: 'column',
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
    '@media print': { padding: 0 },
  },
  page: { flexGrow: 1 },
  told: { marginBlockEnd: tokens.spacingVerticalM },
  footer: { marginBlockStart: tokens.spacingVerticalXXXL, paddingBlockStart: tokens.spacingVerticalM, borderTop: `1px solid ${tokens.colorNeutralStroke2}`, display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS, '@media print': { display: 'none' } },
});

/** Everything around a page: navigation, what was just done, where help is; and the services that pages work with. */
export function Shell({ host }: { readonly host: Host }) {
  const styles = useStyles();
  const layout = useLayout();
  const { path, query } = useAddress();
  const [me, setMe] = useState<Me | undefined>();
  const [toldOn, setToldOn] = useState<{ readonly path: string; readonly message: string } | undefined>();
  const listeners = useRef(new Set<() => void>());
  const inDialog = query.get('dialog') === '1';

  const api = useMemo(() => createApiClient({ token: host.token }), [host]);
  // What was just done is said on the page where it was done, and gone on the next.
  const told = toldOn?.path === path ? toldOn.message : undefined;
  const tell = useCallback((message: string) => setToldOn({ path, message }), [path]);
  const onChange = useCallback((listener: () => void) => {
    listeners.current.add(listener);
    return () => { listeners.current.delete(listener); };
  }, []);
  const services: Services = useMemo(() => ({ host, api, me, tell, onChange }), [host, api, me, tell, onChange]);

  useEffect(() => {
    host.ready();
    void api.call('me', {}).then((result) => { if (result.ok) setMe(result.answer); });
    return watchChanges(api, () => { for (const listener of listeners.current) listener(); });
  }, [host, api]);

  const { name, Page, props } = pageAt(path);
  return (
    <ServicesContext value={services}>
      <Link className={styles.skip} href="#content" onClick={(event) => { event.preventDefault(); document.getElementById('content')?.focus(); }}>Skip to the page</Link>
      <div className={inDialog ? styles.dialog : styles.body}>
        {inDialog ? null : <Navigation path={path} />}
        <main id="content" tabIndex={-1} className={styles.main}>
          <div className={styles.page}>
            <div role="status" className={told === undefined ? undefined : styles.told}>
              {told === undefined ? null : (
                <MessageBar intent="success" layout="multiline">
                  <MessageBarBody>{told}</MessageBarBody>
                  <MessageBarActions containerAction={<Button appearance="transparent" icon={<DismissRegular />} aria-label="Dismiss" onClick={() => setToldOn(undefined)} />} />
                </MessageBar>
              )}
            </div>
            <Suspense key={path} fallback={<PageFrame name={name} heading={name} waiting><LoadingState shape="list" /></PageFrame>}>
              <Page {...props} />
            </Suspense>
          </div>
          <footer className={styles.footer}>
            <span>Need help? Contact <BoardOffice /></span>
            {inDialog ? null : (
              <>
                <PageLink to="/accessibility">Accessibility</PageLink>
                <Button size="small" onClick={() => void host.share({ path: path + location.search, title: document.title }).then(tell)}>Share this page</Button>
              </>
            )}
            {host.signOut === undefined || inDialog ? null : <span className={layout.row}>Signed in as {me?.name ?? '…'} <Button size="small" onClick={host.signOut}>Be somebody else</Button></span>}
          </footer>
        </main>
      </div>
    </ServicesContext>
  );
}
