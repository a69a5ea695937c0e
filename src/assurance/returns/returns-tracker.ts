import { figuresOwedBy } from '../indicators/indicator.ts';
import { observations } from '../indicators/observation.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotPermitted, type Refused } from '../refusals.ts';
import { longDate, weekdayDate, type Day } from '../time/day.ts';
import { addQuarters, lastEndedQuarter, longQuarter, quarterPeriod, shortQuarter, type Quarter } from '../time/quarter.ts';
import { figureIsDone, isNil, sectionIsDone } from './completeness.ts';
import { roundFor } from './decide-open-rounds.ts';
import { isSubmitted, locksOn, quarterlyReturns, returnAnswers, returnKey, returnRounds, timelinessOf, type QuarterlyReturn, type ReturnRound } from './quarterly-return.ts';
import { findReturn, type ReturnCase } from './return-case.ts';
import { answersOf, askedOf, type Asked } from './return-content.ts';
import { draftKey, EMPTY_DRAFT, returnDrafts, type ReturnDraft } from './return-draft.ts';
import { ratingOf, stateInWords, type Progress } from './return-state.ts';
import type { ReturnsTracker, TrackerRow } from './returns-tracker-model.ts';

const PAST_QUARTERS = 8;

type PastMark = TrackerRow['past'][number]['mark'];

/** The quarters before this one, oldest first. */
function quartersBefore(quarter: Quarter): readonly Quarter[] {
  return Array.from({ length: PAST_QUARTERS }, (_, index) => addQuarters(quarter, index - PAST_QUARTERS));
}

/** The round people work on: the latest that has opened, else the first there is. */
export function currentRound(snapshot: Snapshot, today: Day): ReturnRound | undefined {
  const rounds = snapshot.all(returnRounds);
  return rounds.findLast((round) => round.opensOn <= today) ?? rounds[0];
}

/**
 * Who has returned and who has not, exceptions first. Of what is still being written it shows which parts are there, never a text.
 * Without a quarter, the latest round that has opened. Refused to people without a role and for a quarter without a round.
 */
export function returnsTracker(snapshot: Snapshot, viewer: Viewer, today: Day, quarter?: Quarter): Outcome<ReturnsTracker, Refused> {
  const mayLook = viewer.roles.some((role) => may(viewer, 'see return states', 'agency' in role ? { agency: role.agency } : {}));
  if (!mayLook) return refuse({ reason: 'not-permitted', message: explainNotPermitted('see return states') });
  const round = quarter === undefined ? currentRound(snapshot, today) : snapshot.get(returnRounds, quarter);
  if (!round) return quarter === undefined ? accept(beforeTheFirstRound(snapshot, today)) : refuse({ reason: 'not-found', message: `There is no round of returns for ${longQuarter(quarter)}. Choose another quarter.` });

  const cases = snapshot.where(quarterlyReturns, 'quarter', round.quarter)
    .filter((row) => may(viewer, 'see return states', { agency: row.agency }))
    .flatMap((row) => findReturn(snapshot, row.key) ?? []);
  const rows = cases.map((of) => ({ of, row: trackerRow(snapshot, viewer, today, of) }))
    .sort((a, b) => urgency(a.row) - urgency(b.row) || (a.row.agencyName < b.row.agencyName ? -1 : 1));
  return accept({
    quarter: round.quarter, quarterName: longQuarter(round.quarter), period: quarterPeriod(round.quarter),
    heading: headingOf(round, today, rows.map(({ row }) => row)),
    dueOn: round.dueOn, locksOn: round.locksOn,
    quarters: snapshot.all(returnRounds).toReversed().map(({ quarter: of }) => ({ quarter: of, name: longQuarter(of) })),
    rows: rows.map(({ row }) => row),
    scoreboard: quartersBefore(round.quarter).map((past) => scoreOf(snapshot, viewer, past)),
  });
}

function beforeTheFirstRound(snapshot: Snapshot, today: Day): ReturnsTracker {
  const first = roundFor(lastEndedQuarter(today), arrangementsOf(snapshot));
  return {
    quarter: first.quarter, quarterName: longQuarter(first.quarter), period: quarterPeriod(first.quarter), heading: 'No round of returns has opened yet',
    dueOn: first.dueOn, locksOn: first.locksOn, quarters: [], rows: [], scoreboard: [],
  };
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** Says the answer: "3 of 12 returns are missing, 2 are late". Before the due day nothing is missing yet. */
function headingOf(round: ReturnRound, today: Day, rows: readonly TrackerRow[]): string {
  const asked = rows.filter(({ status }) => status !== 'excused');
  if (asked.length === 0) return 'No returns are asked for in this round';
  if (today < round.opensOn) return `${shortQuarter(round.quarter)} opens on ${longDate(round.opensOn)}`;
  const late = asked.filter(({ timeliness }) => timeliness === 'late').length;
  const open = asked.filter(({ timeliness }) => timeliness === 'not-due' || timeliness === 'overdue' || timeliness === 'missed').length;
  const lateWords = late === 0 ? '' : `, ${late} ${plural(late, 'is', 'are')} late`;
  if (open === 0) return `${asked.length === 1 ? 'The return is in' : `All ${asked.length} returns are in`}${lateWords}`;
  if (today <= round.dueOn) return `${asked.length - open} of ${asked.length} ${plural(asked.length, 'return', 'returns')} ${plural(asked.length - open, 'is', 'are')} in, ${open} ${plural(open, 'is', 'are')} due by ${weekdayDate(round.dueOn)}`;
  return `${open} of ${asked.length} ${plural(asked.length, 'return', 'returns')} ${plural(open, 'is', 'are')} missing${lateWords}`;
}

/** Smaller comes first. */
function urgency({ status, timeliness, rating }: TrackerRow): number {
  if (timeliness === 'missed') return 0;
  if (timeliness === 'overdue') return 1;
  if (status === 'queried') return 2;
  if (rating === 'at-risk') return 3;
  if (timeliness === 'not-due') return 4;
  if (status === 'submitted' || status === 'resubmitted') return 5;
  return status === 'accepted' ? 6 : 7;
}

function trackerRow(snapshot: Snapshot, viewer: Viewer, today: Day, of: ReturnCase): TrackerRow {
  const { row, round, agency } = of;
  const asked = askedOf(snapshot, row);
  const draft = snapshot.get(returnDrafts, draftKey(row.key, false));
  const sections = isSubmitted(row) ? submittedMarks(snapshot, row.key, row.version) : draftMarks(asked, draft);
  const figures = isSubmitted(row) ? figuresOf(snapshot, row, asked) : draftFigures(asked, row, draft);
  const progress = isSubmitted(row) ? undefined : progressOf(sections, figures);
  const lastActivityAt = [draft?.savedAt, isSubmitted(row) ? row.submittedAt : undefined, row.status === 'accepted' ? row.acceptedAt : undefined].filter((at) => at !== undefined).sort().at(-1);
  return {
    returnKey: row.key, agency: row.agency, agencyName: agency.name, status: row.status,
    state: stateInWords(of, today, progress), rating: ratingOf(of, today, progress), timeliness: timelinessOf(row, round, today),
    dueOn: round.dueOn, lockedOn: locksOn(row, round), ...(lastActivityAt === undefined ? {} : { lastActivityAt }),
    sections, figures, past: quartersBefore(row.quarter).map((past) => ({ quarter: past, name: longQuarter(past), mark: pastMark(snapshot, past, row.agency) })),
    can: allowedWith(viewer, of, today),
  };
}

/** Figures whose reason says that there is none count as missing, not as given. */
type Counted = { readonly owed: number; readonly given: number; readonly missing: number };

function progressOf(sections: TrackerRow['sections'], figures: Counted): Progress {
  const answered = sections.filter(({ mark }) => mark !== 'not-started').length;
  const withFigures = figures.owed > 0 ? 1 : 0;
  return { done: answered + (withFigures === 1 && figures.given + figures.missing === figures.owed ? 1 : 0), of: sections.length + withFigures };
}

function submittedMarks(snapshot: Snapshot, key: string, version: number): TrackerRow['sections'] {
  return answersOf(snapshot, key, version).map((answer) => ({ section: answer.section, title: answer.sectionTitle, mark: answer.nothingToRaise ? 'nothing-to-raise' : 'answered' }));
}

function draftMarks(asked: Asked, draft: ReturnDraft | undefined): TrackerRow['sections'] {
  const content = draft?.content ?? EMPTY_DRAFT;
  return asked.sections.map((section) => ({
    section: section.section.key, title: section.section.title,
    mark: !sectionIsDone(section, content) ? 'not-started' : isNil(content, section.section.key) ? 'nothing-to-raise' : 'answered',
  }));
}

function draftFigures(asked: Asked, row: QuarterlyReturn, draft: ReturnDraft | undefined): Counted {
  const content = draft?.content ?? EMPTY_DRAFT;
  const done = asked.figures.filter((figure) => figureIsDone(figure, row.quarter, content));
  const missing = done.filter(({ id }) => content.figures[id]?.missingReason !== undefined).length;
  return { owed: asked.figures.length, given: done.length - missing, missing };
}

/** As counted when it was submitted; rows that came in from elsewhere are counted from their observations. */
function figuresOf(snapshot: Snapshot, row: QuarterlyReturn, asked: Pick<Asked, 'figures'>): Counted {
  if (!isSubmitted(row)) return { owed: asked.figures.length, given: 0, missing: 0 };
  const given = row.figuresGiven ?? snapshot.where(observations, 'return', row.key).filter(({ status }) => status === 'reported').length;
  const owed = Math.max(row.figuresOwed ?? asked.figures.length, given);
  return { owed, given, missing: owed - given };
}

function pastMark(snapshot: Snapshot, quarter: Quarter, agency: string): PastMark {
  const row = snapshot.get(quarterlyReturns, returnKey(quarter, agency));
  const round = row && snapshot.get(returnRounds, quarter);
  if (!row || !round) return 'not-asked';
  if (row.status === 'excused') return 'excused';
  if (!isSubmitted(row)) return 'missed';
  if (row.firstSubmittedOn > round.dueOn) return 'late';
  return isWhollyNil(snapshot, row.key, row.version) ? 'nil' : 'on-time';
}

function isWhollyNil(snapshot: Snapshot, key: string, version: number): boolean {
  const answers = snapshot.where(returnAnswers, 'return', key).filter((answer) => answer.version === version);
  return answers.length > 0 && answers.every(({ nothingToRaise }) => nothingToRaise);
}

function scoreOf(snapshot: Snapshot, viewer: Viewer, quarter: Quarter): ReturnsTracker['scoreboard'][number] {
  const round = snapshot.get(returnRounds, quarter);
  const rows = snapshot.where(quarterlyReturns, 'quarter', quarter).filter((row) => row.status !== 'excused' && may(viewer, 'see return states', { agency: row.agency }));
  const submitted = rows.filter(isSubmitted);
  const figures = rows.map((row) => figuresOf(snapshot, row, isSubmitted(row) && row.figuresOwed !== undefined ? { figures: [] } : { figures: figuresOwedBy(snapshot, row.agency, quarter) }));
  return {
    quarter, name: longQuarter(quarter), expected: rows.length, returned: submitted.length,
    onTime: submitted.filter((row) => round !== undefined && row.firstSubmittedOn <= round.dueOn).length,
    figuresOwed: figures.reduce((total, { owed }) => total + owed, 0), figuresGiven: figures.reduce((total, { given }) => total + given, 0),
  };
}

/** What the viewer can do about a return now, so that no button is offered that would be refused. */
export function allowedWith(viewer: Viewer, { row, round }: ReturnCase, today: Day): TrackerRow['can'] {
  const subject = { agency: row.agency };
  const unsubmitted = row.status === 'open' || row.status === 'draft' || row.status === 'awaiting-sign-off';
  const unlocked = today <= locksOn(row, round);
  const manages = may(viewer, 'manage round', subject);
  return {
    read: isSubmitted(row) && may(viewer, 'read submitted return', subject),
    fillIn: unlocked && (unsubmitted || row.status === 'queried') && may(viewer, 'write draft', subject),
    remind: manages && unsubmitted,
    answerOnBehalf: unsubmitted && unlocked && may(viewer, 'answer on behalf', subject),
    excuse: manages && (unsubmitted || row.status === 'scheduled'),
    grantException: manages && row.status !== 'scheduled',
  };
}
