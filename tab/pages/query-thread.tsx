import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReturnReading } from '../../src/assurance/returns/return-reading-model.ts';
import type { Ask } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { momentInLondon } from '../london-time.ts';
import { useServices } from '../services.ts';

const useStyles = makeStyles({
  query: { borderLeft: `3px solid ${tokens.colorBrandStroke1}`, paddingInlineStart: tokens.spacingHorizontalM, marginBlockEnd: tokens.spacingVerticalM },
  reply: { marginBlockStart: tokens.spacingVerticalS, marginInlineStart: tokens.spacingHorizontalL },
  empty: { '@media print': { display: 'none' } },
});

/** The queries about one section, or about the whole return, each with its reply or a way to give one. */
export function QueryThread({ section, reading, ask, done }: { readonly section: string | undefined; readonly reading: ReturnReading; readonly ask: (ask: Ask) => void; readonly done: () => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const { api } = useServices();
  const queries = reading.queries.filter((query) => query.section === section);
  const title = reading.sections.find(({ key }) => key === section)?.title;

  const raise: Ask = {
    title: title === undefined ? 'Ask about this return' : `Ask about "${title}"`,
    intro: `${reading.agencyName} is told, and the return waits for a reply.`,
    fields: [{ name: 'query', label: 'Your query', kind: 'words', missing: 'Enter the query' }],
    confirm: 'Send the query',
    send: ({ query = '' }) => api.call('raiseQuery', { params: { key: reading.returnKey }, body: { query, ...(section === undefined ? {} : { section }) } }),
    done,
  };
  return (
    <div>
      {queries.length > 0 ? (
        <ul className={layout.list}>
          {queries.map((query) => (
            <li key={query.key} className={styles.query}>
              <div className={layout.small}>{query.askedByName} asked on {momentInLondon(query.askedAt)}</div>
              <p className={layout.written}>{query.query}</p>
              {query.reply === undefined ? <div className={layout.row}><em>Not answered yet</em>{reading.can.answerQuery ? <Button onClick={() => ask(answer(query))}>Answer</Button> : null}</div> : (
                <div className={styles.reply}>
                  <div className={layout.small}>{query.answeredByName} replied{query.answeredAt === undefined ? '' : ` on ${momentInLondon(query.answeredAt)}`}</div>
                  <p className={layout.written}>{query.reply}</p>
                </div>
              )}
            </li>
          ))}
        </ul>
      ) : reading.can.query ? null : <span className={`${layout.quiet} ${styles.empty}`}>No queries.</span>}
      {reading.can.query ? <div className={layout.row}><Button size="small" onClick={() => ask(raise)} aria-label={`Ask about this: ${title ?? 'the whole return'}`}>Ask about this</Button></div> : null}
    </div>
  );

  function answer(query: ReturnReading['queries'][number]): Ask {
    return {
      title: 'Answer the query', intro: <p className={layout.written}>{query.askedByName}: {query.query}</p>, confirm: 'Send the reply',
      fields: [{ name: 'reply', label: 'Your reply', kind: 'words', missing: 'Enter a reply' }],
      send: ({ reply = '' }) => api.call('answerQuery', { params: { key: query.key }, body: { reply } }),
      done,
    };
  }
}
