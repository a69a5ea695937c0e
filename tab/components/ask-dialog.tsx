import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody, Select, Textarea } from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import type { Result } from '../api-client.ts';
import { useServices } from '../services.ts';
import { ErrorSummary, type FieldError } from './error-summary.tsx';
import { useLayout } from './layout.ts';
import { useReturnFocus } from './return-focus.ts';

/** One thing that a dialog asks for. `missing` is what is said when it was left empty; without it the field is optional. */
export type AskField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly kind: 'words' | 'line' | 'day' | 'choice';
  readonly choices?: readonly { readonly key: string; readonly name: string }[];
  readonly start?: string;
  readonly missing?: string;
};

/** Something that is asked before it is done: what it does, what it needs to know, and the button that names it. */
export type Ask = {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly fields?: readonly AskField[];
  readonly confirm: string;
  readonly send: (values: Readonly<Record<string, string>>) => Promise<Result<{ readonly message: string }>>;
  readonly done?: () => void;
};

/** A dialog that confirms and asks at once, for everything that cannot be undone or needs a reason. */
export function useAsk(): { readonly ask: (ask: Ask) => void; readonly dialog: ReactElement | null } {
  const [open, setOpen] = useState<Ask | undefined>();
  return { ask: setOpen, dialog: open === undefined ? null : <AskDialog ask={open} close={() => setOpen(undefined)} /> };
}

export function AskDialog({ ask, close }: { readonly ask: Ask; readonly close: () => void }) {
  const { tell } = useServices();
  const layout = useLayout();
  useReturnFocus();
  const fields = ask.fields ?? [];
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(fields.map(({ name, start }) => [name, start ?? ''])));
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [refusal, setRefusal] = useState<string | undefined>();
  const [sending, setSending] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const missing = fields.flatMap(({ name, missing: message }) => (message !== undefined && !values[name]?.trim() ? [{ field: idOf(name), message }] : []));
    setErrors(missing);
    setRefusal(undefined);
    if (missing.length > 0) return;
    setSending(true);
    const result = await ask.send(values);
    setSending(false);
    if (!result.ok) return setRefusal(result.failure.message);
    tell(result.answer.message);
    ask.done?.();
    close();
  }

  return (
    <Dialog open onOpenChange={(_, { open }) => { if (!open) close(); }}>
      <DialogSurface>
        <form onSubmit={(event) => void send(event)} noValidate>
          <DialogBody>
            <DialogTitle>{ask.title}</DialogTitle>
            <DialogContent className={layout.stack}>
              {errors.length > 0 ? <ErrorSummary errors={errors} /> : null}
              {refusal === undefined ? null : <MessageBar intent="error" layout="multiline" politeness="assertive"><MessageBarBody>{refusal} Nothing was changed, and what you entered is still here.</MessageBarBody></MessageBar>}
              {ask.intro === undefined ? null : <div>{ask.intro}</div>}
              {fields.map((field) => {
                const error = errors.find((each) => each.field === idOf(field.name))?.message;
                return (
                  <Field key={field.name} label={field.missing === undefined ? `${field.label} (optional)` : field.label} {...(field.hint === undefined ? {} : { hint: field.hint })} {...(error === undefined ? {} : { validationMessage: error })}>
                    <Answer field={field} value={values[field.name] ?? ''} change={(value) => setValues({ ...values, [field.name]: value })} />
                  </Field>
                );
              })}
            </DialogContent>
            <DialogActions fluid>
              <Button onClick={close}>Cancel</Button>
              <Button appearance="primary" type="submit" disabledFocusable={sending}>{sending ? 'Sending…' : ask.confirm}</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}

const idOf = (name: string) => `asked-${name}`;

function Answer({ field, value, change, ...fromField }: { readonly field: AskField; readonly value: string; readonly change: (value: string) => void }) {
  const common = { ...fromField, id: idOf(field.name), value };
  switch (field.kind) {
    case 'words': return <Textarea {...common} resize="vertical" rows={4} onChange={(_, data) => change(data.value)} />;
    case 'line': return <Input {...common} onChange={(_, data) => change(data.value)} />;
    case 'day': return <Input {...common} type="date" onChange={(_, data) => change(data.value)} />;
    case 'choice': return (
      <Select {...common} onChange={(_, data) => change(data.value)}>
        <option value="">Choose</option>
        {field.choices?.map(({ key, name }) => <option key={key} value={key}>{name}</option>)}
      </Select>
    );
  }
}
