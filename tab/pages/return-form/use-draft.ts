import { useCallback, useEffect, useRef, useState } from 'react';
import type { EditConflict, ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import { useServices } from '../../services.ts';
import { draftOf, enter, refreshed, resolve, savingDone, savingFailed, startSaving, unsavedOf, valueIn, type Choice, type Draft, type Place, type Value } from './draft.ts';
import { unsavedStore } from './unsaved-store.ts';

/** How long after the last key press an entry is sent. */
const SAVE_AFTER_MS = 700;
const TRY_AGAIN_AFTER_MS = 5_000;
const MOST_EDITS = 500;

/** How the draft stands, for the words beside the form. */
export type SaveState =
  | { readonly state: 'saved'; readonly at?: string; readonly byName?: string }
  | { readonly state: 'saving' }
  | { readonly state: 'offline' }
  | { readonly state: 'failed'; readonly message: string };

export type DraftEditor = {
  readonly value: (place: Place) => Value;
  readonly enter: (place: Place, value: Value) => void;
  readonly conflicts: readonly EditConflict[];
  readonly choose: (conflict: EditConflict, choice: Choice) => void;
  readonly saveState: SaveState;
  /** Sends what is entered at once. Answers whether everything is held by the server now. */
  readonly saveNow: () => Promise<boolean>;
};

/** One return's draft in this window: entered as one types, saved by itself, never lost. `onSaved` is called after each save. */
export function useDraft(form: ReturnForm, onSaved: () => Promise<void>): DraftEditor {
  const { api } = useServices();
  const draftId = `${form.returnKey}${form.onBehalf ? ' on behalf' : ''}`;
  const current = useRef<Draft | undefined>(undefined);
  current.current ??= draftOf(form, unsavedStore.take(draftId));
  const [draft, setDraft] = useState(current.current);
  const [saveState, setSaveState] = useState<SaveState>(() => savedState(form));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const saving = useRef<Promise<boolean>>(Promise.resolve(true));

  const change = useCallback((next: Draft) => {
    current.current = next;
    unsavedStore.keep(draftId, unsavedOf(next));
    setDraft(next);
  }, [draftId]);

  const send = useCallback(async (): Promise<boolean> => {
    const { draft: started, edits } = startSaving(current.current ?? draftOf(form), MOST_EDITS);
    if (edits.length === 0) return true;
    change(started);
    setSaveState({ state: 'saving' });
    const result = await api.call('saveDraft', { params: { key: form.returnKey }, query: form.onBehalf ? { onBehalf: 'true' } : {}, body: { edits } });
    if (result.ok) {
      change(savingDone(current.current ?? started, result.answer));
      setSaveState({ state: 'saved', at: result.answer.savedAt });
      await onSaved();
      if ((current.current?.mine.size ?? 0) > 0) plan(0);
      return result.answer.conflicts.length === 0 && current.current?.mine.size === 0;
    }
    change(savingFailed(current.current ?? started));
    const { kind, message } = result.failure;
    setSaveState(kind === 'offline' ? { state: 'offline' } : { state: 'failed', message });
    if (kind === 'offline' || kind === 'failed') plan(TRY_AGAIN_AFTER_MS);
    return false;
    // `plan` and this function call each other; both only use refs and stable functions.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [api, form.returnKey, form.onBehalf, change, onSaved]);

  const saveNow = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    // One save at a time, so that each says what the one before it left.
    saving.current = saving.current.then(send);
    return saving.current;
  }, [send]);

  function plan(wait: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void latestSaveNow.current(), wait);
  }
  const latestSaveNow = useRef(saveNow);
  latestSaveNow.current = saveNow;

  useEffect(() => {
    change(refreshed(current.current ?? draftOf(form), form));
    setSaveState((before) => (before.state === 'saved' ? savedState(form) : before));
  }, [form, change]);

  useEffect(() => {
    const now = () => void latestSaveNow.current();
    const whenHidden = () => { if (document.visibilityState === 'hidden') now(); };
    now();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', whenHidden);
    return () => {
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', whenHidden);
      now();
    };
  }, []);

  return {
    value: (place) => valueIn(draft, place),
    enter(place, value) {
      change(enter(current.current ?? draft, place, value));
      plan(SAVE_AFTER_MS);
    },
    conflicts: draft.conflicts,
    choose(conflict, choice) {
      change(resolve(current.current ?? draft, conflict, choice));
      plan(0);
    },
    saveState,
    saveNow,
  };
}

function savedState(form: ReturnForm): SaveState {
  return { state: 'saved', ...(form.savedAt === undefined ? {} : { at: form.savedAt }), ...(form.savedByName === undefined ? {} : { byName: form.savedByName }) };
}
