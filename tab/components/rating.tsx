import { makeStyles, tokens } from '@fluentui/react-components';

export type RatingValue = 'on-track' | 'at-risk' | 'off-track' | 'not-known';

const WORDS: Readonly<Record<RatingValue, string>> = { 'on-track': 'On track', 'at-risk': 'At risk', 'off-track': 'Off track', 'not-known': 'Not known' };
const SHAPES: Readonly<Record<RatingValue, string>> = {
  'on-track': 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z',
  'at-risk': 'M8 1 15 8 8 15 1 8Z',
  'off-track': 'M8 2 15.5 14.5H.5Z',
  'not-known': 'M2.5 2.5h11v11h-11Zm1.5 1.5v8h8v-8Z',
};

const useStyles = makeStyles({
  rating: { display: 'inline-flex', alignItems: 'baseline', columnGap: tokens.spacingHorizontalXS },
  shape: { width: '0.85em', height: '0.85em', flexShrink: 0, transform: 'translateY(0.08em)', fill: 'currentColor', forcedColorAdjust: 'auto' },
  'on-track': { color: tokens.colorStatusSuccessForeground1 },
  'at-risk': { color: tokens.colorStatusWarningForeground1 },
  'off-track': { color: tokens.colorStatusDangerForeground1 },
  'not-known': { color: tokens.colorNeutralForeground3 },
});

/** A judgement as a word, a shape of its own and a colour, so that none of them is needed alone. `words` says it more closely. */
export function Rating({ value, words }: { readonly value: RatingValue; readonly words?: string }) {
  const styles = useStyles();
  return (
    <span className={styles.rating}>
      <svg className={`${styles.shape} ${styles[value]}`} viewBox="0 0 16 16" aria-hidden="true"><path d={SHAPES[value]} /></svg>
      <span>{words ?? WORDS[value]}</span>
    </span>
  );
}
