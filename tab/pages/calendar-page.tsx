import { Button, Field, Select, makeStyles } from '@fluentui/react-components';
import type { CalendarPage, CalendarPageEvent } from '../../src/assurance/calendar/calendar-page-model.ts';
import { day } from '../../src/assurance/time/day.ts';
import { useAsk } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { MEDIUM, useMedia } from '../components/media.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { SidePanel } from '../components/side-panel.tsx';
import { EmptyState } from '../components/states.tsx';
import { useQuery } from '../router.tsx';
import { useLoaded, useServices } from '../services.ts';
import { CalendarAgenda } from './calendar-agenda.tsx';
import { CalendarLanes } from './calendar-lanes.tsx';
import { LANES, whenWords } from './calendar-words.ts';

const useStyles = makeStyles({ details: { '& dt': { fontWeight: 600 }, '& dd': { margin: '0 0 0.75rem' } } });

/** The board year: what happens when in each lane, what it depends on and who owes what. */
export default function CalendarYearPage() {
  const layout = useLayout();
  const styles = useStyles();
  const { api } = useServices();
  const [query, changeQuery] = useQuery();
  const year = query.get('year') ?? undefined;
  const { loaded, reload } = useLoaded('calendar', { query: year === undefined ? {} : { boardYear: year } });
  const { ask, dialog } = useAsk();
  const narrow = useMedia(MEDIUM);
  const asList = narrow || query.get('view') === 'list';
  const open = (key: string | undefined) => changeQuery({ open: key });

  function confirm(event: CalendarPageEvent): void {
    ask({
      title: `Dates of ${event.title}`, intro: 'Whoever owes something for it is told when the dates change.', confirm: 'Save the dates',
      fields: [
        { name: 'startsOn', label: 'First day', kind: 'day', start: event.startsOn, missing: 'Enter the first day' },
        { name: 'endsOn', label: 'Last day', kind: 'day', start: event.endsOn, missing: 'Enter the last day' },
        { name: 'certainty', label: 'Are the dates certain?', kind: 'choice', start: event.tentative ? 'tentative' : 'confirmed', choices: [{ key: 'confirmed', name: 'Confirmed' }, { key: 'tentative', name: 'Still tentative' }], missing: 'Choose whether the dates are certain' },
      ],
      send: ({ startsOn = '', endsOn = '', certainty }) => api.call('confirmEvent', { params: { key: event.key }, body: { startsOn: day(startsOn), endsOn: day(endsOn), tentative: certainty === 'tentative' } }),
      done: () => void reload(),
    });
  }

  return (
    <LoadedPage name="Calendar" loaded={loaded} reload={() => void reload()} heading={({ heading }) => heading} shape="table">
      {(calendar) => {
        const lane = query.get('lane') ?? '';
        const events = calendar.events.filter((event) => lane === '' || event.lane === lane);
        const selected = calendar.events.find(({ key }) => key === query.get('open'));
        return (
          <>
            <div className={layout.filters}>
              <Field label="Board year">
                <Select value={String(calendar.boardYear)} onChange={(_, { value }) => changeQuery({ year: value })}>
                  {calendar.boardYears.map(({ boardYear, name }) => <option key={boardYear} value={boardYear}>{name}</option>)}
                </Select>
              </Field>
              <Field label="Lane">
                <Select value={lane} onChange={(_, { value }) => changeQuery({ lane: value })}>
                  <option value="">All lanes</option>
                  {LANES.map(({ key, name }) => <option key={key} value={key}>{name}</option>)}
                </Select>
              </Field>
              {narrow ? null : <Button onClick={() => changeQuery({ view: asList ? undefined : 'list' })}>{asList ? 'Show as lanes' : 'Show as a list'}</Button>}
            </div>
            {events.length === 0 ? <EmptyState why="Nothing is planned here." next="Choose another board year or lane. The board office adds events from the partnership's template." />
              : asList ? <CalendarAgenda calendar={calendar} events={events} open={open} /> : <CalendarLanes calendar={calendar} events={events} open={open} />}
            {selected === undefined ? null : (
              <SidePanel title={selected.title} close={() => open(undefined)}>
                <EventDetails event={selected} open={open} styleName={styles.details} />
                {calendar.canManage ? <p><Button appearance="primary" onClick={() => confirm(selected)}>{selected.tentative ? 'Confirm the dates' : 'Change the dates'}</Button></p> : null}
              </SidePanel>
            )}
            {dialog}
          </>
        );
      }}
    </LoadedPage>
  );
}

function EventDetails({ event, open, styleName }: { readonly event: CalendarPage['events'][number]; readonly open: (key: string) => void; readonly styleName: string }) {
  const links = (others: CalendarPageEvent['dependsOn']) => others.map(({ key, title }) => <div key={key}><Button size="small" onClick={() => open(key)}>{title}</Button></div>);
  return (
    <dl className={styleName}>
      <dt>When</dt><dd>{whenWords(event)}</dd>
      <dt>Lane</dt><dd>{LANES.find(({ key }) => key === event.lane)?.name}</dd>
      {event.groupName === undefined ? null : <><dt>Group</dt><dd>{event.groupName}</dd></>}
      <dt>About</dt><dd>{event.description}</dd>
      <dt>Who owes something</dt><dd>{event.owedBy}</dd>
      {event.dependsOn.length === 0 ? null : <><dt>Depends on</dt><dd>{links(event.dependsOn)}</dd></>}
      {event.leadsTo.length === 0 ? null : <><dt>Leads to</dt><dd>{links(event.leadsTo)}</dd></>}
    </dl>
  );
}
