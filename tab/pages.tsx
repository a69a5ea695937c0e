import { lazy, type ComponentType } from 'react';
import type { Me } from '../src/assurance/partnership/me-model.ts';
import { MyDeskPage } from './pages/my-desk-page.tsx';

type PageProps = { readonly returnKey: string };
type PageDefinition = { readonly key: Me['pages'][number]; readonly name: string; readonly path: string; readonly Page: ComponentType<PageProps> };

/** The pages of the navigation, in its order. All but the first are loaded when they are opened. */
export const PAGES: readonly PageDefinition[] = [
  { key: 'my-desk', name: 'My desk', path: '/my-desk', Page: MyDeskPage },
  { key: 'returns', name: 'Returns', path: '/returns', Page: lazy(() => import('./pages/returns-tracker-page.tsx')) },
  { key: 'escalations', name: 'Escalations', path: '/escalations', Page: lazy(() => import('./pages/escalations-page.tsx')) },
  { key: 'calendar', name: 'Calendar', path: '/calendar', Page: lazy(() => import('./pages/calendar-page.tsx')) },
  { key: 'action-log', name: 'Action log', path: '/action-log', Page: lazy(() => import('./pages/action-log-page.tsx')) },
  { key: 'deliveries', name: 'Deliveries and problems', path: '/deliveries', Page: lazy(() => import('./pages/deliveries-page.tsx')) },
  { key: 'exchange', name: 'Import and export', path: '/exchange', Page: lazy(() => import('./pages/exchange/exchange-page.tsx')) },
];

const ReturnReadingPage = lazy(() => import('./pages/return-reading-page.tsx'));
const ReturnFormPage = lazy(() => import('./pages/return-form/return-form-page.tsx'));
const AccessibilityPage = lazy(() => import('./pages/accessibility-page.tsx'));
const NotFoundPage = lazy(() => import('./pages/not-found-page.tsx'));

/** The page at a path inside the tab, with what the path says about it. */
export function pageAt(path: string): { readonly name: string; readonly Page: ComponentType<PageProps>; readonly props: PageProps } {
  const [, returnKey = '', form] = /^\/returns\/([^/]+)(\/form)?$/.exec(path) ?? [];
  const props = { returnKey: decodeURIComponent(returnKey) };
  if (returnKey !== '') return form === undefined ? { name: 'Return', Page: ReturnReadingPage, props } : { name: 'Return form', Page: ReturnFormPage, props };
  if (path === '/accessibility') return { name: 'Accessibility', Page: AccessibilityPage, props };
  const page = PAGES.find((each) => each.path === (path === '/' ? '/my-desk' : path));
  return page === undefined ? { name: 'Page not found', Page: NotFoundPage, props } : { name: page.name, Page: page.Page, props };
}
