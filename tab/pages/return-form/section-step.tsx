import { Button, Checkbox, Field, Textarea } from '@fluentui/react-components';
import { ANSWER_LENGTH } from '../../../src/assurance/returns/return-draft.ts';
import type { FormSection, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import { useLayout } from '../../components/layout.ts';
import { momentInLondon } from '../../london-time.ts';
import type { DraftEditor } from './use-draft.ts';

type Given = { readonly form: ReturnForm; readonly editor: DraftEditor; readonly readOnly: boolean; readonly copyForward: (question: string) => void; readonly answer: (query: FormSection['queries'][number]) => void };

/** One section: what it is about, "nothing to raise", and its questions with what was answered last quarter. */
export function SectionStep({ section, ...given }: Given & { readonly section: FormSection }) {
  const layout = useLayout();
  const { editor, readOnly, answer } = given;
  const nothing = editor.value({ kind: 'nothing-to-raise', section: section.key }) === true;
  return (
    <div className={layout.loose}>
      <div className={layout.stack}>
        {section.intro === '' ? null : <p className={layout.written}>{section.intro}</p>}
        {section.queries.map((query) => (
          <div key={query.key} className={layout.card}>
            <div className={layout.small}>{query.askedByName} asked on {momentInLondon(query.askedAt)}</div>
            <p className={layout.written}>{query.query}</p>
            {query.reply === undefined ? <div><Button onClick={() => answer(query)}>Answer the query</Button></div> : <p className={layout.written}><strong>Reply: </strong>{query.reply}</p>}
          </div>
        ))}
        <Checkbox label="We have nothing to raise in this section" checked={nothing} disabled={readOnly} onChange={(_, { checked }) => editor.enter({ kind: 'nothing-to-raise', section: section.key }, checked === true)} />
        {nothing ? <span className={layout.small}>{section.byName === undefined ? 'You attest this when the return is submitted.' : `Attested by ${section.byName}${section.at === undefined ? '' : `, ${momentInLondon(section.at)}`}.`} What you wrote below is kept.</span> : null}
      </div>
      {section.questions.map((question) => <Question key={question.key} question={question} nothing={nothing} {...given} />)}
    </div>
  );
}

function Question({ question, nothing, form, editor, readOnly, copyForward }: Given & { readonly question: FormSection['questions'][number]; readonly nothing: boolean }) {
  const layout = useLayout();
  const text = String(editor.value({ kind: 'answer', question: question.key }) ?? '');
  const left = ANSWER_LENGTH - text.length;
  const last = question.lastQuarter;
  return (
    <div className={layout.stack}>
      <Field label={question.wording} size="large" hint={question.help}
        {...(left < 0 ? { validationMessage: `Your answer is ${(-left).toLocaleString('en-GB')} characters too long. Shorten it, or attach a report for a fuller account.` } : left < 500 ? { validationState: 'none' as const, validationMessage: `${left.toLocaleString('en-GB')} characters left` } : {})}>
        <Textarea id={`answer-${question.key}`} value={text} rows={nothing ? 2 : 7} resize="vertical" readOnly={readOnly} onChange={(_, { value }) => editor.enter({ kind: 'answer', question: question.key }, value)} onBlur={() => void editor.saveNow()} />
      </Field>
      {question.byName === undefined ? null : <span className={layout.small}>Written by {question.byName}{question.at === undefined ? '' : `, ${momentInLondon(question.at)}`}</span>}
      {question.keyQuestions.length === 0 ? null : (
        <details><summary>Questions that may help</summary><ul>{question.keyQuestions.map((each) => <li key={each}>{each}</li>)}</ul></details>
      )}
      {last === undefined ? null : (
        <details>
          <summary>What you said in {last.quarterName}</summary>
          <p className={layout.written}>{last.nothingToRaise ? 'Nothing to raise.' : last.text}</p>
          {readOnly || !form.canCopyForward || last.text === '' ? null : <Button size="small" onClick={() => copyForward(question.key)} aria-label={`Copy last quarter's answer to "${question.wording}"`}>Copy into this quarter's answer</Button>}
        </details>
      )}
    </div>
  );
}
