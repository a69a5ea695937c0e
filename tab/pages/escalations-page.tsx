import { useEffect } from 'react';
import { useAsk } from '../components/ask-dialog.tsx';
import { useLayout } from '../components/layout.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { EmptyState } from '../components/states.tsx';
import { useQuery } from '../router.tsx';
import { useLoaded } from '../services.ts';
import { EscalationCard } from './escalation-card.tsx';

/** The concerns that wait for the chair, those under way, and those that are closed. */
export default function EscalationsPage() {
  const layout = useLayout();
  const [query] = useQuery();
  const open = query.get('open');
  const { loaded, reload } = useLoaded('escalations', {});
  const { ask, dialog } = useAsk();
  const there = loaded.state === 'loaded';
  useEffect(() => {
    if (there && open !== null) document.getElementById(`concern-${open}`)?.focus();
  }, [there, open]);
  const done = () => void reload();

  return (
    <LoadedPage name="Escalations" loaded={loaded} reload={done} heading={({ heading }) => heading} shape="list">
      {(page) => (
        <div className={layout.loose}>
          {page.open.length === 0 ? <EmptyState why="No concern is open: every return has come, is not yet long overdue, or was excused." next="The product proposes an escalation when a return has been overdue for as long as the partnership agreed. The chair decides." /> : null}
          {page.open.map((concern) => <EscalationCard key={concern.key} concern={concern} ask={ask} done={done} />)}
          {page.closed.length === 0 ? null : (
            <details open={page.closed.some(({ key }) => key === open)}>
              <summary>{page.closed.length === 1 ? 'One closed concern' : `${page.closed.length} closed concerns`}</summary>
              <div className={layout.loose}>{page.closed.map((concern) => <EscalationCard key={concern.key} concern={concern} ask={ask} done={done} />)}</div>
            </details>
          )}
          {dialog}
        </div>
      )}
    </LoadedPage>
  );
}
