import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { NARROW, useMedia } from './components/media.ts';
import { PAGES } from './pages.tsx';
import { linkTo } from './router.tsx';
import { useServices } from './services.ts';

const useStyles = makeStyles({
  nav: {
    backgroundColor: tokens.colorNeutralBackground3, borderRight: `1px solid ${tokens.colorNeutralStroke2}`, padding: tokens.spacingHorizontalM,
    '@media (max-width: 640px)': { borderRight: 0, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}` },
    '@media print': { display: 'none' },
  },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXXS, position: 'sticky', top: tokens.spacingVerticalM },
  link: {
    display: 'block', padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, borderRadius: tokens.borderRadiusMedium, color: tokens.colorNeutralForeground1, textDecorationLine: 'none',
    borderLeft: '3px solid transparent',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover, color: tokens.colorNeutralForeground1Hover, textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: { fontWeight: tokens.fontWeightSemibold, borderLeftColor: tokens.colorBrandStroke1, backgroundColor: tokens.colorNeutralBackground1 },
});

/** The pages that the viewer has: a column at the side, and a menu where there is no room for one. */
export function Navigation({ path }: { readonly path: string }) {
  const styles = useStyles();
  const { me } = useServices();
  const narrow = useMedia(NARROW);
  // Opened on one page, it is closed on the next.
  const [openOn, setOpenOn] = useState<string | undefined>();
  const open = openOn === path;

  const current = PAGES.find((page) => path === page.path || path.startsWith(`${page.path}/`));
  const list = (
    <ul id="pages" className={styles.list}>
      {PAGES.filter(({ key }) => key === 'my-desk' || me?.pages.includes(key)).map((page) => (
        <li key={page.key}>
          <a {...linkTo(page.path)} className={mergeClasses(styles.link, page === current && styles.current)} aria-current={page === current ? 'page' : undefined}>{page.name}</a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav className={styles.nav} aria-label="Pages">
      {narrow ? (
        <>
          <Button aria-expanded={open} aria-controls="pages" onClick={() => setOpenOn(open ? undefined : path)} onKeyDown={(event) => { if (event.key === 'Escape') setOpenOn(undefined); }}>Menu{current === undefined ? '' : `: ${current.name}`}</Button>
          {open ? list : null}
        </>
      ) : list}
    </nav>
  );
}
