import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { escalationsPage } from '../../src/assurance/escalations/escalations-page.ts';
import type { EscalationCardModel } from '../../src/assurance/escalations/escalations-page-model.ts';
import { arrangementsOf } from '../../src/assurance/partnership/arrangements.ts';
import { may } from '../../src/assurance/partnership/permission.ts';
import { explainNotFound, explainNotPermitted } from '../../src/assurance/refusals.ts';
import { addDays } from '../../src/assurance/time/day.ts';
import { decideEscalation } from '../../src/use-cases/decide-escalation.ts';
import { decisionOf, renderEscalationDecision, renderEscalationHeadline, renderEscalationState, type EscalationFacts, type EscalationPress } from '../cards/escalation-card.ts';
import { sentence, shown, type Answer, type Turn } from '../turn.ts';

function concernOf(turn: Turn, key: string): EscalationCardModel | undefined {
  const { open, closed } = escalationsPage(turn.snapshot(), turn.viewer, turn.today);
  return [...open, ...closed].find((concern) => concern.key === key);
}

/** The concern as this person may see it: the chair gets the evidence and the decisions, everybody else the headline. */
export function showEscalation(turn: Turn, key: string, extra: Pick<EscalationFacts, 'said' | 'typed'> = {}): Answer {
  const concern = concernOf(turn, key);
  if (concern === undefined) return sentence(explainNotFound());
  const facts: EscalationFacts = {
    concern, tomorrow: addDays(turn.today, 1), pageUrl: turn.tab(pageAddress.escalations(key)), userIds: [turn.teamsUser], ...extra,
  };
  if (concern.can.decide) return shown(renderEscalationDecision(facts));
  return shown(concern.status === 'proposed' ? renderEscalationHeadline(facts) : renderEscalationState(facts));
}

/** Escalates, waits or excuses; whoever does not chair the group is told who does. */
export async function decideFromCard(turn: Turn, press: EscalationPress): Promise<Answer> {
  const key = press.escalationKey;
  if (!may(turn.viewer, 'decide escalation', { group: arrangementsOf(turn.snapshot()).returnsGroup })) return sentence(explainNotPermitted('decide escalation'));
  const typed = { until: press.until, reason: press.reason };
  const read = decisionOf(press);
  if (!read.ok) return showEscalation(turn, key, { typed, said: { word: 'Please check', text: `${read.problem} Nothing was decided yet.` } });
  const decided = await decideEscalation(turn.work, turn.viewer, { escalationKey: key, ...read.decision });
  if (!decided.ok) return showEscalation(turn, key, { typed, said: { word: 'Refused', text: decided.refusal.message } });
  return showEscalation(turn, key, { said: { word: 'Done', text: decided.fact.message } });
}
