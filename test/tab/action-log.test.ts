import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });
beforeEach(() => api.reset());

describe('the action log', () => {
  it('is walked with j and k, opened with Enter and updated with e', async () => {
    const page = await openPage(browser, api, '/action-log');
    const first = page.getByRole('button', { name: 'Open action 2026-14' });
    await first.focus();
    await page.keyboard.press('j');
    expect(await page.locator(':focus').textContent()).toBe('2026-20');
    await page.keyboard.press('k');
    expect(await page.locator(':focus').textContent()).toBe('2026-14');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Action 2026-14' }).waitFor();
    expect(new URL(page.url()).searchParams.get('open')).toBe('2026-14');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent === '2026-14');
    await page.keyboard.press('e');
    await page.getByLabel('How it stands').fill('Legal has agreed');
    await page.getByRole('button', { name: 'Save the note' }).click();
    await page.getByText('Done.').waitFor();
    expect(api.asked.findLast(({ route }) => route === 'changeAction')?.body).toEqual({ change: 'progress', note: 'Legal has agreed' });
    await page.context().close();
  });

  it('leaves j, k and e alone where somebody types', async () => {
    const page = await openPage(browser, api, '/action-log');
    await page.getByRole('searchbox').pressSequentially('desk jk');
    expect(await page.getByRole('searchbox').inputValue()).toBe('desk jk');
    await page.context().close();
  });

  it.each([['Overdue (1)', '2026-14', 'overdue'], ['Mine (1)', '2026-14', 'mine'], ['To verify (1)', '2026-11', 'to-verify']])('keeps the quick filter %s in its address', async (filter, reference, show) => {
    const page = await openPage(browser, api, '/action-log');
    await page.getByRole('button', { name: filter }).click();
    await page.getByText('1 in the list').waitFor();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual([reference]);
    expect(new URL(page.url()).searchParams.get('show')).toBe(show);
    await page.context().close();
  });

  it('is searched and sorted, and the address shows the same list to somebody else', async () => {
    const page = await openPage(browser, api, '/action-log?search=the&sort=due.down');
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['2026-20', '2026-14', '2026-11']);
    await page.getByRole('button', { name: 'Due', exact: true }).click();
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['2026-11', '2026-14', '2026-20']);
    await page.context().close();
  });

  it('completes an action only with evidence', async () => {
    const page = await openPage(browser, api, '/action-log?open=2026-14');
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('button', { name: 'Mark as complete' }).click();
    await page.getByRole('link', { name: 'Enter the evidence that it is done' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('Evidence that it is done').fill('Intranet page 42');
    await page.getByRole('button', { name: 'Mark as complete' }).click();
    await page.getByText('Done.').waitFor();
    expect(api.asked.findLast(({ route }) => route === 'changeAction')?.body).toEqual({ change: 'complete', evidence: 'Intranet page 42' });
    await page.context().close();
  });

  it('says what the server refuses and keeps what was entered', async () => {
    api.answerInstead('addAction', { status: 409, body: { reason: 'rejected', message: 'The owner has left. Choose somebody else.' } });
    const page = await openPage(browser, api, '/action-log');
    await page.getByRole('button', { name: 'Add an action' }).click();
    await page.getByLabel('Action', { exact: true }).fill('Write to schools');
    await page.getByLabel('How we will know it is done').fill('Letter sent');
    await page.getByLabel('Owner').selectOption('police-rep');
    await page.getByLabel('Group').selectOption('aag');
    await page.getByLabel('Due', { exact: true }).fill('2026-12-01');
    await page.getByRole('button', { name: 'Add the action' }).click();
    await page.getByText('The owner has left. Choose somebody else.').waitFor();
    expect(await page.getByLabel('Action', { exact: true }).inputValue()).toBe('Write to schools');
    await page.context().close();
  });
});
