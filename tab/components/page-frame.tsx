import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { takeHeadingFocus } from '../router.tsx';
import type { Loaded } from '../services.ts';
import { useLayout } from './layout.ts';
import { FailedState, LoadingState, NotFoundState, RefusedState, StaleNotice, type Shape } from './states.tsx';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS, marginBlockEnd: tokens.spacingVerticalM },
  heading: {
    ...typographyStyles.title2, margin: 0, flex: '1 1 32rem', minWidth: 0, overflowWrap: 'anywhere',
    '@media (max-width: 640px)': { ...typographyStyles.subtitle1, flexBasis: '100%' },
  },
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, '@media print': { display: 'none' } },
});

/** A page: its one heading, which takes the focus when the page was just opened from another, and what can be done on all of it. */
export function PageFrame({ name, heading, actions, waiting, children }: {
  readonly name: string;
  readonly heading: string;
  readonly actions?: ReactNode;
  /** Stands in for a page that is still being fetched: the focus waits for the page itself. */
  readonly waiting?: boolean;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  const layout = useLayout();
  const h1 = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!waiting && takeHeadingFocus()) h1.current?.focus();
  }, [waiting]);
  useEffect(() => { document.title = `${name} · Partnership assurance`; }, [name]);
  return (
    <>
      <div className={styles.head}>
        <h1 ref={h1} tabIndex={-1} className={styles.heading}>{heading}</h1>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
      <div className={layout.hidden} aria-live="polite">{heading}</div>
      {children}
    </>
  );
}

/**
 * A page whose content comes from the API: while it loads it is called by its name, then by what the answer says.
 * Each way of not having the answer has a screen of its own.
 */
export function LoadedPage<Answer>({ name, loaded, reload, heading, shape, actions, children }: {
  readonly name: string;
  readonly loaded: Loaded<Answer>;
  readonly reload: () => void;
  readonly heading: (answer: Answer) => string;
  readonly shape: Shape;
  readonly actions?: (answer: Answer) => ReactNode;
  readonly children: (answer: Answer) => ReactNode;
}) {
  switch (loaded.state) {
    case 'loading': return <PageFrame key="page" name={name} heading={name}><LoadingState shape={shape} /></PageFrame>;
    case 'loaded': return (
      <PageFrame key="page" name={name} heading={heading(loaded.answer)} actions={actions?.(loaded.answer)}>
        {loaded.stale === undefined ? null : <StaleNotice failure={loaded.stale} retry={reload} />}
        {children(loaded.answer)}
      </PageFrame>
    );
    case 'failed': return <FailedPage name={name} loaded={loaded} reload={reload} />;
  }
}

const HEADINGS = { offline: 'cannot be reached', failed: 'could not be loaded', refused: 'is not open to you', 'not-found': 'was not found', rejected: 'cannot be shown' } as const;

function FailedPage({ name, loaded: { failure }, reload }: { readonly name: string; readonly loaded: Extract<Loaded<unknown>, { state: 'failed' }>; readonly reload: () => void }) {
  return (
    <PageFrame key="page" name={name} heading={`${name} ${HEADINGS[failure.kind]}`}>
      {failure.kind === 'refused' ? <RefusedState failure={failure} />
        : failure.kind === 'not-found' || failure.kind === 'rejected' ? <NotFoundState failure={failure} />
        : <FailedState failure={failure} retry={reload} />}
    </PageFrame>
  );
}
