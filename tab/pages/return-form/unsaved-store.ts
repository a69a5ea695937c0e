import type { Unsaved } from './draft.ts';

/**
 * Keeps what could not be saved yet while the page is loaded again. It is the browser's store of this window, emptied when the
 * window closes: the device may be the officer's own, so nothing of a return may stay on it.
 */
export const unsavedStore = {
  keep(draftId: string, written: readonly Unsaved[]): void {
    if (written.length === 0) sessionStorage.removeItem(nameOf(draftId));
    else sessionStorage.setItem(nameOf(draftId), JSON.stringify(written));
  },
  take(draftId: string): readonly Unsaved[] {
    try {
      const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(draftId)) ?? '[]');
      return Array.isArray(kept) ? (kept as readonly Unsaved[]) : [];
    } catch {
      return [];
    }
  },
};

const nameOf = (draftId: string) => `unsaved ${draftId}`;
