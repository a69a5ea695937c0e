import { useSyncExternalStore } from 'react';

/** Under this width the navigation is a menu and tables are cards. */
export const NARROW = '(max-width: 640px)';
/** Under this width the calendar is a list. */
export const MEDIUM = '(max-width: 900px)';

export function useMedia(query: string): boolean {
  return useSyncExternalStore((changed) => {
    const list = window.matchMedia(query);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  }, () => window.matchMedia(query).matches);
}
