import { Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { FormFigure } from '../../../src/assurance/returns/return-form-model.ts';
import { useLayout } from '../../components/layout.ts';
import { NARROW, useMedia } from '../../components/media.ts';
import type { Place, Value } from './draft.ts';
import type { DraftEditor } from './use-draft.ts';

const useStyles = makeStyles({
  cell: { display: 'inline-flex', width: '100%', minWidth: '4.5rem', maxWidth: '9rem', '& input': { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } },
  error: { color: tokens.colorStatusDangerForeground1 },
});

/** Months across, breakdown down, with totals where adding up makes sense. A cell that is not a number says so and is not sent. */
export function FigureGrid({ figure, editor, readOnly }: { readonly figure: FormFigure; readonly editor: DraftEditor; readonly readOnly: boolean }) {
  const styles = useStyles();
  const layout = useLayout();
  const { rows, columns } = figure.grid;
  const [faulty, setFaulty] = useState<ReadonlySet<string>>(new Set());
  const adds = figure.unit === 'count';
  const placeAt = (row: string, column: string): Place => ({ kind: 'cell', figure: figure.id, cell: `${row}.${column}` });
  const total = (keys: readonly (readonly [string, string])[]) => {
    const values = keys.map(([row, column]) => editor.value(placeAt(row, column)));
    return values.every((value) => typeof value === 'number') ? sum(values).toLocaleString('en-GB') : '';
  };
  const error = `error-${figure.id}`;
  const across = adds && columns.length > 1;
  const down = adds && rows.length > 1;
  const rowTotal = (row: string) => total(columns.map((column) => [row, column.key]));
  const columnTotal = (column: string) => total(rows.map((row) => [row.key, column]));
  const allTotal = () => total(rows.flatMap((row) => columns.map((column) => [row.key, column.key] as const)));
  const cell = (row: Axis, column: Axis) => {
    const place = placeAt(row.key, column.key);
    const id = `${row.key}.${column.key}`;
    return (
      <Cell label={`${figure.code}, ${row.name}, ${column.name}`} value={editor.value(place)} readOnly={readOnly} describedBy={faulty.has(id) ? error : undefined}
        enter={(value) => { setFaulty(without(faulty, id)); editor.enter(place, value); }} refuse={() => setFaulty(new Set(faulty).add(id))} saveNow={() => void editor.saveNow()} />
    );
  };
  return (
    <div className={layout.scroll}>
      <table className={layout.table}>
        <caption className={layout.hidden}>{figure.name}, {figure.areaName}</caption>
        {useMedia(NARROW) ? (
          <>
            {rows.map((row) => (
              <tbody key={row.key}>
                <tr><th scope="rowgroup" colSpan={2} data-total>{row.name}</th></tr>
                {columns.map((column) => <tr key={column.key}><th scope="row">{column.name}</th><td data-numeric>{cell(row, column)}</td></tr>)}
                {across ? <tr><th scope="row">Total</th><td data-numeric data-total>{rowTotal(row.key)}</td></tr> : null}
              </tbody>
            ))}
            {down ? <tbody><tr><th scope="row" data-total>All together</th><td data-numeric data-total>{allTotal()}</td></tr></tbody> : null}
          </>
        ) : (
          <>
            <thead><tr><th scope="col"><span className={layout.hidden}>Breakdown</span></th>{columns.map((column) => <th key={column.key} scope="col" data-numeric>{column.name}</th>)}{across ? <th scope="col" data-numeric>Total</th> : null}</tr></thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">{row.name}</th>
                  {columns.map((column) => <td key={column.key} data-numeric>{cell(row, column)}</td>)}
                  {across ? <td data-numeric data-total>{rowTotal(row.key)}</td> : null}
                </tr>
              ))}
              {down ? (
                <tr>
                  <th scope="row">Total</th>
                  {columns.map((column) => <td key={column.key} data-numeric data-total>{columnTotal(column.key)}</td>)}
                  {across ? <td data-numeric data-total>{allTotal()}</td> : null}
                </tr>
              ) : null}
            </tbody>
          </>
        )}
      </table>
      {faulty.size === 0 ? null : <div id={error} role="alert" className={styles.error}>Enter numbers only, for example 118 or 62.5. What you typed is still there but is not saved.</div>}
    </div>
  );
}

type Axis = { readonly key: string; readonly name: string };

function Cell({ label, value, readOnly, describedBy, enter, refuse, saveNow }: {
  readonly label: string; readonly value: Value; readonly readOnly: boolean; readonly describedBy: string | undefined;
  readonly enter: (value: number | null) => void; readonly refuse: () => void; readonly saveNow: () => void;
}) {
  const styles = useStyles();
  const shown = typeof value === 'number' ? String(value) : '';
  const [typed, setTyped] = useState(shown);
  const read = readNumber(typed);
  // What was typed stays as it is while it is no number, or says the same in other digits ("62." and 62); else what is held is shown.
  const text = read === undefined || read === value ? typed : shown;
  return (
    <Input className={styles.cell} size="small" inputMode="decimal" aria-label={label} aria-invalid={describedBy !== undefined} {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })} readOnly={readOnly} value={text}
      onChange={(_, data) => {
        setTyped(data.value);
        const entered = readNumber(data.value);
        if (entered === undefined) refuse();
        else enter(entered);
      }} onBlur={saveNow} />
  );
}

/** Reads what people type for a number: with commas between thousands, or nothing. Undefined when it is no number. */
function readNumber(text: string): number | null | undefined {
  const digits = text.trim().replaceAll(/(?<=\d),(?=\d{3}\b)/g, '');
  if (digits === '') return null;
  return /^-?\d+(\.\d*)?$/.test(digits) ? Number(digits) : undefined;
}

const sum = (values: readonly Value[]) => values.reduce<number>((all, value) => all + (typeof value === 'number' ? value : 0), 0);

function without(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...set].filter((each) => each !== id));
}
