import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReturnReading } from '../../src/assurance/returns/return-reading-model.ts';
import type { Ask } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { QueryThread } from './query-thread.tsx';

const useStyles = makeStyles({
  pair: { display: 'grid', gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)', columnGap: tokens.spacingHorizontalXXL, rowGap: tokens.spacingVerticalS, '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)' } },
  last: { borderLeft: `1px solid ${tokens.colorNeutralStroke1}`, paddingInlineStart: tokens.spacingHorizontalL, color: tokens.colorNeutralForeground2 },
});

/** One section of a return: each answer beside last quarter's, and the queries about it. */
export function ReadSection({ section, reading, ask, done }: { readonly section: ReturnReading['sections'][number]; readonly reading: ReturnReading; readonly ask: (ask: Ask) => void; readonly done: () => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const id = `section-${section.key}`;
  return (
    <section aria-labelledby={id} className={layout.card}>
      <h2 id={id} className={layout.h2}>{section.title}</h2>
      {section.nothingToRaise ? <p className={layout.written}>Nothing to raise{section.attestedByName === undefined ? '' : `, attested by ${section.attestedByName}`}.</p> : null}
      {section.answers.map((answer) => (
        <div key={answer.wording} className={layout.stack}>
          <h3 className={layout.h3}>{answer.wording}</h3>
          <div className={styles.pair}>
            <p className={layout.written}>{answer.text || 'No answer.'}</p>
            <div className={styles.last}>
              <div className={layout.small}>Last quarter</div>
              <p className={layout.written}>{answer.lastQuarter ?? 'Nothing was said.'}</p>
            </div>
          </div>
        </div>
      ))}
      <QueryThread section={section.key} reading={reading} ask={ask} done={done} />
    </section>
  );
}
