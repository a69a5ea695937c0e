import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { TrackerRow } from '../../src/assurance/returns/returns-tracker-model.ts';
import { useLayout } from '../components/layout.ts';

const SECTION_WORDS = { 'not-started': 'not started', answered: 'answered', 'nothing-to-raise': 'nothing to raise' } as const;
const SECTION_SIGNS = { 'not-started': '', answered: '✓', 'nothing-to-raise': '–' } as const;
const PAST = {
  'on-time': { words: 'on time', sign: '●' }, late: { words: 'late', sign: '◆' }, nil: { words: 'nothing to raise', sign: '○' },
  missed: { words: 'missed', sign: '▲' }, excused: { words: 'excused', sign: '–' }, 'not-asked': { words: 'not asked', sign: '·' },
} as const;

const useStyles = makeStyles({
  marks: { display: 'inline-flex', flexWrap: 'wrap', gap: '2px' },
  section: { minWidth: '1.9em', textAlign: 'center', border: `1px solid ${tokens.colorNeutralStrokeAccessible}`, borderRadius: tokens.borderRadiusSmall, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, paddingInline: '2px' },
  'not-started': { ...shorthands.borderStyle('dashed'), color: tokens.colorNeutralForeground2 },
  answered: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
  'nothing-to-raise': { color: tokens.colorNeutralForeground1 },
  past: { width: '1.1em', textAlign: 'center' },
  'on-time': { color: tokens.colorStatusSuccessForeground1 },
  nil: { color: tokens.colorStatusSuccessForeground1 },
  late: { color: tokens.colorStatusWarningForeground1 },
  missed: { color: tokens.colorStatusDangerForeground1 },
});

/** A small labelled mark for each section: its number, a sign for its state, and all of it in words. */
export function SectionMarks({ sections }: { readonly sections: TrackerRow['sections'] }) {
  const styles = useStyles();
  return <Marks words={sections.map(({ title, mark }) => `${title}: ${SECTION_WORDS[mark]}`)} marks={sections.map(({ section, title, mark }, index) => (
    <span key={section} title={`${title}: ${SECTION_WORDS[mark]}`} className={mergeClasses(styles.section, styles[mark])}>{index + 1}{SECTION_SIGNS[mark]}</span>
  ))} />;
}

/** A dot for each of the last quarters, oldest first: a shape of its own for on time, late, nil and missed. */
export function PastMarks({ past }: { readonly past: TrackerRow['past'] }) {
  const styles = useStyles();
  const colours: Partial<Record<keyof typeof PAST, string>> = { 'on-time': styles['on-time'], nil: styles.nil, late: styles.late, missed: styles.missed };
  return <Marks words={past.map(({ name, mark }) => `${name}: ${PAST[mark].words}`)} marks={past.map(({ quarter, name, mark }) => (
    <span key={quarter} title={`${name}: ${PAST[mark].words}`} className={mergeClasses(styles.past, colours[mark])}>{PAST[mark].sign}</span>
  ))} />;
}

function Marks({ words, marks }: { readonly words: readonly string[]; readonly marks: ReactNode }) {
  const layout = useLayout();
  return (
    <span>
      <span className={useStyles().marks} aria-hidden="true">{marks}</span>
      <span className={layout.hidden}>{words.join('; ') || 'None'}</span>
    </span>
  );
}
