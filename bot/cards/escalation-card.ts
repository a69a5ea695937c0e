import { z } from 'zod';
import { EscalationDecision, type EscalationCardModel } from '../../src/assurance/escalations/escalations-page-model.ts';
import { button, card, dateInput, facts, linkButton, notice, paragraph, textInput, type Card, type Element } from './card.ts';
import { excerpt } from './escape.ts';

const REASON_LENGTH = 1_000;

export const parseEscalationKey = z.object({ escalationKey: z.string().min(1).max(255) });

/** What the three buttons send: which one, the stage it was made on, and the inputs that two of them need. */
export const parseEscalationPress = z.object({
  escalationKey: z.string().min(1).max(255),
  decision: z.enum(['escalate', 'wait', 'excuse']),
  stage: z.string().min(1).max(255).optional(),
  until: z.string().max(40).default(''),
  reason: z.string().default(''),
});
export type EscalationPress = z.infer<typeof parseEscalationPress>;

/** The decision that was pressed, or the sentence that says what is missing. */
export function decisionOf(press: EscalationPress): { readonly ok: true; readonly decision: EscalationDecision } | { readonly ok: false; readonly problem: string } {
  const stage = press.stage === undefined ? {} : { stage: press.stage };
  if (press.decision === 'escalate') return { ok: true, decision: { decision: 'escalate', ...stage } };
  const parsed = EscalationDecision.safeParse({ decision: press.decision, reason: press.reason, ...(press.decision === 'wait' ? { until: press.until } : {}), ...stage });
  return parsed.success ? { ok: true, decision: parsed.data } : { ok: false, problem: parsed.error.issues.map(({ message }) => `${message}.`).join(' ') };
}

export type EscalationFacts = {
  readonly concern: EscalationCardModel;
  /** The earliest day one can wait until. */
  readonly tomorrow: string;
  readonly typed?: { readonly until: string; readonly reason: string };
  readonly said?: { readonly word: Parameters<typeof notice>[0]; readonly text: string };
  readonly pageUrl: string;
  readonly userIds: readonly string[];
};

function titleOf({ concern }: EscalationFacts): string {
  return `Return outstanding · ${concern.agencyName} · ${concern.quarterName}`;
}

/** What everybody in the channel sees: that there is something to decide, who decides it, and nothing of an agency's own text. */
export function renderEscalationHeadline(of: EscalationFacts): Card {
  const { concern } = of;
  const words = concern.status === 'proposed' ? 'The chair is asked to decide what happens next.' : concern.sentence;
  return card({
    title: titleOf(of), summary: `The ${concern.quarterName} return of ${concern.agencyName} is outstanding. ${words}`,
    refresh: refreshOf(of),
    body: [...saidOf(of), paragraph(words)],
    actions: [button('Show what I can do', 'view-escalation', { escalationKey: concern.key }, { alone: true }), linkButton('Open in the tab', of.pageUrl)],
  });
}

/** What the chair sees: what was asked and which reminders reached whom, and the three decisions. */
export function renderEscalationDecision(of: EscalationFacts): Card {
  const { concern } = of;
  // The decision names the stage it was made on, so that a press on an old card decides nothing newer.
  const data = { escalationKey: concern.key, stage: concern.stage };
  return card({
    title: titleOf(of), summary: `${concern.sentence} You decide: escalate, wait or excuse.`, refresh: refreshOf(of),
    body: [
      ...saidOf(of),
      paragraph(concern.sentence),
      ...concern.evidence.slice(0, 12).map((line) => paragraph(`• ${excerpt(line, 200)}`)),
      ...(concern.evidence.length > 12 ? [paragraph(`And ${concern.evidence.length - 12} more in the tab.`, 'quiet')] : []),
      ...(concern.letter === undefined ? [] : [paragraph(`Escalating sends “${excerpt(concern.letter.subject, 160)}” to ${concern.letter.to}. You can read the letter in the tab first.`)]),
      dateInput({ id: 'until', label: 'Wait until (only if you wait)', value: of.typed?.until ?? '', min: of.tomorrow, errorMessage: 'Choose a day after today' }),
      textInput({ id: 'reason', label: 'Reason (if you wait or excuse)', value: (of.typed?.reason ?? '').slice(0, REASON_LENGTH), maxLength: REASON_LENGTH, errorMessage: `Use ${REASON_LENGTH} characters or fewer` }),
    ],
    actions: [
      button('Escalate', 'decide-escalation', { ...data, decision: 'escalate' }, { primary: true }),
      button('Wait until that day', 'decide-escalation', { ...data, decision: 'wait' }),
      button('Excuse', 'decide-escalation', { ...data, decision: 'excuse' }),
      linkButton('Read the letter in the tab', of.pageUrl),
    ],
  });
}

/** What is left once it is decided: what happens now, and the ladder. */
export function renderEscalationState(of: EscalationFacts): Card {
  const { concern } = of;
  return card({
    title: titleOf(of), summary: concern.sentence, refresh: refreshOf(of),
    body: [...saidOf(of), paragraph(concern.sentence, 'strong'), facts(concern.ladder.map(({ name, words }) => [name, words] as const))],
    actions: [linkButton('Open in the tab', of.pageUrl)],
  });
}

function saidOf({ said }: EscalationFacts): Element[] {
  return said === undefined ? [] : [notice(said.word, excerpt(said.text, 900))];
}

function refreshOf({ concern, userIds }: EscalationFacts) {
  return { verb: 'view-escalation', data: { escalationKey: concern.key }, userIds };
}
