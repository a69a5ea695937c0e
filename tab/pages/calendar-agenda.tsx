import { Button, makeStyles, mergeClasses, shorthands, tokens, typographyStyles } from '@fluentui/react-components';
import type { CalendarPage, CalendarPageEvent } from '../../src/assurance/calendar/calendar-page-model.ts';
import { useLayout } from '../components/layout.ts';
import { dateWords } from '../london-time.ts';
import { LANES, whenWords } from './calendar-words.ts';

const useStyles = makeStyles({
  list: { rowGap: tokens.spacingVerticalS },
  event: { width: '100%', justifyContent: 'flex-start', textAlign: 'start', fontWeight: tokens.fontWeightRegular },
  tentative: { ...shorthands.borderStyle('dashed') },
  today: { borderTop: `2px solid ${tokens.colorBrandStroke1}`, color: tokens.colorBrandForeground1, ...typographyStyles.caption1Strong },
});

/** The events one after the other by first day, under their months; for narrow screens, and for whoever prefers a list. */
export function CalendarAgenda({ calendar, events, open }: { readonly calendar: CalendarPage; readonly events: readonly CalendarPageEvent[]; readonly open: (key: string) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const inOrder = events.toSorted((a, b) => a.startsOn.localeCompare(b.startsOn));
  const now = calendar.today.slice(0, 7);
  const todayLine = <li key="today" className={styles.today}>Today, {dateWords(calendar.today)}</li>;
  return (
    <div className={layout.loose}>
      {calendar.months.map(({ month, name }) => {
        const inMonth = inOrder.filter((event) => event.startsOn.slice(0, 7) === month);
        if (inMonth.length === 0 && month !== now) return null;
        const coming = inMonth.findIndex((event) => event.startsOn >= calendar.today);
        const lines = inMonth.map((event) => (
          <li key={event.key}>
            <Button className={mergeClasses(styles.event, event.tentative && styles.tentative)} onClick={() => open(event.key)}>
              <span><strong>{event.title}</strong><br />{whenWords(event)}<span className={layout.small}> · {LANES.find(({ key }) => key === event.lane)?.name}</span></span>
            </Button>
          </li>
        ));
        if (month === now) lines.splice(coming === -1 ? lines.length : coming, 0, todayLine);
        return (
          <section key={month} aria-labelledby={`month-${month}`}>
            <h2 id={`month-${month}`} className={layout.h3}>{name}</h2>
            <ul className={mergeClasses(layout.list, styles.list)}>{lines}</ul>
          </section>
        );
      })}
    </div>
  );
}
