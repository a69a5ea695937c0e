import { Button, makeStyles, mergeClasses, shorthands, tokens, typographyStyles } from '@fluentui/react-components';
import type { CalendarPage, CalendarPageEvent } from '../../src/assurance/calendar/calendar-page-model.ts';
import { useLayout } from '../components/layout.ts';
import { dateWords } from '../london-time.ts';
import { LANES, whenWords } from './calendar-words.ts';

const useStyles = makeStyles({
  table: { borderCollapse: 'collapse', tableLayout: 'fixed', width: '100%' },
  head: { ...typographyStyles.subtitle2, textAlign: 'start', padding: tokens.spacingHorizontalS, borderBottom: `2px solid ${tokens.colorNeutralStroke1}` },
  month: { ...typographyStyles.body1Strong, width: '8rem', textAlign: 'start', verticalAlign: 'top', padding: tokens.spacingHorizontalS, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  cell: { verticalAlign: 'top', padding: tokens.spacingHorizontalXS, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, borderLeft: `1px solid ${tokens.colorNeutralStroke2}` },
  list: { rowGap: tokens.spacingVerticalXS },
  event: { display: 'block', width: '100%', textAlign: 'start', fontWeight: tokens.fontWeightRegular, paddingInline: tokens.spacingHorizontalS },
  tentative: { ...shorthands.borderStyle('dashed') },
  past: { color: tokens.colorNeutralForeground2 },
  today: { padding: `0 ${tokens.spacingHorizontalS}`, borderTop: `2px solid ${tokens.colorBrandStroke1}`, color: tokens.colorBrandForeground1, ...typographyStyles.caption1Strong, textAlign: 'start' },
});

/** The board year with its months down and its three lanes across; a line stands at today. */
export function CalendarLanes({ calendar, events, open }: { readonly calendar: CalendarPage; readonly events: readonly CalendarPageEvent[]; readonly open: (key: string) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const now = calendar.today.slice(0, 7);
  return (
    <table className={styles.table}>
      <caption className={layout.hidden}>Events by month and lane</caption>
      <thead><tr><th scope="col" className={styles.head} style={{ width: '8rem' }}>Month</th>{LANES.map(({ key, name }) => <th key={key} scope="col" className={styles.head}>{name}</th>)}</tr></thead>
      <tbody>
        {calendar.months.flatMap(({ month, name }) => [
          ...(month === now ? [<tr key="today"><td colSpan={4} className={styles.today}>Today, {dateWords(calendar.today)}</td></tr>] : []),
          <tr key={month}>
            <th scope="row" className={styles.month}>{name}</th>
            {LANES.map((lane) => (
              <td key={lane.key} className={styles.cell}>
                <ul className={mergeClasses(layout.list, styles.list)}>
                  {events.filter((event) => event.lane === lane.key && event.startsOn.slice(0, 7) <= month && month <= event.endsOn.slice(0, 7)).map((event) => (
                    <li key={event.key}>
                      <Button size="small" className={mergeClasses(styles.event, event.tentative && styles.tentative, event.state === 'past' && styles.past)} onClick={() => open(event.key)}>
                        {event.title}<span className={layout.small}>, {event.startsOn.slice(0, 7) < month ? `goes on until ${dateWords(event.endsOn)}` : whenWords(event)}</span>
                      </Button>
                    </li>
                  ))}
                </ul>
              </td>
            ))}
          </tr>,
        ])}
      </tbody>
    </table>
  );
}
