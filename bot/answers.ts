import { myDesk } from '../src/assurance/desk/my-desk.ts';
import type { DeskItem } from '../src/assurance/desk/my-desk-model.ts';
import { pageAddress } from '../src/assurance/desk/page-address.ts';
import { agencies } from '../src/assurance/partnership/agency.ts';
import { arrangementsOf } from '../src/assurance/partnership/arrangements.ts';
import { groups, partnerships } from '../src/assurance/partnership/partnership.ts';
import { may } from '../src/assurance/partnership/permission.ts';
import { agenciesAnsweredBy, type Viewer } from '../src/assurance/partnership/viewer.ts';
import { channelRecipient } from '../src/assurance/notices/delivery.ts';
import type { Snapshot } from '../src/assurance/records/snapshot.ts';
import { explainNotPermitted } from '../src/assurance/refusals.ts';
import { returnsTracker } from '../src/assurance/returns/returns-tracker.ts';
import { isSubmitted, quarterlyReturns } from '../src/assurance/returns/quarterly-return.ts';
import { saveConversation } from '../src/use-cases/save-conversation.ts';
import { renderWelcomeCard } from './cards/welcome-card.ts';
import { COMMANDS, type Command, type Heard } from './commands.ts';
import { lines, list } from './messages.ts';
import type { Post, Turn } from './turn.ts';
import { showReturn } from './verbs/return-verbs.ts';

/** What the bot says to what it heard. */
export async function answerTo(turn: Turn, heard: Heard): Promise<readonly Post[]> {
  if (heard.kind === 'unknown') return [{ text: lines('I did not understand that. This is what I can do.') }, ...help(turn)];
  const guessed = heard.guessed ? [{ text: lines(`I took that as “${COMMANDS[heard.command].say}”.`) }] : [];
  return [...guessed, ...await answerCommand(turn, heard.command)];
}

export async function answerCommand(turn: Turn, command: Command): Promise<readonly Post[]> {
  switch (command) {
    case 'help': return help(turn);
    case 'my-returns': return myReturns(turn);
    case 'due': return whatIsDue(turn);
    case 'waiting': return whoIsWaitedFor(turn);
    case 'post-escalations-here': return postEscalationsHere(turn);
  }
}

function help(turn: Turn): readonly Post[] {
  const commands = commandsFor(turn.viewer, turn.place === 'channel');
  return [{ card: renderWelcomeCard({ partnership: partnershipName(turn.snapshot()), commands, deskUrl: turn.tab(pageAddress.myDesk()) }) }];
}

export function partnershipName(snapshot: Snapshot): string {
  return snapshot.all(partnerships).map(({ name }) => name).join(' and ');
}

function commandsFor(viewer: Viewer, inChannel: boolean): { readonly say: string; readonly does: string }[] {
  const shownTo: Readonly<Record<Command, boolean>> = {
    help: true, 'my-returns': true, due: true, waiting: may(viewer, 'see who is waited for'), 'post-escalations-here': inChannel && groupsBoundBy(viewer).length > 0,
  };
  return (Object.keys(COMMANDS) as Command[]).filter((command) => shownTo[command]).map((command) => COMMANDS[command]);
}

/** Who answers for an agency gets the card, which says where the return stands; in a channel only the state is said. */
function myReturns(turn: Turn): readonly Post[] {
  const snapshot = turn.snapshot();
  const own = agenciesAnsweredBy(turn.viewer, arrangementsOf(snapshot).returnsGroup);
  if (own.length === 0) return [{ text: lines('You do not answer a return for an agency.', `The returns of the partnership are here: ${turn.tab(pageAddress.returns())}`) }];
  const tracker = returnsTracker(snapshot, turn.viewer, turn.today);
  if (!tracker.ok) return [{ text: lines(tracker.refusal.message) }];
  const rows = tracker.fact.rows.filter(({ agency }) => own.includes(agency));
  if (rows.length === 0) return [{ text: lines('No return is open for your agency at the moment.') }];
  const said = { text: list(`${tracker.fact.quarterName}: the return`, rows.map(({ agencyName, state }) => `${agencyName}: ${state}`)) };
  if (turn.place !== 'personal') return [said, { text: lines('I show the return itself only in our personal chat. Say “my returns” there.') }];
  const cards = rows.slice(0, 3).flatMap(({ returnKey }) => {
    const answer = showReturn(turn, returnKey);
    return answer.kind === 'card' ? [{ card: answer.card }] : [];
  });
  if (cards.length === rows.length) return cards;
  return [said, ...cards, { text: lines(...rows.map(({ returnKey }) => `Full form: ${turn.tab(pageAddress.returnForm(returnKey))}`)) }];
}

function whatIsDue(turn: Turn): readonly Post[] {
  if (turn.place !== 'personal') return [{ text: lines('What you owe is between us. Ask me in our personal chat.') }];
  const desk = myDesk(turn.snapshot(), turn.viewer, turn.today);
  const parts: (readonly [string, readonly DeskItem[]])[] = [['Overdue', desk.overdue], ['This week', desk.thisWeek], ['Later', desk.later]];
  const said = parts.filter(([, items]) => items.length > 0).map(([heading, items]) => ({ text: list(heading, items.slice(0, 20).map(({ sentence }) => sentence)) }));
  const nothing = said.length === 0 ? [{ text: lines(desk.heading, desk.next ?? '') }] : [];
  return [...nothing, ...said, { text: lines(`Your desk: ${turn.tab(pageAddress.myDesk())}`) }];
}

function whoIsWaitedFor(turn: Turn): readonly Post[] {
  if (!may(turn.viewer, 'see who is waited for')) return [{ text: lines(explainNotPermitted('see who is waited for')) }];
  const snapshot = turn.snapshot();
  const tracker = returnsTracker(snapshot, turn.viewer, turn.today);
  if (!tracker.ok) return [{ text: lines(tracker.refusal.message) }];
  const waited = tracker.fact.rows.filter(({ returnKey }) => {
    const row = snapshot.get(quarterlyReturns, returnKey);
    return row !== undefined && !isSubmitted(row) && row.status !== 'excused';
  });
  if (waited.length === 0) return [{ text: lines(`Nobody: every return for ${tracker.fact.quarterName} has come.`) }];
  return [{ text: list(`${tracker.fact.heading}:`, waited.map(({ agency, state }) => `${snapshot.get(agencies, agency)?.name ?? agency}: ${state}`)) }];
}

/** The groups whose proposals to escalate this person may direct to a channel: a chair's own; for the board office the one that reads the returns. */
function groupsBoundBy(viewer: Viewer, returnsGroup?: string): readonly string[] {
  const own = viewer.roles.flatMap((role) => (role.kind === 'chair' ? [role.group] : []));
  return own.length > 0 || !may(viewer, 'manage round') ? own : [returnsGroup ?? ''];
}

async function postEscalationsHere(turn: Turn): Promise<readonly Post[]> {
  const snapshot = turn.snapshot();
  const [group] = groupsBoundBy(turn.viewer, arrangementsOf(snapshot).returnsGroup);
  if (group === undefined) return [{ text: lines('Only a group’s chair and the board office can say where proposals to escalate are posted.') }];
  if (turn.place !== 'channel') return [{ text: lines('Say this in the channel where the chair wants to see them, with my name before it.') }];
  await saveConversation(turn.work, { recipient: channelRecipient(group), reference: turn.reference });
  return [{ text: lines(`Proposals to escalate for ${snapshot.get(groups, group)?.name ?? group} are posted in this channel from now on. Everybody here sees the headline; only the chair can decide.`) }];
}
