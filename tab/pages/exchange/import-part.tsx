import { Button, Field, MessageBar, MessageBarBody, Select, Spinner } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { MOST_BYTES, type ExchangePage, type ImportMapping, type ImportPreview, type SubjectKey } from '../../../src/assurance/exchange/exchange-model.ts';
import { useAsk } from '../../components/ask-dialog.tsx';
import { base64Of } from '../../components/file-bytes.ts';
import { useLayout } from '../../components/layout.ts';
import { useServices } from '../../services.ts';
import { ImportProgress } from './import-progress.tsx';
import { MappingForm } from './mapping-form.tsx';
import { PreviewRows } from './preview-rows.tsx';
import { useImportRun } from './use-import-run.ts';

type Chosen = { readonly name: string; readonly base64: string };

/** From a spreadsheet to the register in three steps: check the file, mend what it says, import what is right. */
export function ImportPart({ subjects }: { readonly subjects: ExchangePage['subjects'] }) {
  const layout = useLayout();
  const { api } = useServices();
  const { ask, dialog } = useAsk();
  const [subject, setSubject] = useState<SubjectKey>(subjects[0]?.key ?? 'actions');
  const [file, setFile] = useState<Chosen | undefined>();
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  const [trouble, setTrouble] = useState<string | undefined>();
  const [checking, setChecking] = useState(false);
  const { run, start, stop, forget } = useImportRun();
  const heading = useRef<HTMLHeadingElement>(null);
  const help = subjects.find(({ key }) => key === subject)?.help;
  useEffect(() => { if (preview) heading.current?.focus(); }, [preview]);

  async function check(of: Chosen, how: { readonly sheet?: string; readonly mapping?: ImportMapping } = {}): Promise<void> {
    setChecking(true);
    forget();
    const result = await api.call('previewImport', { body: { subject, fileName: of.name, base64: of.base64, ...how } });
    setChecking(false);
    setTrouble(result.ok ? undefined : result.failure.message);
    setPreview(result.ok ? result.answer : undefined);
  }
  async function choose(chosen: File): Promise<void> {
    if (chosen.size > MOST_BYTES) return setTrouble(`${chosen.name} is larger than 5 MB. Delete what is not needed, or split it into smaller files.`);
    const read = { name: chosen.name, base64: await base64Of(chosen) };
    setFile(read);
    await check(read);
  }
  function changeSubject(to: SubjectKey): void {
    setSubject(to);
    setPreview(undefined);
    setTrouble(undefined);
    forget();
  }
  const busy = checking || run?.state === 'running';

  return (
    <section aria-labelledby="import" className={layout.stack}>
      <h2 id="import" className={layout.h2}>Import</h2>
      <p className={layout.written}>Bring in the spreadsheets that you have. First you see what would happen, row by row; nothing is written before you say so. Importing the same file again changes nothing.</p>
      <Field label="What the file holds" hint={help ?? null} style={{ maxWidth: '32rem' }}>
        <Select value={subject} disabled={busy} onChange={(_, { value }) => changeSubject(subjects.find(({ key }) => key === value)?.key ?? subject)}>
          {subjects.map(({ key, title }) => <option key={key} value={key}>{title}</option>)}
        </Select>
      </Field>
      <Field label={{ children: 'Spreadsheet', htmlFor: 'import-file' }} hint="Excel (.xlsx) or CSV, at most 5 MB and 5,000 rows.">
        <input id="import-file" type="file" accept=".xlsx,.csv,.tsv,.txt" disabled={busy} onChange={(event) => { const chosen = event.target.files?.[0]; event.target.value = ''; if (chosen) void choose(chosen); }} />
      </Field>
      {file !== undefined && preview === undefined && !checking ? <div><Button onClick={() => void check(file)}>Check {file.name} again</Button></div> : null}
      <div role="status">{checking ? <Spinner size="small" label="Checking the file. Nothing is written." labelPosition="after" /> : null}</div>
      {trouble === undefined ? null : <MessageBar intent="error" layout="multiline" politeness="assertive"><MessageBarBody>{trouble}</MessageBarBody></MessageBar>}
      {preview === undefined || file === undefined || run !== undefined ? null : (
        <>
          <h3 ref={heading} tabIndex={-1} className={layout.h3}>{preview.fileName}: {preview.heading || 'nothing to import'}</h3>
          <MappingForm key={`${preview.sheet} ${preview.fileName} ${preview.subject}`} preview={preview} busy={busy} check={(how) => void check(file, how)} />
          <PreviewRows preview={preview} />
          <div><ImportButton preview={preview} ask={(count) => ask({
            title: `Import ${count}`,
            intro: `From ${preview.fileName}: ${preview.heading}. Every row goes into history with your name and the name of the file.`,
            confirm: `Import ${count}`,
            send: async () => ({ ok: true, answer: { message: `The import of ${preview.fileName} has begun.` } }),
            done: () => void start(preview),
          })} /></div>
        </>
      )}
      {run === undefined ? null : <ImportProgress run={run} stop={stop} again={() => { forget(); setPreview(undefined); setFile(undefined); }} />}
      {dialog}
    </section>
  );
}

function ImportButton({ preview: { counts }, ask }: { readonly preview: ImportPreview; readonly ask: (count: string) => void }) {
  const layout = useLayout();
  const count = counts.insert + counts.update;
  const words = count === 1 ? '1 row' : `${count.toLocaleString('en-GB')} rows`;
  return count === 0 ? <p className={layout.quiet}>There is nothing to write.</p> : <Button appearance="primary" onClick={() => ask(words)}>Import {words}</Button>;
}
