import { Button, Link, ToggleButton, makeStyles } from '@fluentui/react-components';
import type { KeyboardEvent } from 'react';
import type { ActionLog, ActionRow } from '../../src/assurance/action-log/action-log-model.ts';
import { useAsk } from '../components/ask-dialog.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { useLayout } from '../components/layout.ts';
import { NARROW, useMedia } from '../components/media.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { Rating } from '../components/rating.tsx';
import { EmptyState } from '../components/states.tsx';
import { dateWords } from '../london-time.ts';
import { useQuery } from '../router.tsx';
import { useLoaded, useServices } from '../services.ts';
import { asksOf, newAction } from './action-asks.ts';
import { ActionPanel } from './action-panel.tsx';

const OPENER = 'data-opens-action';

const useStyles = makeStyles({ reference: { whiteSpace: 'nowrap', minHeight: '1.5rem' } });

/** What was agreed, who does it by when, and whether it is done and proven. */
export default function ActionLogPage() {
  const layout = useLayout();
  const styles = useStyles();
  const { api, me } = useServices();
  const [query, changeQuery] = useQuery();
  const { loaded, reload } = useLoaded('actionLog', {});
  const { ask, dialog } = useAsk();
  const narrow = useMedia(NARROW);
  const chosen = query.get('show') ?? '';
  const done = () => void reload();
  const open = (key: string | undefined) => changeQuery({ open: key });

  const filters: readonly { key: string; name: string; count: (log: ActionLog) => number; holds: (row: ActionRow) => boolean }[] = [
    { key: 'overdue', name: 'Overdue', count: (log) => log.counts.overdue, holds: (row) => row.overdue },
    { key: 'mine', name: 'Mine', count: (log) => log.counts.mine, holds: (row) => row.owner === me?.person },
    { key: 'to-verify', name: 'To verify', count: (log) => log.counts.toVerify, holds: (row) => row.status === 'complete' },
  ];
  const filter = filters.find(({ key }) => key === chosen);
  const columns: readonly Column<ActionRow>[] = [
    { key: 'reference', name: 'Reference', text: (row) => row.key, show: (row) => <Link as="button" className={styles.reference} {...{ [OPENER]: row.key }} onClick={() => open(row.key)} aria-label={`Open action ${row.key}`}>{row.key}</Link> },
    { key: 'action', name: 'Action', text: (row) => row.action },
    { key: 'owner', name: 'Owner', text: (row) => `${row.ownerName}, ${row.agencyName}` },
    { key: 'due', name: 'Due', text: (row) => `${dateWords(row.dueOn)}${row.timesMoved > 0 ? `, moved ${row.timesMoved === 1 ? 'once' : `${row.timesMoved} times`}` : ''}`, sortBy: (row) => row.dueOn },
    { key: 'state', name: 'State', text: (row) => row.state, show: (row) => <Rating value={row.rating} words={row.state} /> },
    { key: 'source', name: 'Source', text: (row) => row.source },
    { key: 'note', name: 'Last note', text: (row) => row.lastNote ?? '' },
  ];

  /** j and k move between actions, Enter opens one (the button does that by itself), e says something about it. */
  function onKeyDown(event: KeyboardEvent, rows: readonly ActionRow[]): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    const openers = [...event.currentTarget.querySelectorAll<HTMLElement>(`[${OPENER}]`)];
    const at = openers.findIndex((opener) => opener === document.activeElement);
    if (event.key === 'j') openers[Math.min(at + 1, openers.length - 1)]?.focus();
    else if (event.key === 'k') openers[Math.max(at - 1, 0)]?.focus();
    else if (event.key === 'e' && at >= 0) {
      const row = rows.find(({ key }) => key === openers[at]?.getAttribute(OPENER));
      const update = row === undefined ? undefined : asksOf(row, api)[0];
      if (update) ask({ ...update.asked, done });
    } else return;
    event.preventDefault();
  }

  return (
    <LoadedPage name="Action log" loaded={loaded} reload={done} heading={({ heading }) => heading} shape="table"
      actions={(log) => (log.canAdd ? <Button appearance="primary" onClick={() => ask({ ...newAction(log, api), done })}>Add an action</Button> : null)}>
      {(log) => {
        const selected = log.rows.find(({ key }) => key === query.get('open'));
        return (
          <>
            <div className={layout.filters} role="group" aria-label="Quick filters">
              {filters.map(({ key, name, count }) => <ToggleButton key={key} checked={chosen === key} onClick={() => changeQuery({ show: chosen === key ? undefined : key })}>{name} ({count(log)})</ToggleButton>)}
              {narrow ? null : <span className={layout.small}>In the table: j next, k previous, Enter open, e update</span>}
            </div>
            <DataTable caption="Actions" fileName="action-log.csv" columns={columns} rows={filter === undefined ? log.rows : log.rows.filter(filter.holds)} keyOf={(row) => row.key} onKeyDown={(event) => onKeyDown(event, log.rows)}
              empty={<EmptyState why={log.rows.length === 0 ? 'No action has been agreed yet.' : 'No action matches the filter and the search.'} next={log.rows.length === 0 ? 'Actions are added by the chair or the board office, usually in a meeting.' : 'Take the filter off, or search for something else.'} />} />
            {selected === undefined ? null : <ActionPanel action={selected} close={() => open(undefined)} ask={(asked) => ask({ ...asked, done })} />}
            {dialog}
          </>
        );
      }}
    </LoadedPage>
  );
}
