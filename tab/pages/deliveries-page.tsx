import { Button, Link } from '@fluentui/react-components';
import type { DeliveriesPage as Page, DeliveryRow } from '../../src/assurance/operations/deliveries-page-model.ts';
import { DataTable, type Column } from '../components/data-table.tsx';
import { useLayout } from '../components/layout.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { Rating, type RatingValue } from '../components/rating.tsx';
import { EmptyState } from '../components/states.tsx';
import { dateWords, momentInLondon } from '../london-time.ts';
import { useLoaded, useServices } from '../services.ts';

const RATINGS: Readonly<Record<DeliveryRow['state'], RatingValue>> = { queued: 'not-known', claimed: 'not-known', superseded: 'not-known', sent: 'on-track', acknowledged: 'on-track', failed: 'off-track' };

/** For the board office: what reached nobody, rows that cannot be read, and whether the jobs run. */
export default function DeliveriesPage() {
  const layout = useLayout();
  const { api, tell } = useServices();
  const { loaded, reload } = useLoaded('deliveries', {});

  async function retry(row: DeliveryRow): Promise<void> {
    const result = await api.call('retryDelivery', { params: { key: row.key } });
    tell(result.ok ? result.answer.message : `Not sent again. ${result.failure.message}`);
    await reload();
  }
  const columns: readonly Column<DeliveryRow>[] = [
    { key: 'to', name: 'To', text: (row) => row.recipientName },
    { key: 'what', name: 'What', text: (row) => row.what },
    { key: 'state', name: 'State', text: (row) => row.words, show: (row) => <Rating value={RATINGS[row.state]} words={row.words} /> },
    { key: 'due', name: 'Due', text: (row) => dateWords(row.dueOn), sortBy: (row) => row.dueOn },
    { key: 'tried', name: 'What was tried', text: (row) => row.attempts.map(({ channel, at, words }) => `${channel}, ${momentInLondon(at)}: ${words}`).join('; ') || 'Nothing yet', show: (row) => (row.attempts.length === 0 ? 'Nothing yet' : <ul className={layout.list}>{row.attempts.map(({ channel, at, words }) => <li key={channel + at}>{channel}, {momentInLondon(at)}: {words}</li>)}</ul>) },
    { key: 'retry', name: 'What you can do', text: () => '', actions: true, show: (row) => (row.canRetry ? <Button size="small" onClick={() => void retry(row)} aria-label={`Send again to ${row.recipientName}`}>Send again</Button> : null) },
  ];

  return (
    <LoadedPage name="Deliveries and problems" loaded={loaded} reload={() => void reload()} heading={({ heading }) => heading} shape="table">
      {(page) => (
        <div className={layout.loose}>
          <section aria-labelledby="failed" className={layout.stack}>
            <h2 id="failed" className={layout.h2}>Not delivered</h2>
            {page.failed.length === 0 ? <EmptyState why="Everything that had to be told has reached somebody." /> : <DataTable caption="Not delivered" fileName="not-delivered.csv" columns={columns} rows={page.failed} keyOf={(row) => row.key} empty={<EmptyState why="Nothing matches the search." />} />}
          </section>
          <Problems problems={page.problems} />
          <Jobs jobs={page.jobs} />
          {page.notes.length === 0 ? null : <ul>{page.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
          <details>
            <summary>Delivered lately ({page.recent.length})</summary>
            <DataTable caption="Delivered lately" fileName="delivered.csv" columns={columns} rows={page.recent} keyOf={(row) => row.key} empty={<EmptyState why="Nothing was delivered lately, or nothing matches the search." />} />
          </details>
        </div>
      )}
    </LoadedPage>
  );
}

function Problems({ problems }: { readonly problems: Page['problems'] }) {
  const layout = useLayout();
  return (
    <section aria-labelledby="problems" className={layout.stack}>
      <h2 id="problems" className={layout.h2}>Rows that cannot be read</h2>
      {problems.length === 0 ? <EmptyState why="Every row of every list can be read." /> : (
        <ul className={layout.list} style={{ rowGap: '0.75rem' }}>
          {problems.map((problem) => (
            <li key={problem.list + problem.row}>
              <Rating value="off-track" words={`${problem.list}, row ${problem.row}`} />{problem.link === undefined ? null : <> <Link inline href={problem.link} target="_blank" rel="noreferrer">Open the row {problem.row}</Link></>}
              <ul>{problem.faults.map((fault) => <li key={fault}>{fault}</li>)}</ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Jobs({ jobs }: { readonly jobs: Page['jobs'] }) {
  const layout = useLayout();
  return (
    <section aria-labelledby="jobs" className={layout.stack}>
      <h2 id="jobs" className={layout.h2}>Jobs</h2>
      {jobs.length === 0 ? <EmptyState why="No job has run yet." next="The jobs run by themselves every few minutes while the server is up." /> : (
        <ul className={layout.list} style={{ rowGap: '0.75rem' }}>
          {jobs.map((job) => (
            <li key={job.key}>
              <Rating value={job.rating} words={job.title} />
              <div className={layout.small}>{job.lastRun}{job.lastError === undefined ? '' : `. Last error: ${job.lastError}`}</div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
