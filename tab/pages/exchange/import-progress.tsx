import { Button, MessageBar, MessageBarBody, ProgressBar } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { RowOutcome, SubjectKey } from '../../../src/assurance/exchange/exchange-model.ts';
import { DataTable } from '../../components/data-table.tsx';
import { useLayout } from '../../components/layout.ts';
import { EmptyState } from '../../components/states.tsx';
import { PageLink } from '../../router.tsx';
import { OUTCOME_COLUMNS } from './preview-rows.tsx';
import type { ImportRun } from './use-import-run.ts';

/** Where what was written can be seen. People and seats have no page of their own. */
const PLACES: Readonly<Partial<Record<SubjectKey, { readonly to: string; readonly words: string }>>> = {
  actions: { to: '/action-log', words: 'Open the action log' },
  observations: { to: '/returns', words: 'Open the returns, which show the figures beside the new ones' },
};

const number = (of: number) => of.toLocaleString('en-GB');

/** How far an import is, and what came of it. */
export function ImportProgress({ run, stop, again }: { readonly run: ImportRun; readonly stop: () => void; readonly again: () => void }) {
  const layout = useLayout();
  const heading = useRef<HTMLHeadingElement>(null);
  const { state, planned, rows, preview, trouble } = run;
  useEffect(() => heading.current?.focus(), [state]);
  const refused = rows.filter(({ outcome }) => outcome === 'refused');
  const place = PLACES[preview.subject];
  return (
    <div className={layout.stack}>
      <h3 ref={heading} tabIndex={-1} className={layout.h3}>{state === 'running' ? `Importing ${preview.fileName}` : `${preview.fileName}: ${resultOf(rows)}`}</h3>
      {state === 'running' ? (
        <>
          <ProgressBar value={planned === 0 ? 1 : rows.length / planned} aria-label="Rows imported" />
          <div role="status">{number(rows.length)} of {number(planned)} rows are done. Keep this page open: if you leave it, the import stops, and you can begin it again.</div>
          <div><Button onClick={stop}>Stop after this batch</Button></div>
        </>
      ) : (
        <>
          {state === 'finished' ? null : <MessageBar intent="warning" layout="multiline"><MessageBarBody>The import stopped after {number(rows.length)} of {number(planned)} rows. {trouble ?? ''} What is written stays. Import the file again for the rest.</MessageBarBody></MessageBar>}
          {refused.length === 0 ? null : <DataTable caption="Rows that were not imported" fileName="not-imported.csv" columns={OUTCOME_COLUMNS} rows={refused} keyOf={({ place: where }) => where} empty={<EmptyState why="No row matches the search." />} />}
          {place === undefined ? <p className={layout.written}>Export the list to see it as it is now.</p> : <PageLink to={place.to}>{place.words}</PageLink>}
          <div><Button onClick={again}>Import another file</Button></div>
        </>
      )}
    </div>
  );
}

function resultOf(rows: readonly RowOutcome[]): string {
  const count = (outcome: RowOutcome['outcome']) => rows.filter((row) => row.outcome === outcome).length;
  const parts = [
    `${number(count('insert'))} added`, `${number(count('update'))} changed`,
    ...(count('unchanged') > 0 ? [`${number(count('unchanged'))} there already`] : []), ...(count('refused') > 0 ? [`${number(count('refused'))} not imported`] : []),
  ];
  return parts.join(', ');
}
