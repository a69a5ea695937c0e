import { agencyName } from '../escalations/ladder.ts';
import { nameOf } from '../escalations/escalation-answer.ts';
import { workingDays } from '../notices/delivery-words.ts';
import { isWaitedFor } from '../notices/return-notices.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { deputyOf } from '../partnership/people-of.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { figureIsDone, sectionIsDone } from '../returns/completeness.ts';
import { isSubmitted, locksOn, quarterlyReturns, returnQueries, returnRounds, type QuarterlyReturn, type ReturnRound } from '../returns/quarterly-return.ts';
import { askedOf, writingOf } from '../returns/return-content.ts';
import { returnDrafts } from '../returns/return-draft.ts';
import { longDate, weekdayDate, type Day } from '../time/day.ts';
import { dayOfInstant } from '../time/instant.ts';
import { shortQuarter } from '../time/quarter.ts';
import { workingDaysBetween } from '../time/working-days.ts';
import type { DeskItem } from './my-desk-model.ts';
import { pageAddress } from './page-address.ts';

/** What is owed, and what waits for somebody else. */
export type DeskPart = { readonly owed: readonly DeskItem[]; readonly waiting: readonly DeskItem[] };

/** Rounds whose returns may still be written: the latest, and those whose lock somebody has extended. */
const ROUNDS_LOOKED_AT = 4;

/** The returns and queries of the agencies that the viewer answers for; a deputy's only once the representative has asked. */
export function answererItems(snapshot: Snapshot, viewer: Viewer, today: Day): DeskPart {
  const { returnsGroup } = arrangementsOf(snapshot);
  const rounds = openedRounds(snapshot, today);
  const owed: DeskItem[] = [];
  const waiting: DeskItem[] = [];
  for (const role of viewer.roles) {
    if ((role.kind !== 'representative' && role.kind !== 'deputy') || role.group !== returnsGroup) continue;
    for (const round of rounds) {
      const of = snapshot.get(quarterlyReturns, `${round.quarter}.${role.agency}`);
      if (!of || (role.kind === 'deputy' && of.deputyAskedAt === undefined)) continue;
      const latest = round === rounds.at(-1);
      if (isWaitedFor(of)) {
        const item = returnItem(snapshot, viewer, of, round, today, { representative: role.kind === 'representative', latest });
        if (item) (of.status === 'awaiting-sign-off' ? waiting : owed).push(item);
      } else if (latest && (of.status === 'submitted' || of.status === 'resubmitted')) {
        waiting.push({ id: of.key, kind: 'waiting', sentence: `${named(snapshot, of)} is with the chair and the board office to be read`, detail: `Receipt ${of.receipt}`, main: { label: 'See it', href: pageAddress.returnReading(of.key) } });
      }
      for (const query of snapshot.where(returnQueries, 'return', of.key)) {
        if (query.status === 'open') owed.push({ id: query.key, kind: 'query', sentence: `${nameOf(snapshot, query.askedBy)} asks about the ${named(snapshot, of)}`, detail: query.query, main: { label: 'Answer', href: pageAddress.returnReading(of.key) } });
      }
    }
  }
  return { owed, waiting };
}

function returnItem(snapshot: Snapshot, viewer: Viewer, of: QuarterlyReturn, round: ReturnRound, today: Day, about: { readonly representative: boolean; readonly latest: boolean }): DeskItem | undefined {
  const lock = locksOn(of, round);
  if (today > lock) {
    return about.latest ? { id: of.key, kind: 'return', sentence: `${named(snapshot, of)} did not come before it was locked, after ${longDate(lock)}`, detail: 'Ask the board office for an exception if it can still come.', dueOn: round.dueOn } : undefined;
  }
  if (of.status === 'awaiting-sign-off') {
    return { id: of.key, kind: 'waiting', sentence: `${named(snapshot, of)} waits for ${nameOf(snapshot, of.signer)} to sign it off`, dueOn: round.dueOn, main: { label: 'See it', href: pageAddress.returnForm(of.key) } };
  }
  const overdue = workingDaysBetween(round.dueOn, today);
  const sentence = today > round.dueOn ? `${named(snapshot, of)} was due on ${weekdayDate(round.dueOn)} and is overdue by ${workingDays(overdue)}` : `${named(snapshot, of)} is due on ${weekdayDate(round.dueOn)}`;
  const canAsk = about.representative && of.deputyAskedAt === undefined && deputyOf(snapshot, arrangementsOf(snapshot).returnsGroup, of.agency, today) !== undefined;
  return {
    id: of.key, kind: 'return', sentence, detail: progress(snapshot, viewer, of, today), dueOn: round.dueOn,
    main: { label: of.status === 'open' ? 'Start' : 'Continue', href: pageAddress.returnForm(of.key) },
    ...(canAsk ? { quiet: { label: 'Ask deputy', does: 'ask-deputy' as const, target: of.key } } : {}),
  };
}

/** "6 of 9 parts done · last saved by you, yesterday" */
function progress(snapshot: Snapshot, viewer: Viewer, of: QuarterlyReturn, today: Day): string {
  const asked = askedOf(snapshot, of);
  const { content, draft } = writingOf(snapshot, of, false);
  const done = asked.sections.filter((section) => sectionIsDone(section, content)).length + asked.figures.filter((figure) => figureIsDone(figure, of.quarter, content)).length;
  const parts = `${done} of ${asked.sections.length + asked.figures.length} parts done`;
  if (!draft) return parts;
  const on = dayOfInstant(draft.savedAt);
  return `${parts} · last saved by ${draft.savedBy === viewer.person ? 'you' : nameOf(snapshot, draft.savedBy)}, ${on === today ? 'today' : longDate(on)}`;
}

/** Returns that the viewer is asked to sign off as their agency's senior officer. */
export function signOffItems(snapshot: Snapshot, viewer: Viewer): readonly DeskItem[] {
  const first = snapshot.where(quarterlyReturns, 'status', 'awaiting-sign-off').filter((of) => of.status === 'awaiting-sign-off' && of.signer === viewer.person);
  const changed = snapshot.all(returnDrafts).flatMap((draft) => {
    const of = snapshot.get(quarterlyReturns, draft.return);
    return of && draft.signOffAskedAt !== undefined && of.status !== 'awaiting-sign-off' && may(viewer, 'sign off return', { agency: of.agency }) ? [of] : [];
  });
  return [...first, ...changed].map((of) => {
    const round = snapshot.get(returnRounds, of.quarter);
    return {
      id: of.key, kind: 'sign-off', sentence: `${named(snapshot, of)} is ready for you to sign off`, main: { label: 'Read and sign off', href: pageAddress.returnForm(of.key) },
      ...(round && !isSubmitted(of) ? { dueOn: round.dueOn } : {}),
    };
  });
}

/** For those who read the returns: what has come and is not accepted, and how many are still out. */
export function readerItems(snapshot: Snapshot, viewer: Viewer, today: Day): DeskPart {
  const rounds = openedRounds(snapshot, today);
  const owed = !may(viewer, 'accept return') ? [] : rounds.flatMap((round) => snapshot.where(quarterlyReturns, 'quarter', round.quarter))
    .flatMap((of): DeskItem[] => (of.status !== 'submitted' && of.status !== 'resubmitted' ? [] : [{
      id: of.key, kind: 'return-to-read', sentence: `${named(snapshot, of)} ${of.status === 'resubmitted' ? 'has come back' : 'has come'} and waits to be read`,
      detail: `Submitted on ${longDate(dayOfInstant(of.submittedAt))}`, main: { label: 'Read', href: pageAddress.returnReading(of.key) },
    }]));
  const round = rounds.at(-1);
  if (!round || !may(viewer, 'see who is waited for')) return { owed, waiting: [] };
  const returns = snapshot.where(quarterlyReturns, 'quarter', round.quarter).filter(({ status }) => status !== 'excused');
  const out = returns.filter(isWaitedFor);
  if (out.length === 0) return { owed, waiting: [] };
  const names = out.slice(0, 4).map((of) => agencyName(snapshot, of.agency));
  return { owed, waiting: [{
    id: `waiting.${round.key}`, kind: 'waiting', sentence: `${out.length} of ${returns.length} ${inSentence(shortQuarter(round.quarter))} returns ${out.length === 1 ? 'has' : 'have'} not come`,
    detail: `${names.join(', ')}${out.length > names.length ? ` and ${out.length - names.length} more` : ''} · due ${weekdayDate(round.dueOn)}`, dueOn: round.dueOn, main: { label: 'See who', href: pageAddress.returns(round.quarter) },
  }] };
}

export function openedRounds(snapshot: Snapshot, today: Day): readonly ReturnRound[] {
  return snapshot.all(returnRounds).filter(({ opensOn }) => opensOn <= today).slice(-ROUNDS_LOOKED_AT);
}

function named(snapshot: Snapshot, of: QuarterlyReturn): string {
  return `${shortQuarter(of.quarter)} return for ${agencyName(snapshot, of.agency)}`;
}

export function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
