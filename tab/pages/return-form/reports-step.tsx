import { Button, Field, MessageBar, MessageBarBody } from '@fluentui/react-components';
import { useRef, useState } from 'react';
import type { ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import type { Ask } from '../../components/ask-dialog.tsx';
import { base64Of } from '../../components/file-bytes.ts';
import { useLayout } from '../../components/layout.ts';
import { momentInLondon } from '../../london-time.ts';
import { useServices } from '../../services.ts';

const MOST_BYTES = 4 * 1024 * 1024;

/** Reports that go with the return: what is attached, attach another, remove one. */
export function ReportsStep({ form, readOnly, ask, reload }: { readonly form: ReturnForm; readonly readOnly: boolean; readonly ask: (ask: Ask) => void; readonly reload: () => Promise<void> }) {
  const layout = useLayout();
  const { api, tell } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | undefined>();
  const [sending, setSending] = useState(false);

  async function attach(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return setTrouble(`${file.name} is larger than 4 MB. Make it smaller, or send the board office a link to it.`);
    setSending(true);
    const result = await api.call('attachReport', { params: { key: form.returnKey }, query: form.onBehalf ? { onBehalf: 'true' } : {}, body: { fileName: file.name, base64: await base64Of(file) } });
    setSending(false);
    setTrouble(result.ok ? undefined : `${file.name} was not attached. ${result.failure.message}`);
    if (result.ok) tell(result.answer.message);
    if (input.current) input.current.value = '';
    await reload();
  }

  return (
    <div className={layout.stack}>
      <p className={layout.written}>Attach a report where an answer needs more room than the form has. Reports must not name a child or say anything by which one could be recognised.</p>
      {trouble === undefined ? null : <MessageBar intent="error" layout="multiline" politeness="assertive"><MessageBarBody>{trouble}</MessageBarBody></MessageBar>}
      {form.attachments.length === 0 ? <span className={layout.quiet}>Nothing is attached. That is all right: reports are optional.</span> : (
        <ul className={layout.list}>
          {form.attachments.map((each) => (
            <li key={each.key} className={layout.row}>
              <span>{each.fileName} <span className={layout.small}>{Math.ceil(each.bytes / 1024).toLocaleString('en-GB')} kB, {each.addedByName}, {momentInLondon(each.addedAt)}</span></span>
              {readOnly ? null : (
                <Button size="small" aria-label={`Remove ${each.fileName}`} onClick={() => ask({
                  title: `Remove ${each.fileName}`, intro: 'The file is taken off this return.', confirm: 'Remove the file',
                  send: () => api.call('removeAttachment', { params: { key: each.key } }), done: () => void reload(),
                })}>Remove</Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {readOnly ? null : (
        <Field label={{ children: 'Attach a report', htmlFor: 'attach-report' }} hint="One file at a time, at most 4 MB.">
          <input id="attach-report" ref={input} type="file" disabled={sending} onChange={(event) => { const file = event.target.files?.[0]; if (file) void attach(file); }} />
        </Field>
      )}
    </div>
  );
}
