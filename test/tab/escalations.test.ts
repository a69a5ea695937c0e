import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });
beforeEach(() => api.reset());

describe('a chair who decides on a missing return', () => {
  it('reads the letter before it goes, in the confirmation that sends it', async () => {
    const page = await openPage(browser, api, '/escalations');
    await page.getByRole('button', { name: 'Escalate: Moor Hospitals NHS Trust' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Please reply by 6 November 2026.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Send the letter' }).click();
    await page.getByText('Done.').waitFor();
    expect(api.asked.findLast(({ route }) => route === 'decideEscalation')?.body).toEqual({ decision: 'escalate', stage: 'senior-officer' });
    await page.context().close();
  });

  it('waits until a day, with a reason', async () => {
    const page = await openPage(browser, api, '/escalations');
    await page.getByRole('button', { name: 'Wait: Moor Hospitals NHS Trust' }).click();
    await page.getByLabel('Wait until').fill('2026-11-02');
    await page.getByLabel('Reason').fill('The trust moves offices.');
    await page.getByRole('button', { name: 'Wait until then' }).click();
    await page.getByText('Done.').waitFor();
    expect(api.asked.findLast(({ route }) => route === 'decideEscalation')?.body).toEqual({ decision: 'wait', until: '2026-11-02', reason: 'The trust moves offices.', stage: 'senior-officer' });
    await page.context().close();
  });

  it('unfolds the evidence and who was told', async () => {
    const page = await openPage(browser, api, '/escalations');
    await page.getByText('What prompted it (2)').click();
    expect(await page.getByText('Asked on 1 October 2026').isVisible()).toBe(true);
    await page.getByText('Who was told (1)').click();
    expect(await page.getByText('Chair, channel: sent').isVisible()).toBe(true);
    await page.context().close();
  });
});
