import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { dayInLondon, momentInLondon, timeInLondon } from '../../london-time.ts';
import { useServices } from '../../services.ts';
import type { SaveState } from './use-draft.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, minHeight: '2rem' },
  trouble: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
});

/** Whether what one typed is safe, in words; spoken when it changes. */
export function SaveWords({ state, retry }: { readonly state: SaveState; readonly retry: () => void }) {
  const styles = useStyles();
  const { me } = useServices();
  const trouble = state.state === 'offline' || state.state === 'failed';
  return (
    <div className={styles.bar}>
      <span role="status" className={trouble ? styles.trouble : undefined}>{wordsFor(state, me?.today)}</span>
      {trouble ? <Button size="small" onClick={retry}>Save now</Button> : null}
    </div>
  );
}

/** A time of day says enough only on its own day. */
function whenSaved(at: string, today: string | undefined): string {
  return today === undefined || dayInLondon(at) >= today ? timeInLondon(at) : `on ${momentInLondon(at)}`;
}

function wordsFor(state: SaveState, today: string | undefined): string {
  switch (state.state) {
    case 'saved': return state.at === undefined ? 'Everything you enter is saved by itself' : `Saved ${whenSaved(state.at, today)}${state.byName === undefined ? '' : ` by ${state.byName}`}`;
    case 'saving': return 'Saving…';
    case 'offline': return 'Not saved: you are offline; your text is kept here until you close this window';
    case 'failed': return `Not saved: ${state.message} Your text is kept here until you close this window`;
  }
}
