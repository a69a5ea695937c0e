import { pageAddress } from '../src/assurance/desk/page-address.ts';
import { arrangementsOf } from '../src/assurance/partnership/arrangements.ts';
import { holdersOf } from '../src/assurance/partnership/people-of.ts';
import { people } from '../src/assurance/partnership/person.ts';
import { viewerOf } from '../src/assurance/partnership/viewer.ts';
import { conversations } from '../src/assurance/notices/delivery.ts';
import type { EscalationCardModel } from '../src/assurance/escalations/escalations-page-model.ts';
import { addDays } from '../src/assurance/time/day.ts';
import type { Messenger } from '../src/ports/messenger.ts';
import type { Work } from '../src/use-cases/decide-and-commit.ts';
import { renderDigestCard } from './cards/digest-card.ts';
import { renderEscalationHeadline } from './cards/escalation-card.ts';
import { lines } from './messages.ts';
import { readReference } from './reference.ts';
import type { Sender } from './send.ts';
import type { Turn } from './turn.ts';
import { showReturn } from './verbs/return-verbs.ts';

/** Writes notices into Teams: the messenger that the delivery job uses. */
export function createMessenger({ sender, work, tab }: { readonly sender: Sender; readonly work: Work; readonly tab: (path: string) => string }): Messenger {
  return {
    async sendDigest(reference, digest) {
      const sent = await sender.send(reference, { card: renderDigestCard(digest, tab, tab(pageAddress.myDesk())) });
      if (!sent.ok) return sent;
      // A round that opens brings its card at once. Where that fails, the digest's button brings it, so the digest counts as sent.
      const person = work.register.snapshot().get(people, digest.person.key);
      for (const line of person ? digest.lines.filter(({ kind }) => kind === 'round-opened').slice(0, 2) : []) {
        const { today } = work.now();
        const turn: Turn = {
          viewer: viewerOf(work.register.snapshot(), person as NonNullable<typeof person>, today), place: 'personal', today, work, tab, reference,
          snapshot: () => work.register.snapshot(), teamsUser: readReference(reference)?.user?.id ?? '',
        };
        const shown = showReturn(turn, line.subject);
        if (shown.kind === 'card') await sender.send(reference, { card: shown.card });
      }
      return sent;
    },

    postEscalation(reference, concern) {
      return sender.start(reference, { card: renderEscalationHeadline({
        concern, tomorrow: addDays(work.now().today, 1), pageUrl: tab(pageAddress.escalations(concern.key)), userIds: usersToRefreshFor(),
      }) });
    },

    /** A reply in the thread: a card that somebody may be filling in is left alone. */
    updateEscalation(reference, message, concern) {
      return sender.send(reference, { text: whatBecameOf(concern) }, message);
    },
  };

  /** Teams refreshes a card by itself only for those whom it names: the people who may decide or look on. */
  function usersToRefreshFor(): readonly string[] {
    const snapshot = work.register.snapshot();
    const { today } = work.now();
    const readers = [...holdersOf(snapshot, 'chair', today, { group: arrangementsOf(snapshot).returnsGroup }), ...holdersOf(snapshot, 'scrutineer', today), ...holdersOf(snapshot, 'board-office', today)];
    return readers.flatMap(({ key }) => {
      const saved = snapshot.get(conversations, key);
      return (saved && readReference(saved.reference)?.user?.id) ?? [];
    });
  }
}

/** The state without anybody's reason: a channel has readers who are told no more than the headline. */
function whatBecameOf(concern: EscalationCardModel): string {
  const states: Readonly<Record<EscalationCardModel['status'], string>> = {
    proposed: 'waits for the chair’s decision', waiting: 'the chair waits', excused: 'excused by the chair', escalated: 'escalated by the chair', replied: 'a reply is recorded', closed: 'closed by the chair',
  };
  const now = concern.ladder.find(({ state }) => state === 'now');
  return lines(`${concern.agencyName}, ${concern.quarterName} return: ${states[concern.status]}.${now === undefined ? '' : ` ${now.name}: ${now.words}.`}`);
}
