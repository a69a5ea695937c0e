import { Button, ToggleButton } from '@fluentui/react-components';
import { useState } from 'react';
import type { ImportPreview, RowOutcome } from '../../../src/assurance/exchange/exchange-model.ts';
import { DataTable, download, type Column } from '../../components/data-table.tsx';
import { useLayout } from '../../components/layout.ts';
import { Rating, type RatingValue } from '../../components/rating.tsx';
import { EmptyState } from '../../components/states.tsx';
import { tableAsCsv } from '../../components/table-csv.ts';

export const OUTCOME_WORDS: Readonly<Record<RowOutcome['outcome'], string>> = { refused: 'Cannot be imported', insert: 'Would be added', update: 'Would change', unchanged: 'There already' };
const RATINGS: Readonly<Record<RowOutcome['outcome'], RatingValue>> = { refused: 'off-track', insert: 'on-track', update: 'at-risk', unchanged: 'not-known' };
const ORDER = ['refused', 'update', 'insert', 'unchanged'] as const;
/** More rows than anybody reads on a page; the download has them all. */
const SHOWN = 100;

function sentencesOf({ faults, values }: RowOutcome): readonly string[] {
  if (faults.length > 0) return faults;
  return values.map(({ label, before, after }) => (before === undefined ? `${label}: ${after}` : `${label}: ${before || 'empty'} → ${after || 'empty'}`));
}

export const OUTCOME_COLUMNS: readonly Column<RowOutcome>[] = [
  { key: 'place', name: 'Where', text: ({ place }) => place },
  { key: 'title', name: 'What', text: ({ title }) => title },
  { key: 'outcome', name: 'Outcome', text: ({ outcome }) => OUTCOME_WORDS[outcome], show: ({ outcome }) => <Rating value={RATINGS[outcome]} words={OUTCOME_WORDS[outcome]} /> },
  { key: 'details', name: 'Why, or what is written', text: (row) => sentencesOf(row).join('; '), show: (row) => <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>{sentencesOf(row).map((sentence) => <li key={sentence}>{sentence}</li>)}</ul> },
];

/** The dry run, row by row: what cannot be imported first. */
export function PreviewRows({ preview: { rows, counts, leftOut } }: { readonly preview: ImportPreview }) {
  const layout = useLayout();
  const present = ORDER.filter((outcome) => counts[outcome] > 0);
  const [chosen, choose] = useState(present[0]);
  const shown = chosen !== undefined && present.includes(chosen) ? chosen : present[0];
  const inView = rows.filter(({ outcome }) => outcome === shown);
  return (
    <div className={layout.stack}>
      <div className={layout.filters} role="group" aria-label="Rows to show">
        {present.map((outcome) => <ToggleButton key={outcome} checked={outcome === shown} onClick={() => choose(outcome)}>{OUTCOME_WORDS[outcome]} ({counts[outcome].toLocaleString('en-GB')})</ToggleButton>)}
        <Button appearance="subtle" onClick={() => download('import-check.csv', tableAsCsv(OUTCOME_COLUMNS, rows))}>Download the check of every row</Button>
      </div>
      {inView.length > SHOWN ? <p className={layout.quiet}>The first {SHOWN} of {inView.length.toLocaleString('en-GB')} rows are shown. The download has every row.</p> : null}
      <DataTable caption="Rows of the file" fileName="import-check-shown.csv" columns={OUTCOME_COLUMNS} rows={inView.slice(0, SHOWN)} keyOf={({ place }) => place} empty={<EmptyState why="No row matches the search." />} />
      {leftOut.length === 0 ? null : <details><summary>Passed over ({leftOut.length})</summary><ul>{leftOut.map((line) => <li key={line}>{line}</li>)}</ul></details>}
    </div>
  );
}
