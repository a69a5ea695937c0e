import { Button } from '@fluentui/react-components';
import type { Receipt, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import type { Result } from '../../api-client.ts';
import type { Ask } from '../../components/ask-dialog.tsx';
import { useLayout } from '../../components/layout.ts';
import { dateWords } from '../../london-time.ts';
import { PageLink } from '../../router.tsx';
import { useServices } from '../../services.ts';
import { partHolding } from './parts.ts';
import type { DraftEditor } from './use-draft.ts';

/** Why something that needs a saved draft was not done. */
export const NOT_SAVED: Result<never> = { ok: false, failure: { kind: 'rejected', reason: 'not-saved', message: 'Some of what was entered is not saved yet: see the top of the form.' } };

/** What is still missing, who attests what, and the way on: submit, or ask for sign-off first. */
export function CheckStep({ form, editor, readOnly, ask, to, reload, submitted }: {
  readonly form: ReturnForm; readonly editor: DraftEditor; readonly readOnly: boolean; readonly ask: (ask: Ask) => void; readonly to: (part: string) => string;
  readonly reload: () => Promise<void>; readonly submitted: (receipt: Receipt) => void;
}) {
  const layout = useLayout();
  const { api } = useServices();
  const { signOff, missing } = form;
  const name = `${form.quarterName} return of ${form.agencyName}`;
  const nothing = form.sections.filter(({ nothingToRaise }) => nothingToRaise);
  const mayAct = !readOnly || signOff.viewerSigns;
  const asksFirst = signOff.needed && !signOff.viewerSigns && !form.onBehalf;
  const done = () => void reload();

  const submit: Ask = {
    title: `Submit the ${name}`,
    intro: `${signOff.viewerSigns ? 'You sign it off for the agency. ' : ''}${form.onBehalf ? `It is recorded that the board office answered on behalf of ${form.agencyName}. ` : ''}The chair and the partner agencies can read it from then on. It can be corrected until ${dateWords(form.locksOn)}, as a new version with a reason.`,
    fields: form.reasonNeeded ? [{ name: 'correctionReason', label: 'Reason for the correction', kind: 'words', missing: 'Enter why the return is corrected' }] : [],
    confirm: signOff.viewerSigns ? 'Sign off and submit' : `Submit for ${form.agencyName}`,
    async send({ correctionReason }) {
      if (!await editor.saveNow()) return NOT_SAVED;
      const result = await api.call('submitReturn', { params: { key: form.returnKey }, query: form.onBehalf ? { onBehalf: 'true' } : {}, body: correctionReason ? { correctionReason } : {} });
      if (!result.ok) return result;
      submitted(result.answer);
      return { ok: true, answer: { message: result.answer.words } };
    },
  };
  const askForSignOff: Ask = {
    title: `Ask ${signOff.signerName ?? 'your senior officer'} to sign off`,
    intro: `The ${name} counts as submitted when it is signed off.`,
    confirm: 'Ask for sign-off',
    async send() {
      if (!await editor.saveNow()) return NOT_SAVED;
      return api.call('askSignOff', { params: { key: form.returnKey } });
    },
    done,
  };
  const sendBack: Ask = {
    title: `Send the ${name} back`, intro: 'The representative is told what to change and can ask you again.', confirm: 'Send it back',
    fields: [{ name: 'reason', label: 'What should change', kind: 'words', missing: 'Enter what should change' }],
    send: ({ reason = '' }) => api.call('declineSignOff', { params: { key: form.returnKey }, body: { reason } }),
    done,
  };

  return (
    <div className={layout.loose}>
      {missing.length === 0 ? <p className={layout.written}>Nothing is missing. Read it once more, then go on.</p> : (
        <section aria-labelledby="missing" className={layout.stack}>
          <h3 id="missing" className={layout.h3}>{missing.length === 1 ? 'One thing is still missing' : `${missing.length} things are still missing`}</h3>
          <ul>{missing.map(({ part, text }) => <li key={part + text}><PageLink to={to(partHolding(form, part))}>{text}</PageLink></li>)}</ul>
        </section>
      )}
      <section aria-labelledby="attests" className={layout.stack}>
        <h3 id="attests" className={layout.h3}>Who attests what</h3>
        {nothing.length === 0 ? <p className={layout.written}>No section says "nothing to raise".</p> : (
          <ul>{nothing.map((section) => <li key={section.key}>{section.title}: nothing to raise, attested by {section.byName ?? 'whoever submits'}</li>)}</ul>
        )}
        {signOff.needed ? <p className={layout.written}>{signOff.asked && !signOff.viewerSigns ? `${signOff.signerName ?? 'Your senior officer'} has been asked to sign it off. It is submitted when that is done.` : `${signOff.viewerSigns ? 'You sign' : `${signOff.signerName ?? 'Your senior officer'} signs`} it off before it is submitted.`}</p> : null}
      </section>
      {mayAct ? (
        <div className={layout.row}>
          {asksFirst ? (signOff.asked ? null : <Button appearance="primary" disabledFocusable={missing.length > 0} onClick={() => ask(askForSignOff)}>Ask for sign-off</Button>)
            : <Button appearance="primary" disabledFocusable={missing.length > 0} onClick={() => ask(submit)}>{signOff.viewerSigns ? 'Sign off and submit' : form.correcting ? 'Submit the correction' : 'Submit the return'}</Button>}
          {signOff.viewerSigns ? <Button onClick={() => ask(sendBack)}>Send back</Button> : null}
          {missing.length > 0 ? <span className={layout.quiet}>This opens when nothing is missing.</span> : null}
        </div>
      ) : null}
    </div>
  );
}
