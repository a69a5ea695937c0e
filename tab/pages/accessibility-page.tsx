import { makeStyles } from '@fluentui/react-components';
import { useLayout } from '../components/layout.ts';
import { PageFrame } from '../components/page-frame.tsx';
import { BoardOffice } from '../components/states.tsx';

const useStyles = makeStyles({ text: { maxWidth: '44rem' } });

/** The accessibility statement that the Public Sector Bodies Accessibility Regulations 2018 ask for. */
export default function AccessibilityPage() {
  const layout = useLayout();
  return (
    <PageFrame name="Accessibility" heading="This app is made to be usable by everybody">
      <div className={`${layout.loose} ${useStyles().text}`}>
        <p>This statement is about the Partnership assurance app in Microsoft Teams: its pages, its forms and the documents that can be downloaded from it. It does not cover Microsoft Teams itself.</p>
        <section>
          <h2 className={layout.h2}>How it can be used</h2>
          <ul>
            <li>With the keyboard alone. The action log also has keys of its own, which work only while its table has the focus.</li>
            <li>With a screen reader: every page has one heading that says what matters, and saving is announced.</li>
            <li>On a small screen or enlarged to 400 %, without scrolling in two directions.</li>
            <li>In the light, dark and high contrast themes of Teams.</li>
            <li>Without seeing colours: every state is a word and a shape as well.</li>
            <li>On paper: the reading view of a return can be printed or downloaded as Word.</li>
          </ul>
        </section>
        <section>
          <h2 className={layout.h2}>Compliance status</h2>
          <p>The app is designed to meet the Web Content Accessibility Guidelines version 2.2 at level AA. Each page is checked automatically in all three themes at 320 and 1,280 pixels. It has not yet been audited by an independent body or tested by people who rely on assistive technology, so this statement claims no more than that.</p>
        </section>
        <section>
          <h2 className={layout.h2}>Tell us about a problem</h2>
          <p>If something is hard to use, or you need it in another format, contact <BoardOffice />. You can always answer a return in another way: by e-mail, or the board office can enter it on your behalf.</p>
        </section>
        <section>
          <h2 className={layout.h2}>Enforcement</h2>
          <p>The Equality and Human Rights Commission enforces the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018. If you are not happy with our answer, contact the Equality Advisory and Support Service.</p>
        </section>
      </div>
    </PageFrame>
  );
}
