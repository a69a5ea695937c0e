import { Button, Field, Select, makeStyles, tokens } from '@fluentui/react-components';
import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import type { ReturnsTracker, TrackerRow } from '../../src/assurance/returns/returns-tracker-model.ts';
import type { Quarter } from '../../src/assurance/time/quarter.ts';
import { useAsk, type Ask } from '../components/ask-dialog.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { useLayout } from '../components/layout.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { Rating } from '../components/rating.tsx';
import { EmptyState } from '../components/states.tsx';
import { dateWords, momentInLondon } from '../london-time.ts';
import { linkTo, PageLink, useQuery } from '../router.tsx';
import { useLoaded, useServices, type Services } from '../services.ts';
import { PastMarks, SectionMarks } from './return-marks.tsx';

const FILTERS = {
  missing: { name: 'Not submitted', holds: (row: TrackerRow) => ['not-due', 'overdue', 'missed'].includes(row.timeliness) },
  late: { name: 'Overdue or late', holds: (row: TrackerRow) => ['overdue', 'late', 'missed'].includes(row.timeliness) },
  queried: { name: 'With queries', holds: (row: TrackerRow) => row.status === 'queried' },
  accepted: { name: 'Accepted', holds: (row: TrackerRow) => row.status === 'accepted' },
} as const;
type FilterKey = keyof typeof FILTERS;
const isFilter = (key: string): key is FilterKey => key in FILTERS;

const useStyles = makeStyles({
  actions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, '@media print': { display: 'none' } },
  scoreboard: { marginBlockStart: tokens.spacingVerticalXXL },
});

/** Who has answered this quarter and who has not, exceptions first. */
export default function ReturnsTrackerPage() {
  const layout = useLayout();
  const { api } = useServices();
  const [query, changeQuery] = useQuery();
  const quarter = query.get('quarter') ?? undefined;
  const { loaded, reload } = useLoaded('returnsTracker', { query: quarter === undefined ? {} : { quarter: quarter as Quarter } });
  const { ask, dialog } = useAsk();
  const chosen = query.get('show') ?? '';
  const actions = (row: TrackerRow) => <RowActions row={row} ask={(asked) => ask({ ...asked, done: () => void reload() })} api={api} />;

  return (
    <LoadedPage name="Returns" loaded={loaded} reload={() => void reload()} heading={({ heading }) => heading} shape="table">
      {(tracker) => (
        <>
          <p className={layout.quiet}>{tracker.quarterName}, {tracker.period}. Due on {dateWords(tracker.dueOn)}; it can be changed until {dateWords(tracker.locksOn)}.</p>
          <div className={layout.filters}>
            <Field label="Quarter">
              <Select value={tracker.quarter} onChange={(_, { value }) => changeQuery({ quarter: value })}>
                {tracker.quarters.map((each) => <option key={each.quarter} value={each.quarter}>{each.name}</option>)}
              </Select>
            </Field>
            <Field label="Show">
              <Select value={chosen} onChange={(_, { value }) => changeQuery({ show: value })}>
                <option value="">All agencies</option>
                {Object.entries(FILTERS).map(([key, { name }]) => <option key={key} value={key}>{name}</option>)}
              </Select>
            </Field>
          </div>
          <DataTable caption={`Returns for ${tracker.quarterName}`} fileName={`returns-${tracker.quarter}.csv`}
            columns={[...COLUMNS, { key: 'actions', name: 'What you can do', text: () => '', show: actions, actions: true }]}
            rows={isFilter(chosen) ? tracker.rows.filter(FILTERS[chosen].holds) : tracker.rows} keyOf={(row) => row.returnKey}
            empty={<EmptyState why={tracker.rows.length === 0 ? 'No agency owes a return for this quarter.' : 'No agency matches the filter and the search.'} next={tracker.rows.length === 0 ? 'The next round opens by itself on its date.' : 'Choose "All agencies" or search for something else.'} />} />
          <Scoreboard tracker={tracker} />
          {dialog}
        </>
      )}
    </LoadedPage>
  );
}

const COLUMNS: readonly Column<TrackerRow>[] = [
  { key: 'agency', name: 'Agency', text: (row) => row.agencyName, show: (row) => (row.can.read ? <PageLink to={pageAddress.returnReading(row.returnKey)}>{row.agencyName}</PageLink> : row.agencyName) },
  { key: 'state', name: 'State', text: (row) => row.state, show: (row) => <Rating value={row.rating} words={row.state} /> },
  { key: 'due', name: 'Due', text: (row) => dateWords(row.dueOn), sortBy: (row) => row.dueOn },
  { key: 'sections', name: 'Sections', text: (row) => `${row.sections.filter(({ mark }) => mark !== 'not-started').length} of ${row.sections.length}`, show: (row) => <SectionMarks sections={row.sections} /> },
  { key: 'figures', name: 'Figures', text: (row) => `${row.figures.given} of ${row.figures.owed}${row.figures.missing > 0 ? `, ${row.figures.missing} with a reason` : ''}`, sortBy: (row) => row.figures.given, numeric: true },
  { key: 'past', name: 'Last eight quarters', text: (row) => row.past.map(({ name, mark }) => `${name}: ${mark}`).join('; '), show: (row) => <PastMarks past={row.past} /> },
  { key: 'activity', name: 'Last activity', text: (row) => (row.lastActivityAt === undefined ? 'None yet' : momentInLondon(row.lastActivityAt)), sortBy: (row) => row.lastActivityAt ?? '' },
];

function RowActions({ row, ask, api }: { readonly row: TrackerRow; readonly ask: (ask: Ask) => void; readonly api: Services['api'] }) {
  const styles = useStyles();
  const { can, agencyName } = row;
  const asks: readonly (readonly [boolean, string, Ask])[] = [
    [can.remind, 'Remind', remind(row, api)], [can.excuse, 'Excuse', excuse(row, api)], [can.grantException, 'Extend the lock', extendLock(row, api)],
  ];
  return (
    <div className={styles.actions}>
      {can.fillIn ? <Button as="a" size="small" appearance="primary" {...linkTo(pageAddress.returnForm(row.returnKey))} aria-label={`Continue the return of ${agencyName}`}>Continue</Button> : null}
      {can.answerOnBehalf ? <Button as="a" size="small" {...linkTo(pageAddress.returnForm(row.returnKey, { onBehalf: true }))} aria-label={`Answer on behalf of ${agencyName}`}>On behalf</Button> : null}
      {asks.map(([allowed, label, asked]) => (allowed ? <Button key={label} size="small" onClick={() => ask(asked)} aria-label={`${label}: ${agencyName}`}>{label}</Button> : null))}
    </div>
  );
}

function remind(row: TrackerRow, api: Services['api']): Ask {
  return {
    title: `Remind ${row.agencyName}`, intro: `Its representative and deputy get a message now: the return is due on ${dateWords(row.dueOn)}.`, confirm: 'Send the reminder',
    send: () => api.call('remindNow', { params: { key: row.returnKey } }),
  };
}

function excuse(row: TrackerRow, api: Services['api']): Ask {
  return {
    title: `Excuse ${row.agencyName} from this quarter`, intro: 'The agency then owes no return for this quarter. It is shown as excused, with your reason, wherever returns are counted.', confirm: `Excuse ${row.agencyName}`,
    fields: [{ name: 'reason', label: 'Reason', kind: 'words', missing: 'Enter a reason' }],
    send: ({ reason = '' }) => api.call('excuseReturn', { params: { key: row.returnKey }, body: { reason } }),
  };
}

function extendLock(row: TrackerRow, api: Services['api']): Ask {
  return {
    title: `Let ${row.agencyName} submit after the lock`, intro: `The round locks on ${dateWords(row.lockedOn)}. The return still counts as late.`, confirm: 'Extend the lock',
    fields: [
      { name: 'until', label: 'Last day to submit', kind: 'day', missing: 'Enter the last day on which it may be submitted' },
      { name: 'reason', label: 'Reason', kind: 'words', missing: 'Enter a reason' },
    ],
    send: ({ until = '', reason = '' }) => api.call('grantException', { params: { key: row.returnKey }, body: { until, reason } }),
  };
}

function Scoreboard({ tracker }: { readonly tracker: ReturnsTracker }) {
  const styles = useStyles();
  const layout = useLayout();
  const share = (part: number, whole: number) => (whole === 0 ? 'none expected' : `${part} of ${whole} (${Math.round((part / whole) * 100)}%)`);
  type Row = ReturnsTracker['scoreboard'][number];
  const columns: readonly { name: string; show: (row: Row) => string }[] = [
    { name: 'Returned', show: (row) => share(row.returned, row.expected) },
    { name: 'On time', show: (row) => share(row.onTime, row.expected) },
    { name: 'Figures given', show: (row) => share(row.figuresGiven, row.figuresOwed) },
  ];
  return (
    <section className={styles.scoreboard} aria-labelledby="scoreboard">
      <h2 id="scoreboard" className={layout.h2}>Completeness and timeliness, last eight quarters</h2>
      <div className={layout.scroll}>
        <table className={layout.table}>
          <thead><tr><th scope="col">Quarter</th>{columns.map(({ name }) => <th key={name} scope="col" data-numeric>{name}</th>)}</tr></thead>
          <tbody>
            {tracker.scoreboard.map((row) => (
              <tr key={row.quarter}><th scope="row">{row.name}</th>{columns.map(({ name, show }) => <td key={name} data-numeric>{show(row)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
