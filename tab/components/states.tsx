import { Button, Link, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Skeleton, SkeletonItem, Text, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { Failure } from '../api-client.ts';
import { useServices } from '../services.ts';

const useStyles = makeStyles({
  state: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', rowGap: tokens.spacingVerticalM, maxWidth: '40rem', paddingBlock: tokens.spacingVerticalL },
  lines: { display: 'grid', rowGap: tokens.spacingVerticalM, paddingBlock: tokens.spacingVerticalM },
  card: { display: 'grid', rowGap: tokens.spacingVerticalS, paddingBlock: tokens.spacingVerticalM, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
});

/** The shape of what is coming: lines of a list or table, or the fields of a form. */
export type Shape = 'list' | 'table' | 'form';

export function LoadingState({ shape }: { readonly shape: Shape }) {
  const styles = useStyles();
  const rows = shape === 'table' ? 8 : 4;
  return (
    <Skeleton className={styles.lines} aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.card}>
          <SkeletonItem size={16} style={{ width: shape === 'form' ? '40%' : '70%' }} />
          {shape === 'form' ? <SkeletonItem size={72} /> : shape === 'list' ? <SkeletonItem size={12} style={{ width: '45%' }} /> : null}
        </div>
      ))}
    </Skeleton>
  );
}

/** Nothing here: why, and what one can do. */
export function EmptyState({ why, next }: { readonly why: string; readonly next?: ReactNode }) {
  return (
    <div className={useStyles().state}>
      <Text>{why}</Text>
      {next === undefined ? null : <Text>{next}</Text>}
    </div>
  );
}

/** It went wrong on our side or on the way: what happened, what is still true, and another try. */
export function FailedState({ failure, retry }: { readonly failure: Failure; readonly retry: () => void }) {
  return (
    <div className={useStyles().state} role="alert">
      <Text>{failure.message}</Text>
      <Text>Nothing is lost: what you and others saved before is kept.</Text>
      <Button appearance="primary" onClick={retry}>Try again</Button>
    </div>
  );
}

/** Not for this person: what was refused and who can help. */
export function RefusedState({ failure }: { readonly failure: Failure }) {
  return (
    <div className={useStyles().state}>
      <Text>{failure.message}</Text>
      <Text>If you think that you should see this, ask <BoardOffice />.</Text>
    </div>
  );
}

/** There is no such thing: the address may be old or mistyped. */
export function NotFoundState({ failure }: { readonly failure: Failure }) {
  return (
    <div className={useStyles().state}>
      <Text>{failure.message}</Text>
      <Text>The link may be old or incomplete. Choose a page from the menu, or ask <BoardOffice />.</Text>
    </div>
  );
}

/** What is on screen could not be renewed: it stays, and says that it may be old. */
export function StaleNotice({ failure, retry }: { readonly failure: Failure; readonly retry: () => void }) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody><MessageBarTitle>This page may be out of date.</MessageBarTitle> {failure.message}</MessageBarBody>
      <MessageBarActions><Button onClick={retry}>Try again</Button></MessageBarActions>
    </MessageBar>
  );
}

/** Who helps, with the address as soon as it is known. */
export function BoardOffice() {
  const { me } = useServices();
  return me === undefined ? <>your board office</> : <Link inline href={`mailto:${me.boardOffice.mail}`}>{me.boardOffice.name}</Link>;
}
