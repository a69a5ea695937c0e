import { Label, makeStyles, Radio, RadioGroup, Text, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { Host } from '../host.ts';
import { PAGES } from '../pages.tsx';

/** What a channel's tab may show: pages that are the same for everybody there. A desk is one's own. */
const OFFERED = PAGES.filter(({ key }) => key === 'returns' || key === 'escalations' || key === 'calendar' || key === 'action-log');

const useStyles = makeStyles({ page: { padding: tokens.spacingHorizontalXL, display: 'grid', rowGap: tokens.spacingVerticalM } });

/** Shown by Teams while somebody adds the tab to a channel or a chat: which page it opens with. Teams' own button saves it. */
export default function ConfigurePage({ offerTab }: { readonly offerTab: NonNullable<Host['offerTab']> }) {
  const styles = useStyles();
  const [path, setPath] = useState(OFFERED[0]?.path ?? '');
  useEffect(() => {
    const chosen = OFFERED.find((page) => page.path === path);
    if (chosen) offerTab({ path: chosen.path, name: chosen.name });
  }, [offerTab, path]);
  return (
    <main className={styles.page}>
      <Text as="h1" size={500} weight="semibold">Which page does this tab open with?</Text>
      <Text>Everybody sees only what their own role allows.</Text>
      <Label id="opens-with">The tab opens with</Label>
      <RadioGroup aria-labelledby="opens-with" value={path} onChange={(_event, { value }) => setPath(value)}>
        {OFFERED.map((page) => <Radio key={page.key} value={page.path} label={page.name} />)}
      </RadioGroup>
    </main>
  );
}
