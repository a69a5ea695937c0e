import { Button, makeStyles, tokens, typographyStyles } from '@fluentui/react-components';
import type { EscalationCardModel } from '../../src/assurance/escalations/escalations-page-model.ts';
import { day } from '../../src/assurance/time/day.ts';
import type { Ask } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { Rating } from '../components/rating.tsx';
import { dateWords, momentInLondon } from '../london-time.ts';
import { useServices, type Services } from '../services.ts';

const STATUS_WORDS = { proposed: 'Waits for the chair’s decision', waiting: 'Waiting, as the chair decided', excused: 'Excused', escalated: 'Escalated, waiting for a reply', replied: 'Replied', closed: 'Closed' } as const;
const STAGE_SIGNS = { done: '✓', now: '●', next: '○' } as const;
const STAGE_WORDS = { done: 'Done', now: 'Now', next: 'Still to come' } as const;

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  ladder: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(min(13rem, 100%), 1fr))', gap: tokens.spacingHorizontalM },
  stage: { borderTop: `3px solid ${tokens.colorNeutralStroke1}`, paddingBlockStart: tokens.spacingVerticalXS },
  now: { borderTopColor: tokens.colorBrandStroke1, fontWeight: tokens.fontWeightSemibold },
  letter: { ...typographyStyles.body1, backgroundColor: tokens.colorNeutralBackground3, padding: tokens.spacingHorizontalL, borderRadius: tokens.borderRadiusMedium, marginBlock: tokens.spacingVerticalS },
});

/** One concern: what prompted it, how far up the ladder it is, the next decision, and who was told. */
export function EscalationCard({ concern, ask, done }: { readonly concern: EscalationCardModel; readonly ask: (ask: Ask) => void; readonly done: () => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const { api } = useServices();
  const heading = `heading-${concern.key}`;
  const asks = asksOf(concern, api);
  return (
    <section id={`concern-${concern.key}`} tabIndex={-1} aria-labelledby={heading} className={layout.card}>
      <div className={styles.head}>
        <h2 id={heading} className={layout.h2}>{concern.agencyName}, {concern.quarterName}</h2>
        <Rating value={concern.rating} words={STATUS_WORDS[concern.status]} />
      </div>
      <p className={layout.written}>{concern.sentence}</p>
      {concern.replyDueOn === undefined ? null : <p className={layout.written}>A reply is due by <strong>{dateWords(concern.replyDueOn)}</strong>.</p>}
      <div>
        <h3 className={layout.h3}>Ladder</h3>
        <ol className={styles.ladder}>
          {concern.ladder.map((stage) => (
            <li key={stage.stage} className={`${styles.stage} ${stage.state === 'now' ? styles.now : ''}`} aria-current={stage.state === 'now' ? 'step' : undefined}>
              <div><span aria-hidden="true">{STAGE_SIGNS[stage.state]} </span>{stage.name}</div>
              <div className={layout.small}>{STAGE_WORDS[stage.state]}: {stage.words}</div>
            </li>
          ))}
        </ol>
      </div>
      {asks.length === 0 ? null : <div className={layout.row}>{asks.map(({ label, primary, asked }) => <Button key={label} appearance={primary ? 'primary' : 'secondary'} onClick={() => ask({ ...asked, done })} aria-label={`${label}: ${concern.agencyName}`}>{label}</Button>)}</div>}
      <details>
        <summary>What prompted it ({concern.evidence.length})</summary>
        <ul>{concern.evidence.map((line) => <li key={line}>{line}</li>)}</ul>
      </details>
      {concern.letter === undefined ? null : <details><summary>The letter before it goes</summary><Letter letter={concern.letter} /></details>}
      {concern.steps.length === 0 ? null : (
        <details>
          <summary>What was done ({concern.steps.length})</summary>
          <ol>{concern.steps.map((step) => <li key={step.at + step.words}>{momentInLondon(step.at)}: {step.words}{step.letter === undefined ? null : <p className={`${layout.written} ${styles.letter}`}>{step.letter}</p>}</li>)}</ol>
        </details>
      )}
      {concern.told.length === 0 ? null : (
        <details>
          <summary>Who was told ({concern.told.length})</summary>
          <ul>{concern.told.map((person) => <li key={person.name + person.channel}>{person.name}, {person.channel}: {person.state}</li>)}</ul>
        </details>
      )}
    </section>
  );
}

function Letter({ letter }: { readonly letter: NonNullable<EscalationCardModel['letter']> }) {
  const styles = useStyles();
  const layout = useLayout();
  return (
    <div className={styles.letter}>
      <div><strong>To:</strong> {letter.to}</div>
      {letter.alsoTold.length === 0 ? null : <div><strong>Also told:</strong> {letter.alsoTold.join(', ')}</div>}
      <div><strong>Subject:</strong> {letter.subject}</div>
      <p className={layout.written}>{letter.text}</p>
    </div>
  );
}

type NamedAsk = { readonly label: string; readonly primary?: boolean; readonly asked: Ask };

/** What can be done with a concern now, as buttons; each says what follows from it before it is done. */
function asksOf(concern: EscalationCardModel, api: Services['api']): readonly NamedAsk[] {
  const params = { key: concern.key };
  const of = `${concern.agencyName}, ${concern.quarterName}`;
  const reason = { name: 'reason', label: 'Reason', kind: 'words', missing: 'Enter a reason' } as const;
  return [
    ...(concern.can.decide ? [
      { label: 'Escalate', primary: true, asked: {
        title: `Escalate: ${of}`, intro: <>The letter goes now, and the clock for a reply runs. It cannot be called back.{concern.letter === undefined ? null : <Letter letter={concern.letter} />}</>, confirm: 'Send the letter',
        send: () => api.call('decideEscalation', { params, body: { decision: 'escalate', stage: concern.stage } }),
      } },
      { label: 'Wait', asked: {
        title: `Wait: ${of}`, intro: 'Nobody is written to. It comes back to you on the day you choose, if the return is still missing.', confirm: 'Wait until then',
        fields: [{ name: 'until', label: 'Wait until', kind: 'day', missing: 'Enter the day until which to wait' }, reason],
        send: ({ until = '', reason: because = '' }) => api.call('decideEscalation', { params, body: { decision: 'wait', until: day(until), reason: because, stage: concern.stage } }),
      } },
      { label: 'Excuse', asked: {
        title: `Excuse: ${of}`, intro: 'The agency then owes no return for this quarter. It is shown as excused, with your reason.', confirm: 'Excuse the return',
        fields: [reason], send: ({ reason: because = '' }) => api.call('decideEscalation', { params, body: { decision: 'excuse', reason: because, stage: concern.stage } }),
      } },
    ] satisfies NamedAsk[] : []),
    ...(concern.can.recordReply ? [{ label: 'Record the reply', primary: !concern.can.decide, asked: {
      title: `Reply: ${of}`, intro: 'The reply is kept with the concern, and the chair is told.', confirm: 'Record the reply',
      fields: [{ name: 'reply', label: 'What was replied', kind: 'words', missing: 'Enter the reply' }],
      send: ({ reply = '' }) => api.call('recordReply', { params, body: { reply } }),
    } } satisfies NamedAsk] : []),
    ...(concern.can.close ? [{ label: 'Close', asked: {
      title: `Close: ${of}`, intro: 'The concern is closed with its outcome. Its history stays.', confirm: 'Close the concern',
      fields: [{ name: 'outcome', label: 'Outcome', kind: 'words', missing: 'Enter the outcome' }],
      send: ({ outcome = '' }) => api.call('closeEscalation', { params, body: { outcome } }),
    } } satisfies NamedAsk] : []),
  ];
}
