import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useState } from 'react';
import type { DeskItem } from '../../src/assurance/desk/my-desk-model.ts';
import { useLayout } from '../components/layout.ts';
import { LoadedPage } from '../components/page-frame.tsx';
import { EmptyState } from '../components/states.tsx';
import { linkTo } from '../router.tsx';
import { useLoaded } from '../services.ts';

const DeskWayOut = lazy(() => import('./desk-way-out.tsx'));

const GROUPS = [['overdue', 'Overdue'], ['thisWeek', 'This week'], ['later', 'Later'], ['waitingForOthers', 'Waiting for others']] as const;

const useStyles = makeStyles({
  item: {
    display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS,
    paddingBlock: tokens.spacingVerticalM, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { flex: '1 1 20rem', minWidth: 0, overflowWrap: 'anywhere' },
});

/** What do I owe, by when, and what waits for me? */
export function MyDeskPage() {
  const layout = useLayout();
  const { loaded, reload } = useLoaded('myDesk', {});
  const [wayOut, setWayOut] = useState<DeskItem | undefined>();
  return (
    <LoadedPage name="My desk" loaded={loaded} reload={() => void reload()} heading={({ heading }) => heading} shape="list">
      {(desk) => (
        <div className={layout.loose}>
          {GROUPS.filter(([group]) => desk[group].length > 0).map(([group, name]) => (
            <section key={group} aria-labelledby={`desk-${group}`}>
              <h2 id={`desk-${group}`} className={layout.h2}>{name}</h2>
              <ul className={layout.list}>{desk[group].map((item) => <Line key={item.id} item={item} wayOut={setWayOut} />)}</ul>
            </section>
          ))}
          {GROUPS.every(([group]) => desk[group].length === 0) ? <EmptyState why="Nothing is waiting for you, and you are not waiting for anybody." next={desk.next} /> : null}
          {desk.next !== undefined && GROUPS.some(([group]) => desk[group].length > 0) ? <p className={layout.quiet}>{desk.next}</p> : null}
          {wayOut === undefined ? null : <Suspense><DeskWayOut item={wayOut} close={() => setWayOut(undefined)} done={() => void reload()} /></Suspense>}
        </div>
      )}
    </LoadedPage>
  );
}

function Line({ item, wayOut }: { readonly item: DeskItem; readonly wayOut: (item: DeskItem) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  const { main, quiet } = item;
  return (
    <li className={styles.item}>
      <div className={styles.words}>
        <div>{item.sentence}</div>
        {item.detail === undefined ? null : <div className={layout.small}>{item.detail}</div>}
      </div>
      <div className={layout.row}>
        {main === undefined ? null : <Button as="a" appearance="primary" {...linkTo(main.href)} aria-label={`${main.label}: ${item.sentence}`}>{main.label}</Button>}
        {quiet === undefined ? null : <Button appearance="subtle" onClick={() => wayOut(item)} aria-label={`${quiet.label}: ${item.sentence}`}>{quiet.label}</Button>}
      </div>
    </li>
  );
}
