import { Field, Input, MessageBar, MessageBarBody } from '@fluentui/react-components';
import type { FormFigure } from '../../../src/assurance/returns/return-form-model.ts';
import { useLayout } from '../../components/layout.ts';
import { momentInLondon } from '../../london-time.ts';
import { FigureGrid } from './figure-grid.tsx';
import type { DraftEditor } from './use-draft.ts';

const UNITS = { count: '', percentage: '%', 'rate-per-10000': ' per 10,000', days: ' days' } as const;

/** The figures of one area: a grid for each, its last value, a hint when it is unusual, and the reason when there is none. */
export function FiguresStep({ figures, note, editor, readOnly }: { readonly figures: readonly FormFigure[]; readonly note: string; readonly editor: DraftEditor; readonly readOnly: boolean }) {
  const layout = useLayout();
  return (
    <div className={layout.loose}>
      {note === '' ? null : <p className={layout.written}>{note}</p>}
      {figures.map((figure) => <Figure key={figure.id} figure={figure} editor={editor} readOnly={readOnly} />)}
    </div>
  );
}

function Figure({ figure, editor, readOnly }: { readonly figure: FormFigure; readonly editor: DraftEditor; readonly readOnly: boolean }) {
  const layout = useLayout();
  const heading = `figure-${figure.id}`;
  const text = (kind: 'missing-reason' | 'note') => String(editor.value({ kind, figure: figure.id }) ?? '');
  const incomplete = figure.grid.rows.some((row) => figure.grid.columns.some((column) => editor.value({ kind: 'cell', figure: figure.id, cell: `${row.key}.${column.key}` }) === null));
  return (
    <section aria-labelledby={heading} className={layout.card}>
      <h3 id={heading} tabIndex={-1} className={layout.h3}>{figure.code} {figure.name}</h3>
      <details><summary>Definition of {figure.code}</summary><p className={layout.written}>{figure.definition}</p>{figure.keyQuestions.length === 0 ? null : <ul>{figure.keyQuestions.map((each) => <li key={each}>{each}</li>)}</ul>}</details>
      <FigureGrid figure={figure} editor={editor} readOnly={readOnly} />
      <div>
        {figure.value === undefined ? null : <><strong>{figure.value.toLocaleString('en-GB', { minimumFractionDigits: figure.decimals, maximumFractionDigits: figure.decimals })}{UNITS[figure.unit]}</strong> this quarter. </>}
        <span className={layout.quiet}>{figure.last === undefined ? 'No earlier value.' : `${figure.last.quarterName}: ${figure.last.value}.`}</span>
      </div>
      {figure.hint === undefined ? null : <MessageBar intent="warning" layout="multiline"><MessageBarBody>{figure.hint}</MessageBarBody></MessageBar>}
      {incomplete || text('missing-reason') !== '' ? (
        <Field label="If you cannot give this figure, why?" hint="For example: the system was changed in July. A missing figure needs a reason.">
          <Input id={`missing-reason-${figure.id}`} value={text('missing-reason')} readOnly={readOnly} maxLength={500} onChange={(_, { value }) => editor.enter({ kind: 'missing-reason', figure: figure.id }, value)} onBlur={() => void editor.saveNow()} />
        </Field>
      ) : null}
      <Field label="Note (optional)">
        <Input value={text('note')} readOnly={readOnly} maxLength={1_000} onChange={(_, { value }) => editor.enter({ kind: 'note', figure: figure.id }, value)} onBlur={() => void editor.saveNow()} />
      </Field>
      {figure.byName === undefined ? null : <span className={layout.small}>Last changed by {figure.byName}{figure.at === undefined ? '' : `, ${momentInLondon(figure.at)}`}</span>}
    </section>
  );
}
