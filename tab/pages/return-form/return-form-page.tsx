import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { pageAddress } from '../../../src/assurance/desk/page-address.ts';
import type { FormSection, Receipt, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import { useAsk } from '../../components/ask-dialog.tsx';
import { useLayout } from '../../components/layout.ts';
import { LoadedPage } from '../../components/page-frame.tsx';
import { dateWords } from '../../london-time.ts';
import { linkTo, useAddress } from '../../router.tsx';
import { useLoaded, useServices } from '../../services.ts';
import { CheckStep, NOT_SAVED } from './check-step.tsx';
import { ConflictPanel } from './conflict-panel.tsx';
import { FiguresStep } from './figures-step.tsx';
import { areasOf, partsOf } from './parts.ts';
import { ProgressList } from './progress-list.tsx';
import { ReceiptView } from './receipt-view.tsx';
import { ReportsStep } from './reports-step.tsx';
import { SaveWords } from './save-words.tsx';
import { SectionStep } from './section-step.tsx';
import { useDraft } from './use-draft.ts';

const useStyles = makeStyles({
  columns: { display: 'grid', gridTemplateColumns: '15rem minmax(0, 1fr)', columnGap: tokens.spacingHorizontalXXL, '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)', rowGap: tokens.spacingVerticalL } },
  copy: { justifyContent: 'flex-start', textAlign: 'start' },
  sticky: { position: 'sticky', top: 0, zIndex: 1, backgroundColor: tokens.colorNeutralBackground1, paddingBlock: tokens.spacingVerticalXS, marginBlockEnd: tokens.spacingVerticalM },
});

/** An agency's return as its officers write it: at `?onBehalf=true` as the board office does for them, at `?dialog=1` inside a dialog. */
export default function ReturnFormPage({ returnKey }: { readonly returnKey: string }) {
  const { query } = useAddress();
  const { me } = useServices();
  const onBehalf = query.get('onBehalf') === 'true';
  const { loaded, reload } = useLoaded('returnForm', { params: { key: returnKey }, query: onBehalf ? { onBehalf: 'true' } : {} });
  const [receipt, setReceipt] = useState<{ readonly receipt: Receipt; readonly form: ReturnForm } | undefined>();
  if (receipt !== undefined) return <ReceiptView {...receipt} inDialog={query.get('dialog') === '1'} />;
  return (
    <LoadedPage name="Return form" loaded={loaded} reload={() => void reload()} shape="form" heading={(form) => headingOf(form, me?.today)}>
      {(form) => <FormBody form={form} reload={reload} submitted={(given) => setReceipt({ receipt: given, form })} />}
    </LoadedPage>
  );
}

function headingOf(form: ReturnForm, today: string | undefined): string {
  const left = form.missing.length;
  const whose = `${form.agencyName}, ${form.quarterName}`;
  if (form.closed !== undefined) return `This return cannot be changed: ${whose}`;
  const overdue = today !== undefined && form.dueOn < today;
  const todo = left === 0 ? 'Ready to submit' : left === 1 ? 'One thing to do' : `${left} things to do`;
  return `${todo}${overdue ? ', overdue since' : left === 0 ? ', due' : ' by'} ${dateWords(form.dueOn)}: ${whose}`;
}

function FormBody({ form, reload, submitted }: { readonly form: ReturnForm; readonly reload: () => Promise<void>; readonly submitted: (receipt: Receipt) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const { api } = useServices();
  const { path, query } = useAddress();
  const editor = useDraft(form, reload);
  const { ask, dialog } = useAsk();
  const parts = partsOf(form);
  const first = form.signOff.viewerSigns || form.closed !== undefined ? parts.at(-1) : parts.find(({ state }) => state === 'to-do');
  const asked = query.get('step');
  const [start] = useState(first?.key);
  const index = Math.max(0, parts.findIndex(({ key }) => key === (asked ?? start)));
  const part = parts[index];
  const readOnly = form.closed !== undefined || form.signOff.viewerSigns;
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(part?.key);

  useEffect(() => {
    if (shown.current !== part?.key) heading.current?.focus();
    shown.current = part?.key;
  }, [part?.key]);

  const to = (step: string) => {
    const next = new URLSearchParams(query);
    next.set('step', step);
    return `${path}?${next}`;
  };
  const askToCopy = (question?: string) => ask({
    title: question === undefined ? 'Copy all of last quarter’s answers' : 'Copy last quarter’s answer',
    intro: 'Only answers that are still empty are filled in. You can change them afterwards.',
    confirm: 'Copy',
    async send() {
      if (!await editor.saveNow()) return NOT_SAVED;
      const result = await api.call('copyForward', { params: { key: form.returnKey }, query: form.onBehalf ? { onBehalf: 'true' } : {}, body: question === undefined ? {} : { question } });
      await reload();
      return result.ok ? { ok: true, answer: { message: 'Last quarter’s text is in the form.' } } : result;
    },
  });
  const answer = (queried: FormSection['queries'][number]) => ask({
    title: 'Answer the query', intro: <p className={layout.written}>{queried.askedByName}: {queried.query}</p>, confirm: 'Send the reply',
    fields: [{ name: 'reply', label: 'Your reply', kind: 'words', missing: 'Enter a reply' }],
    send: ({ reply = '' }) => api.call('answerQuery', { params: { key: queried.key }, body: { reply } }),
    done: () => void reload(),
  });

  const section = form.sections.find(({ key }) => key === part?.key);
  const area = areasOf(form).find((each) => `figures.${each.area}` === part?.key);
  const [before, after] = [parts[index - 1], parts[index + 1]];
  return (
    <>
      {form.onBehalf ? <MessageBar intent="warning" layout="multiline"><MessageBarBody>You are answering on behalf of {form.agencyName}. It is recorded so, and the agency's own draft stays private to it.</MessageBarBody></MessageBar> : null}
      {form.correcting ? <MessageBar layout="multiline"><MessageBarBody>You are correcting a submitted return. What was submitted stays as it is until you submit this version, with a reason.</MessageBarBody></MessageBar> : null}
      {form.signOff.declined === undefined ? null : <MessageBar intent="warning" layout="multiline"><MessageBarBody>{form.signOff.declined.byName} sent it back: {form.signOff.declined.reason}</MessageBarBody></MessageBar>}
      {form.closed === undefined ? null : <MessageBar intent="warning" layout="multiline"><MessageBarBody>{form.closed} <a {...linkTo(pageAddress.returnReading(form.returnKey))}>Read what was submitted</a></MessageBarBody></MessageBar>}
      {readOnly ? null : <div className={styles.sticky}><SaveWords state={editor.saveState} retry={() => void editor.saveNow()} /></div>}
      <ConflictPanel conflicts={editor.conflicts} choose={editor.choose} />
      <div className={styles.columns}>
        <div>
          <ProgressList parts={parts} current={part?.key ?? ''} to={to} />
          {form.canCopyForward && !readOnly ? <Button className={styles.copy} appearance="subtle" onClick={() => askToCopy()}>Copy last quarter's answers</Button> : null}
        </div>
        <div className={layout.loose}>
          <h2 ref={heading} tabIndex={-1} className={layout.h2}>{part?.title}</h2>
          {section !== undefined ? <SectionStep section={section} form={form} editor={editor} readOnly={readOnly} copyForward={askToCopy} answer={answer} />
            : area !== undefined ? <FiguresStep figures={area.figures} note={form.figureNote} editor={editor} readOnly={readOnly} />
            : part?.key === 'reports' ? <ReportsStep form={form} readOnly={readOnly} ask={ask} reload={reload} />
            : <CheckStep form={form} editor={editor} readOnly={readOnly} ask={ask} to={to} reload={reload} submitted={submitted} />}
          <div className={layout.row}>
            {before === undefined ? null : <Button as="a" {...linkTo(to(before.key))}>Back: {before.title}</Button>}
            {after === undefined ? null : <Button as="a" appearance="primary" {...linkTo(to(after.key))}>Next: {after.title}</Button>}
          </div>
        </div>
      </div>
      {dialog}
    </>
  );
}
