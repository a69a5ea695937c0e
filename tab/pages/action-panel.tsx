import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ActionRow } from '../../src/assurance/action-log/action-log-model.ts';
import type { Ask } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { Rating } from '../components/rating.tsx';
import { SidePanel } from '../components/side-panel.tsx';
import { dateWords, momentInLondon } from '../london-time.ts';
import { useServices } from '../services.ts';
import { asksOf } from './action-asks.ts';

const useStyles = makeStyles({
  facts: { display: 'grid', gridTemplateColumns: 'minmax(5rem, max-content) 1fr', gap: tokens.spacingVerticalXS, columnGap: tokens.spacingHorizontalL, margin: 0, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' } },
  body: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalL },
});

/** One action at the side: all that is known of it, its history, and what the viewer may do with it. */
export function ActionPanel({ action, close, ask }: { readonly action: ActionRow; readonly close: () => void; readonly ask: (ask: Ask) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const { api } = useServices();
  return (
    <SidePanel title={`Action ${action.key}`} close={close}>
      <div className={styles.body}>
        <p className={layout.written}>{action.action}</p>
        <div className={layout.row}>{asksOf(action, api).map(({ label, asked }, index) => <Button key={label} appearance={index === 0 ? 'primary' : 'secondary'} onClick={() => ask(asked)}>{label}</Button>)}</div>
        <dl className={styles.facts}>
          <dt>State</dt><dd><Rating value={action.rating} words={action.state} /></dd>
          <dt>Due</dt><dd>{dateWords(action.dueOn)}{action.timesMoved > 0 ? `, moved ${action.timesMoved === 1 ? 'once' : `${action.timesMoved} times`}` : ''}</dd>
          <dt>Owner</dt><dd>{action.ownerName}, {action.agencyName}</dd>
          <dt>Group</dt><dd>{action.groupName}</dd>
          <dt>Done when</dt><dd>{action.measure}</dd>
          <dt>Source</dt><dd>{action.source}</dd>
          {action.evidence === undefined ? null : <><dt>Evidence</dt><dd>{action.evidence}</dd></>}
        </dl>
        <section aria-labelledby="action-history">
          <h3 id="action-history" className={layout.h3}>History</h3>
          {action.updates.length === 0 ? <p className={layout.quiet}>Nothing has been said about it yet.</p> : (
            <ul className={layout.list}>
              {action.updates.map((update) => <li key={update.at + update.note}><div className={layout.small}>{update.byName}, {momentInLondon(update.at)}</div><p className={layout.written}>{update.note}</p></li>)}
            </ul>
          )}
        </section>
      </div>
    </SidePanel>
  );
}
