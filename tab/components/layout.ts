import { makeStyles, tokens, typographyStyles } from '@fluentui/react-components';

/** The few arrangements that every page shares. */
export const useLayout = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  loose: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalXL },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS, '@media print': { '& button': { display: 'none' } } },
  /** Filters above a list: fields side by side where there is room. */
  filters: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-end', gap: tokens.spacingHorizontalM, marginBlockEnd: tokens.spacingVerticalM, '@media print': { display: 'none' } },
  card: { border: `1px solid ${tokens.colorNeutralStroke1}`, borderRadius: tokens.borderRadiusMedium, padding: tokens.spacingHorizontalL, backgroundColor: tokens.colorNeutralBackground1, display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column' },
  h2: { ...typographyStyles.subtitle1, margin: 0 },
  h3: { ...typographyStyles.subtitle2, margin: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
  small: { ...typographyStyles.caption1, color: tokens.colorNeutralForeground2 },
  /** Text that people wrote: their line breaks are kept, long words break. */
  written: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', margin: 0 },
  /** A small table of figures, in a frame that scrolls by itself where it must. */
  scroll: { overflowX: 'auto', maxWidth: '100%', '@media print': { overflowX: 'visible' } },
  table: {
    borderCollapse: 'collapse', width: '100%',
    '& th, & td': { padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, textAlign: 'start', verticalAlign: 'top', fontWeight: tokens.fontWeightRegular },
    '& [data-numeric]': { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
    '& [data-total]': { fontWeight: tokens.fontWeightSemibold },
    '& thead th': { ...typographyStyles.caption1Strong, color: tokens.colorNeutralForeground2 },
  },
  /** For ears only. */
  hidden: { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)', whiteSpace: 'nowrap' },
});
