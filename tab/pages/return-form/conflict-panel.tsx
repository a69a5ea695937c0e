import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { EditConflict } from '../../../src/assurance/returns/return-form-model.ts';
import { useLayout } from '../../components/layout.ts';
import { momentInLondon } from '../../london-time.ts';
import { valueOf, type Choice, type Value } from './draft.ts';

const useStyles = makeStyles({
  panel: { border: `2px solid ${tokens.colorStatusWarningBorderActive}`, marginBlockEnd: tokens.spacingVerticalL },
  sides: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(14rem, 100%), 1fr))', gap: tokens.spacingHorizontalL },
  side: { backgroundColor: tokens.colorNeutralBackground3, padding: tokens.spacingHorizontalM, borderRadius: tokens.borderRadiusMedium, display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalS, alignItems: 'flex-start', minWidth: 0 },
});

/** Where two people of one agency wrote in the same place: both texts side by side, and neither is lost until one has chosen. */
export function ConflictPanel({ conflicts, choose }: { readonly conflicts: readonly EditConflict[]; readonly choose: (conflict: EditConflict, choice: Choice) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  return conflicts.map((conflict) => {
    const mine = valueOf(conflict.edit);
    const texts = typeof mine === 'string' && typeof conflict.theirs === 'string';
    return (
      <section key={conflict.place} role="alert" aria-label={`Two versions of ${conflict.place}`} className={`${layout.card} ${styles.panel}`}>
        <h2 className={layout.h3}>{conflict.byName} changed "{conflict.place}" while you were writing</h2>
        <p className={layout.written}>Nothing is lost: theirs is saved, yours is kept here. Choose what should stay.</p>
        <div className={styles.sides}>
          <div className={styles.side}>
            <strong>Yours</strong><p className={layout.written}>{inWords(mine)}</p>
            <Button onClick={() => choose(conflict, 'mine')} aria-label={`Keep mine: ${conflict.place}`}>Keep mine</Button>
          </div>
          <div className={styles.side}>
            <strong>{conflict.byName}, {momentInLondon(conflict.at)}</strong><p className={layout.written}>{inWords(conflict.theirs)}</p>
            <Button onClick={() => choose(conflict, 'theirs')} aria-label={`Keep theirs: ${conflict.place}`}>Keep theirs</Button>
          </div>
        </div>
        {texts ? <div><Button appearance="primary" onClick={() => choose(conflict, 'both')} aria-label={`Keep both, one after the other: ${conflict.place}`}>Keep both, one after the other</Button></div> : null}
      </section>
    );
  });
}

function inWords(value: Value): string {
  if (value === null || value === '') return '(empty)';
  return value === true ? 'Nothing to raise' : value === false ? 'Something to raise' : String(value);
}
