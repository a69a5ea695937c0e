import type { DraftEdit, DraftSaved, EditConflict, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';

/** A place in the form that can be filled in by itself. */
export type Place =
  | { readonly kind: 'answer'; readonly question: string }
  | { readonly kind: 'nothing-to-raise'; readonly section: string }
  | { readonly kind: 'cell'; readonly figure: string; readonly cell: string }
  | { readonly kind: 'missing-reason' | 'note'; readonly figure: string };
export type Value = string | number | boolean | null;

type Written = { readonly place: Place; readonly value: Value };
/** Something entered and not saved, with what was seen before it: sent later, it is still noticed when somebody else was there. */
export type Unsaved = Written & { readonly was: Value };
export type Places = ReadonlyMap<string, Written>;

/**
 * What is known of a draft in this window. `saved` is what the server holds as far as we have heard; `mine` is what was entered and
 * not yet sent; `sending` is on its way. `conflicts` hold what was entered where somebody else had been meanwhile: nothing of it is
 * lost until the person chooses.
 */
export type Draft = {
  readonly saved: Places;
  readonly mine: Places;
  readonly sending: Places;
  readonly conflicts: readonly EditConflict[];
};

export function idOf(place: Place): string {
  switch (place.kind) {
    case 'answer': return `answer ${place.question}`;
    case 'nothing-to-raise': return `nothing-to-raise ${place.section}`;
    case 'cell': return `cell ${place.figure} ${place.cell}`;
    case 'missing-reason': return `missing-reason ${place.figure}`;
    case 'note': return `note ${place.figure}`;
  }
}

/** What a place holds before anybody has filled it in. */
function emptyOf(place: Place): Value {
  return place.kind === 'nothing-to-raise' ? false : place.kind === 'cell' ? null : '';
}

function placesOf(form: ReturnForm): Places {
  const written: Written[] = [
    ...form.sections.flatMap((section): Written[] => [
      { place: { kind: 'nothing-to-raise', section: section.key }, value: section.nothingToRaise },
      ...section.questions.map((question): Written => ({ place: { kind: 'answer', question: question.key }, value: question.text })),
    ]),
    ...form.figures.flatMap((figure): Written[] => [
      ...Object.entries(figure.cells).map(([cell, value]): Written => ({ place: { kind: 'cell', figure: figure.id, cell }, value })),
      { place: { kind: 'missing-reason', figure: figure.id }, value: figure.missingReason ?? '' },
      { place: { kind: 'note', figure: figure.id }, value: figure.note ?? '' },
    ]),
  ];
  return new Map(written.map((each) => [idOf(each.place), each]));
}

/** A draft as the server gave it, with what this window kept of an earlier visit and could not save then. */
export function draftOf(form: ReturnForm, unsaved: readonly Unsaved[] = []): Draft {
  const saved = new Map(placesOf(form));
  const mine = new Map<string, Written>();
  for (const { place, value, was } of unsaved) {
    const id = idOf(place);
    if ((saved.get(id)?.value ?? emptyOf(place)) === value) continue;
    saved.set(id, { place, value: was });
    mine.set(id, { place, value });
  }
  return { saved, mine, sending: new Map(), conflicts: [] };
}

/** What the person sees in a place: what they entered, or what is held. */
export function valueIn(draft: Draft, place: Place): Value {
  const id = idOf(place);
  const conflict = draft.conflicts.find(({ edit }) => idOf(placeOf(edit)) === id);
  return (draft.mine.get(id) ?? draft.sending.get(id))?.value ?? (conflict === undefined ? savedIn(draft, place) : valueOf(conflict.edit));
}

function savedIn(draft: Draft, place: Place): Value {
  return draft.saved.get(idOf(place))?.value ?? emptyOf(place);
}

export function enter(draft: Draft, place: Place, value: Value): Draft {
  const id = idOf(place);
  const mine = new Map(draft.mine);
  if (value === savedIn(draft, place) && !draft.sending.has(id)) mine.delete(id);
  else mine.set(id, { place, value });
  return { ...draft, mine, conflicts: draft.conflicts.filter(({ edit }) => idOf(placeOf(edit)) !== id) };
}

/** Moves what was entered onto its way, at most so much of it; `edits` is what to send, each with what was seen before it. */
export function startSaving(draft: Draft, most: number): { readonly draft: Draft; readonly edits: DraftEdit[] } {
  const sending = new Map([...draft.mine].slice(0, most));
  const edits = [...sending.values()].map(({ place, value }) => editOf(place, value, savedIn(draft, place)));
  return { draft: { ...draft, mine: new Map([...draft.mine].slice(most)), sending }, edits };
}

/** What was sent is held now, but for conflicts: there the other's value is, and ours waits for a choice. */
export function savingDone(draft: Draft, { conflicts }: DraftSaved): Draft {
  const saved = new Map(draft.saved);
  for (const [id, written] of draft.sending) saved.set(id, written);
  for (const { edit, theirs } of conflicts) saved.set(idOf(placeOf(edit)), { place: placeOf(edit), value: theirs });
  return { ...draft, saved, sending: new Map(), conflicts: [...draft.conflicts, ...conflicts] };
}

/** Nothing of what was on its way arrived: it waits again, under anything entered since. */
export function savingFailed(draft: Draft): Draft {
  return { ...draft, mine: new Map([...draft.sending, ...draft.mine]), sending: new Map() };
}

/**
 * Takes over what the server holds now. Where the person is entering something the old value stays as *what was seen*, so that the
 * server can notice that somebody else was there.
 */
export function refreshed(draft: Draft, form: ReturnForm): Draft {
  const saved = new Map(placesOf(form));
  for (const id of [...draft.mine.keys(), ...draft.sending.keys()]) {
    const seen = draft.saved.get(id);
    if (seen === undefined) saved.delete(id);
    else saved.set(id, seen);
  }
  return { ...draft, saved };
}

export type Choice = 'mine' | 'theirs' | 'both';

/** Ends a conflict as the person chose. Keeping both puts their own words after the other's; only texts can be kept both. */
export function resolve(draft: Draft, conflict: EditConflict, choice: Choice): Draft {
  const place = placeOf(conflict.edit);
  const rest = { ...draft, conflicts: draft.conflicts.filter((each) => each !== conflict) };
  switch (choice) {
    case 'theirs': return rest;
    case 'mine': return enter(rest, place, valueOf(conflict.edit));
    case 'both': return enter(rest, place, `${String(conflict.theirs)}\n\n${String(valueOf(conflict.edit))}`);
  }
}

/** Everything that the server does not hold yet, to be kept in this window. */
export function unsavedOf(draft: Draft): readonly Unsaved[] {
  return [
    ...draft.conflicts.map(({ edit }) => ({ place: placeOf(edit), value: valueOf(edit), was: edit.was })),
    ...[...draft.sending.values(), ...draft.mine.values()].map((written) => ({ ...written, was: savedIn(draft, written.place) })),
  ];
}

export function valueOf(edit: DraftEdit): Value {
  return 'value' in edit ? edit.value : edit.text;
}

export function placeOf(edit: DraftEdit): Place {
  switch (edit.kind) {
    case 'answer': return { kind: 'answer', question: edit.question };
    case 'nothing-to-raise': return { kind: 'nothing-to-raise', section: edit.section };
    case 'cell': return { kind: 'cell', figure: edit.figure, cell: edit.cell };
    case 'missing-reason':
    case 'note': return { kind: edit.kind, figure: edit.figure };
  }
}

function editOf(place: Place, value: Value, was: Value): DraftEdit {
  switch (place.kind) {
    case 'nothing-to-raise': return { ...place, value: value === true, was: was === true };
    case 'cell': return { ...place, value: asNumber(value), was: asNumber(was) };
    default: return { ...place, text: String(value ?? ''), was: String(was ?? '') };
  }
}

const asNumber = (value: Value) => (typeof value === 'number' ? value : null);
