import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { linkTo } from '../../router.tsx';
import { MEDIUM, useMedia } from '../../components/media.ts';
import { Rating } from '../../components/rating.tsx';
import type { Part } from './parts.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  link: {
    display: 'block', padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, color: tokens.colorNeutralForeground1, textDecorationLine: 'none', borderLeft: `3px solid ${tokens.colorNeutralStroke2}`,
    ':hover': { textDecorationLine: 'underline' },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: { borderLeftColor: tokens.colorBrandStroke1, fontWeight: tokens.fontWeightSemibold },
  words: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2, display: 'block' },
});

/** The steps of the form, each with how far it is; a link to each, because the order is only a proposal. */
export function ProgressList({ parts, current, to }: { readonly parts: readonly Part[]; readonly current: string; readonly to: (part: string) => string }) {
  const styles = useStyles();
  const list = (
      <ol className={styles.list}>
        {parts.map((part) => (
          <li key={part.key}>
            <a {...linkTo(to(part.key))} className={mergeClasses(styles.link, part.key === current && styles.current)} aria-current={part.key === current ? 'step' : undefined}>
              {part.title}
              <span className={styles.words}>{part.state === 'neutral' ? part.words : <Rating value={part.state === 'done' ? 'on-track' : 'not-known'} words={part.words} />}</span>
            </a>
          </li>
        ))}
      </ol>
  );
  const place = parts.findIndex(({ key }) => key === current) + 1;
  return (
    <nav aria-label="Steps of the return">
      {useMedia(MEDIUM) ? <details key={current}><summary>Step {place} of {parts.length}</summary>{list}</details> : list}
    </nav>
  );
}
