import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, expectAccessibleEverywhere, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });

const PAGES = [
  ['my desk', '/my-desk', 'One thing is overdue and two are due this week'],
  ['the returns tracker', '/returns', '2 of 4 returns are missing, 1 is overdue'],
  ['a return as it is read', '/returns/2026-Q2.northmoor-council', 'One query is open: Northmoor Council, Quarter 2 of 2026 to 2027'],
  ['a section of the form', '/returns/2026-Q2.police/form?step=risks', '2 things to do by 16 October 2026: Moor Police, Quarter 2 of 2026 to 2027'],
  ['the figures of the form', '/returns/2026-Q2.police/form?step=figures.northmoor', '2 things to do by 16 October 2026: Moor Police, Quarter 2 of 2026 to 2027'],
  ['the reports of the form', '/returns/2026-Q2.police/form?step=reports', '2 things to do by 16 October 2026: Moor Police, Quarter 2 of 2026 to 2027'],
  ['the check of the form', '/returns/2026-Q2.police/form?step=check', '2 things to do by 16 October 2026: Moor Police, Quarter 2 of 2026 to 2027'],
  ['escalations', '/escalations', 'One concern waits for the chair'],
  ['the calendar', '/calendar', 'Next: returns are due on 16 October 2026'],
  ['the calendar as a list', '/calendar?view=list', 'Next: returns are due on 16 October 2026'],
  ['the action log', '/action-log', '1 of 3 open actions is overdue'],
  ['an action beside the log', '/action-log?open=2026-14', '1 of 3 open actions is overdue'],
  ['deliveries and problems', '/deliveries', 'One message could not be delivered'],
  ['import and export', '/exchange', '2 lists can be exported, 2 can be imported'],
  ['the accessibility statement', '/accessibility', 'This app is made to be usable by everybody'],
  ['an address that leads nowhere', '/nowhere', 'This page was not found'],
] as const;

describe('a page of the tab', () => {
  it.each(PAGES)('says the answer first and is accessible in every theme, wide and at 320 pixels: %s', async (_, path, heading) => {
    const page = await openPage(browser, api, path);
    expect(await page.locator('h1').textContent()).toBe(heading);
    await expectAccessibleEverywhere(page);
    await page.context().close();
  }, 120_000);

  it('is printed without navigation and buttons', async () => {
    const page = await openPage(browser, api, '/returns/2026-Q2.northmoor-council');
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Accept' }).isVisible()).toBe(false);
    expect(await page.getByText('Supervision notes improved.').isVisible()).toBe(true);
    await page.context().close();
  });
});

describe('somebody with a keyboard only', () => {
  it('skips the navigation, and finds the focus on the heading of the next page', async () => {
    const page = await openPage(browser, api, '/my-desk');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.locator(':focus').getAttribute('id')).toBe('content');
    await page.getByRole('link', { name: 'Calendar' }).press('Enter');
    await page.locator('h1:focus').filter({ hasText: 'Next: returns are due' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'One thing is overdue and two are due this week' }).waitFor();
    await page.context().close();
  });

  it('opens the menu on a small screen and leaves it with Escape', async () => {
    const page = await openPage(browser, api, '/my-desk', { width: 320 });
    const menu = page.getByRole('button', { name: 'Menu: My desk' });
    await menu.press('Enter');
    await page.getByRole('link', { name: 'Returns', exact: true }).waitFor();
    await expectAccessible(page);
    await menu.press('Escape');
    await page.getByRole('link', { name: 'Returns', exact: true }).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('asks for more time in a dialog that names what is missing, and comes back to where they were', async () => {
    const page = await openPage(browser, api, '/my-desk');
    const needMoreTime = page.getByRole('button', { name: /^Need more time/ });
    await needMoreTime.press('Enter');
    await page.getByRole('button', { name: 'Move the due date' }).press('Enter');
    await page.getByText('There is a problem').waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Enter why more time is needed' }).press('Enter');
    await page.keyboard.type('Legal has it');
    await page.getByLabel('New due date').fill('2026-11-02');
    await page.getByRole('button', { name: 'Move the due date' }).press('Enter');
    await page.getByText('Done.').waitFor();
    expect(api.asked.findLast(({ route }) => route === 'changeAction')?.body).toEqual({ change: 'move-due-date', dueOn: '2026-11-02', note: 'Legal has it' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Need more time');
    await page.context().close();
  });
});
