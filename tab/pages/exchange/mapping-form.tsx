import { Button, Field, Input, Select, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ImportField, ImportMapping, ImportPreview } from '../../../src/assurance/exchange/exchange-model.ts';
import { useLayout } from '../../components/layout.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', rowGap: tokens.spacingVerticalM, border: 0, margin: 0, padding: 0, minWidth: 0 },
  field: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalXS, alignItems: 'start', maxWidth: '56rem', '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr)' } },
});

/** Which column of the sheet is what, as it was proposed and as the person changes it. */
export function MappingForm({ preview, busy, check }: { readonly preview: ImportPreview; readonly busy: boolean; readonly check: (how: { readonly sheet: string; readonly mapping?: ImportMapping }) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const [mapping, setMapping] = useState(preview.mapping);
  const change = (name: string, of: ImportMapping[string]) => setMapping({ ...mapping, [name]: of });
  const missing = preview.fields.filter(({ name, required }) => required && mapping[name]?.column === undefined && !mapping[name]?.otherwise).length;

  return (
    <details open={preview.counts.refused > 0}>
      <summary>Columns of the file{missing === 0 ? '' : `: ${missing} ${missing === 1 ? 'is' : 'are'} not in the file`}</summary>
      <div className={layout.stack}>
        {preview.sheets.length < 2 ? null : (
          <Field label="Sheet" style={{ maxWidth: '32rem' }}>
            <Select value={preview.sheet} disabled={busy} onChange={(_, { value }) => check({ sheet: value })}>
              {preview.sheets.map((sheet) => <option key={sheet} value={sheet}>{sheet}</option>)}
            </Select>
          </Field>
        )}
        <fieldset className={styles.fields} disabled={busy}>
          <legend className={layout.hidden}>Columns of the file</legend>
          {preview.fields.map((field) => <FieldMapping key={field.name} {...{ field, headings: preview.headings }} mapped={mapping[field.name] ?? {}} change={(of) => change(field.name, of)} />)}
        </fieldset>
        <div><Button disabled={busy} onClick={() => check({ sheet: preview.sheet, mapping })}>Check again with these columns</Button></div>
      </div>
    </details>
  );
}

function FieldMapping({ field, headings, mapped, change }: { readonly field: ImportField; readonly headings: readonly string[]; readonly mapped: ImportMapping[string]; readonly change: (of: ImportMapping[string]) => void }) {
  const styles = useStyles();
  const { label, help, choices, required } = field;
  const { otherwise } = mapped;
  const kept = otherwise === undefined || otherwise === '' ? {} : { otherwise };
  return (
    <div className={styles.field}>
      <Field label={`${label}${required ? '' : ' (optional)'}`} hint={[help, choices.length === 0 ? '' : `One of: ${choices.join(', ')}.`].filter((part) => part !== '').join(' ') || null}>
        <Select value={mapped.column === undefined ? '' : String(mapped.column)} onChange={(_, { value }) => change(value === '' ? kept : { column: Number(value), ...kept })}>
          <option value="">Not in the file</option>
          {headings.map((heading, column) => <option key={column} value={column}>{heading === '' ? `Column ${column + 1}, without a heading` : heading}</option>)}
        </Select>
      </Field>
      <Field label={`${label}: where it is empty, use`}>
        <Input value={otherwise ?? ''} onChange={(_, { value }) => change({ ...(mapped.column === undefined ? {} : { column: mapped.column }), ...(value === '' ? {} : { otherwise: value }) })} />
      </Field>
    </div>
  );
}
