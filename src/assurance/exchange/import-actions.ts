import { STATUS_WORDS } from '../action-log/action-refusal.ts';
import { nextReference, ownersFor } from '../action-log/decide-add-action.ts';
import { ACTION_SOURCES, loggedActions, type LoggedAction } from '../action-log/logged-action.ts';
import { agencies } from '../partnership/agency.ts';
import { representativeOf } from '../partnership/people-of.ts';
import { people } from '../partnership/person.ts';
import { accept, refuse } from '../outcome.ts';
import type { Cell } from '../records/field.ts';
import { textOf, type Cells, type Completed, type ImportContext, type ImportSubject } from './import-subject.ts';
import { plainWords, readDay, sentence, type Read } from './read-cell.ts';

const STATES: Readonly<Record<string, string>> = {
  'not started': 'open', new: 'open', outstanding: 'open', overdue: 'open', 'in hand': 'in-progress', ongoing: 'in-progress', underway: 'in-progress', 'under way': 'in-progress',
  'on track': 'in-progress', started: 'in-progress', 'in progress': 'in-progress', completed: 'complete', closed: 'complete', done: 'complete', finished: 'complete', achieved: 'complete',
  'signed off': 'verified', 'no longer needed': 'not-needed', 'not required': 'not-needed', cancelled: 'not-needed', withdrawn: 'not-needed',
};
const SOURCES: Readonly<Record<string, string>> = Object.fromEntries(ACTION_SOURCES.flatMap((source) => [[`${source}s`, source], [`partnership ${source}`, source]]));

/**
 * The action log. The sheet’s own reference is the key. A row that brings none is the action of the same group and agency in the same words, so
 * that a sheet imported twice changes nothing; where there is no such action it gets the next reference of the year.
 */
export const importActions: ImportSubject = {
  key: 'actions', title: 'Action log', definition: loggedActions,
  help: 'One row for each action. A row without a reference is matched by its group, agency and words, and otherwise gets the next reference.',
  fields: [
    { name: 'key', label: 'Reference', help: 'As people quote it. Leave it out to get the next reference of this year.', required: false, reading: { as: 'text' }, alsoCalled: ['Key', 'Ref', 'Ref no', 'No', 'Number', 'Action number', 'Action ref', 'ID', 'Action ID'] },
    { name: 'action', label: 'Action', required: true, reading: { as: 'text' }, alsoCalled: ['Action agreed', 'Action required', 'Agreed action', 'Description', 'Action description', 'Task'] },
    { name: 'measure', label: 'How we will know it is done', required: true, reading: { as: 'text' }, alsoCalled: ['Measure', 'Measure of success', 'Success measure', 'Success criteria', 'Outcome', 'Intended outcome', 'Expected outcome'] },
    { name: 'agency', label: 'Agency', help: 'Left out: the agency of the owner.', required: false, reading: { as: 'reference', to: 'agency' }, alsoCalled: ['Organisation', 'Lead agency', 'Responsible agency', 'Owner agency'] },
    { name: 'owner', label: 'Owner', help: 'A name, an e-mail address, or an agency, which stands for its representative on the group.', required: true, reading: { as: 'text', naming: 'person' }, alsoCalled: ['Lead', 'Lead officer', 'Action owner', 'Responsible', 'Responsible person', 'Assigned to', 'By whom', 'Who'] },
    { name: 'group', label: 'Group', required: true, reading: { as: 'reference', to: 'group' }, alsoCalled: ['Meeting group', 'Subgroup', 'Sub-group', 'Committee'] },
    { name: 'dueOn', label: 'Due', required: true, reading: { as: 'day' }, alsoCalled: ['Due date', 'Deadline', 'Target date', 'Timescale', 'By when', 'When', 'Date due', 'Completion due'] },
    { name: 'status', label: 'Status', help: 'Left out: open.', required: true, reading: { as: 'choice', alsoSaid: STATES }, alsoCalled: ['State', 'Action status', 'Progress status'] },
    { name: 'source', label: 'Source', help: 'Left out: other.', required: true, reading: { as: 'choice', alsoSaid: SOURCES }, alsoCalled: ['Origin', 'Arising from', 'Type of source'] },
    { name: 'evidence', label: 'Evidence', help: 'For a complete or verified action.', required: false, reading: { as: 'text' }, alsoCalled: ['Evidence of completion', 'Evidence and impact'] },
    { name: 'completedAt', label: 'Completed at', help: 'For a complete or verified action.', required: false, reading: { as: 'instant' }, alsoCalled: ['Completed', 'Date completed', 'Completed on', 'Completion date', 'Closed date', 'Date closed'] },
    { name: 'completedBy', label: 'Completed by', help: 'Left out: the owner.', required: false, reading: { as: 'reference', to: 'person' }, alsoCalled: [] },
    { name: 'verifiedAt', label: 'Verified at', required: false, reading: { as: 'instant' }, alsoCalled: ['Verified on', 'Date verified', 'Signed off on'] },
    { name: 'verifiedBy', label: 'Verified by', required: false, reading: { as: 'reference', to: 'person' }, alsoCalled: ['Signed off by'] },
    { name: 'closedAt', label: 'Closed at', help: 'For an action that is not needed.', required: false, reading: { as: 'instant' }, alsoCalled: [] },
    { name: 'closedBy', label: 'Closed by', required: false, reading: { as: 'reference', to: 'person' }, alsoCalled: [] },
    { name: 'closedReason', label: 'Why it is not needed', required: false, reading: { as: 'text' }, alsoCalled: ['Reason closed', 'Reason not needed'] },
    { name: 'addedAt', label: 'Added at', help: 'Left out: the moment of the import.', required: false, reading: { as: 'instant' }, alsoCalled: ['Date added', 'Date raised', 'Date agreed', 'Meeting date', 'Added', 'Raised on'] },
    { name: 'addedBy', label: 'Added by', help: 'Left out: you.', required: false, reading: { as: 'reference', to: 'person' }, alsoCalled: ['Raised by'] },
    { name: 'dueMovedFrom', label: 'Earlier due dates', required: false, reading: { as: 'own-form' }, alsoCalled: ['Original due date', 'Previous due dates'] },
    { name: 'sourceKey', label: 'Source record', required: false, reading: { as: 'text' }, alsoCalled: ['Source reference'] },
  ],
  keyMaker,
  defaults: ({ viewer, moment }) => ({ status: 'open', source: 'other', addedAt: moment.instant, addedBy: viewer.person }),
  complete,
  titleOf: (_, cells) => textOf(cells['action']).slice(0, 120),
};

/** References as a key can hold them: spaces and slashes become hyphens, other marks go. */
function asKey(reference: string): string {
  return reference.replaceAll(/[\s/\\]+/g, '-').replaceAll(/[^\p{L}\p{N}._-]/gu, '');
}

function keyMaker(context: ImportContext) {
  const { snapshot, moment } = context;
  const byContent = new Map(snapshot.all(loggedActions).map((row) => [contentOf(row.group, row.agency, row.action), row.key]));
  const used = new Set<string>();
  let next = nextReference(snapshot, moment.today);
  return (given: Cells) => {
    const reference = asKey(textOf(given['key']));
    if (reference !== '') {
      used.add(reference);
      return { key: reference };
    }
    if (textOf(given['key']) !== '') return { fault: `Reference is “${textOf(given['key'])}”, which has no letter or digit.` };
    const owned = ownership(context, given);
    const content = contentOf(textOf(given['group']), textOf(owned['agency']), textOf(given['action']));
    const known = byContent.get(content);
    if (known !== undefined) return { key: known };
    while (used.has(next) || snapshot.get(loggedActions, next)) next = after(next);
    const key = next;
    next = after(next);
    byContent.set(content, key);
    return { key };
  };
}

function after(reference: string): string {
  return `${reference.slice(0, 5)}${Number(reference.slice(5)) + 1}`;
}

function contentOf(group: string, agency: string, action: string): string {
  return JSON.stringify([group, agency, plainWords(action)]);
}

/** Who owns it: the owner may be named by their agency, and the agency by its owner. */
function ownership({ snapshot, moment, find }: ImportContext, cells: Cells): Cells & { readonly fault?: string } {
  const group = textOf(cells['group']);
  const [agency, said] = [textOf(cells['agency']), textOf(cells['owner'])];
  const person = said === '' ? refuse('') : find('person', said);
  if (person.ok) return { agency: agency || snapshot.get(people, person.fact)?.agency || null, owner: person.fact };
  const standsFor = said === '' ? accept(agency) : find('agency', said);
  if (!standsFor.ok || standsFor.fact === '') return { agency: agency || null, owner: null, ...(said === '' ? {} : { fault: sentence(`Owner ${person.refusal}`) }) };
  const representative = representativeOf(snapshot, group, standsFor.fact, moment.today);
  const name = snapshot.get(agencies, standsFor.fact)?.name ?? standsFor.fact;
  return representative
    ? { agency: agency || standsFor.fact, owner: representative.key }
    : { agency: agency || standsFor.fact, owner: null, fault: `${name} has no representative on the group, so name the owner.` };
}

/** States in which somebody still has to work on it. */
const UNDER_WAY: readonly Cell[] = ['open', 'in-progress'];
/** A sheet is older than the register as often as not: it moves an action on, and never back. */
const STEPS: Readonly<Record<LoggedAction['status'], number>> = { open: 0, 'in-progress': 1, complete: 2, 'not-needed': 2, verified: 3 };

function complete(context: ImportContext, given: Cells, known: { readonly key: string } | undefined): Completed {
  const { snapshot, moment } = context;
  const before = known as LoggedAction | undefined;
  const { fault, ...owned } = ownership(context, given);
  const moved = movedFrom(given, before);
  const cells: Cells = { ...given, ...owned, completedBy: given['completedBy'] ?? owned['owner'] ?? null, dueMovedFrom: moved.ok ? moved.fact : null };
  const [owner, agency, status] = [textOf(cells['owner']), textOf(cells['agency']), textOf(cells['status']) as LoggedAction['status']];
  const faults = [...(fault === undefined ? [] : [fault]), ...(moved.ok ? [] : [sentence(`Earlier due dates ${moved.refusal}`)])];
  const asBefore = before?.owner === owner && before.agency === agency && before.status === status;
  if (!fault && owner !== '' && agency !== '' && !asBefore && UNDER_WAY.includes(status) && !ownersFor(snapshot, agency, moment.today).includes(owner)) {
    faults.push(`Owner ${snapshot.get(people, owner)?.name ?? owner} is not a representative or deputy of ${snapshot.get(agencies, agency)?.name ?? agency}, so could not update the action. Choose one who is.`);
  }
  if (before && STEPS[status] < STEPS[before.status]) faults.push(`Action ${before.key} is ${STATUS_WORDS[before.status]} here, and ${STATUS_WORDS[status]} in the sheet. Open it again in the action log first if the sheet is right.`);
  if (textOf(cells['measure']).trim() === '') faults.push('How we will know it is done is empty.');
  return { cells, faults, ...(fault === undefined ? {} : { explained: ['owner', 'agency'] }) };
}

/** The earlier due dates that the sheet gives, one a line; where it moves the date and gives none, the one before is kept. */
function movedFrom(given: Cells, before: LoggedAction | undefined): Read<string> {
  const days: string[] = [];
  for (const line of textOf(given['dueMovedFrom']).split('\n').filter((each) => each.trim() !== '')) {
    const read = readDay(line);
    if (!read.ok) return read;
    days.push(read.fact);
  }
  const kept = before && before.dueOn !== given['dueOn'] && days.join() === before.dueMovedFrom.join() ? [...days, before.dueOn] : days;
  return accept(kept.join('\n'));
}
