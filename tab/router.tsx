import { Link } from '@fluentui/react-components';
import { useSyncExternalStore, type MouseEvent, type ReactNode } from 'react';

/** Where the server puts the tab. Addresses inside the tab start after it. */
const BASE = '/tab';

/** A place inside the tab: a page's path, and the filters, search and selection on it. */
export type Address = { readonly path: string; readonly query: URLSearchParams };

const listeners = new Set<() => void>();
let focusHeading = false;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}

const insideTab = (path: string) => (path === BASE || path.startsWith(`${BASE}/`) ? path.slice(BASE.length) || '/' : path);

/** Goes to a place inside the tab (with or without `/tab` in front). `replace` is for filters: it leaves no step to go back to. */
export function navigate(to: string, how: { readonly replace?: boolean } = {}): void {
  const target = BASE + insideTab(to);
  if (how.replace) history.replaceState(null, '', target);
  else {
    focusHeading = new URL(target, location.href).pathname !== location.pathname;
    history.pushState(null, '', target);
  }
  for (const listener of listeners) listener();
}

/** True once after a change of page: the new page's heading then takes the focus, so that a screen reader starts there. */
export function takeHeadingFocus(): boolean {
  const wanted = focusHeading;
  focusHeading = false;
  return wanted;
}

export function useAddress(): Address {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const url = new URL(href, location.href);
  return { path: insideTab(url.pathname), query: url.searchParams };
}

/** The query of the page in view, and a way to change some of it; an empty or undefined value is left out of the address. */
export function useQuery(): [URLSearchParams, (change: Readonly<Record<string, string | undefined>>) => void] {
  const { query } = useAddress();
  return [query, (change) => {
    const next = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    navigate(location.pathname + (text && `?${text}`), { replace: true });
  }];
}

/** What an `<a>` needs in order to go to a place inside the tab without loading the page anew. */
export function linkTo(to: string): { href: string; onClick: (event: MouseEvent) => void } {
  return {
    href: BASE + insideTab(to),
    onClick(event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
      event.preventDefault();
      navigate(to);
    },
  };
}

export function PageLink({ to, children }: { readonly to: string; readonly children: ReactNode }) {
  return <Link inline {...linkTo(to)}>{children}</Link>;
}
