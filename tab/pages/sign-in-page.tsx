import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { LocalPeople } from '../../src/api-contract/local-sign-in.ts';
import { useLayout } from '../components/layout.ts';
import { PageFrame } from '../components/page-frame.tsx';

const useStyles = makeStyles({
  page: { maxWidth: '44rem', marginInline: 'auto', padding: tokens.spacingHorizontalXXL },
  person: { justifyContent: 'flex-start', textAlign: 'start', width: '100%' },
  people: { rowGap: tokens.spacingVerticalS },
});

/** Outside Teams: choose whom to be, where the server is a local one; anywhere else, the way to Teams. */
export default function SignInPage({ people, choose }: { readonly people: LocalPeople | undefined; readonly choose: (person: string) => void }) {
  const styles = useStyles();
  const layout = useLayout();
  return (
    <main className={styles.page}>
      {people === undefined ? (
        <PageFrame name="Sign in" heading="Open this page in Microsoft Teams">
          <p>You are signed in through Teams. In Teams, choose Apps and look for Partnership assurance, or ask your board office for a link.</p>
        </PageFrame>
      ) : (
        <PageFrame name="Sign in" heading="Choose who you are">
          <p>This is a local environment with invented people. Everybody sees what their role allows.</p>
          <ul className={`${layout.list} ${styles.people}`}>
            {people.map(({ key, name, words }) => (
              <li key={key}><Button className={styles.person} onClick={() => choose(key)}><span><strong>{name}</strong><br /><span className={layout.small}>{words}</span></span></Button></li>
            ))}
          </ul>
        </PageFrame>
      )}
    </main>
  );
}
