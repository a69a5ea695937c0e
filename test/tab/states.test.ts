import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });
beforeEach(() => api.reset());

describe('a page that has no answer to show', () => {
  it('shows the shape of what comes while it waits', async () => {
    api.answerInstead('myDesk', 'never');
    const page = await openPage(browser, api, '/my-desk', { waits: true });
    expect(await page.locator('h1').textContent()).toBe('My desk');
    expect(await page.getByLabel('Loading').isVisible()).toBe(true);
    await page.context().close();
  });

  it('says why it is empty and when the next thing comes', async () => {
    api.answers.myDesk = { heading: 'You owe nothing', overdue: [], thisWeek: [], later: [], waitingForOthers: [], next: 'Quarter 3 opens on 4 January 2027.' };
    const page = await openPage(browser, api, '/my-desk');
    expect(await page.getByText('Nothing is waiting for you').isVisible()).toBe(true);
    expect(await page.getByText('Quarter 3 opens on 4 January 2027.').isVisible()).toBe(true);
    await page.context().close();
  });

  it('says what failed and what is still true, and tries again', async () => {
    api.answerInstead('actionLog', { status: 500, body: { reason: 'failed', message: 'The register could not be read.' } });
    const page = await openPage(browser, api, '/action-log');
    expect(await page.locator('h1').textContent()).toBe('Action log could not be loaded');
    expect(await page.getByText('The register could not be read.').isVisible()).toBe(true);
    expect(await page.getByText('Nothing is lost').isVisible()).toBe(true);
    api.reset();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: '1 of 3 open actions is overdue' }).waitFor();
    await page.context().close();
  });

  it('says who can help where it is refused', async () => {
    api.answerInstead('deliveries', { status: 403, body: { reason: 'not-permitted', message: 'Only the board office sees deliveries.' } });
    const page = await openPage(browser, api, '/deliveries');
    expect(await page.locator('h1').textContent()).toBe('Deliveries and problems is not open to you');
    expect(await page.getByText('Only the board office sees deliveries.').isVisible()).toBe(true);
    expect(await page.getByRole('main').getByRole('link', { name: 'Moor board office' }).first().getAttribute('href')).toBe('mailto:office@example.org');
    await page.context().close();
  });

  it('says that a return was not found', async () => {
    api.answerInstead('returnReading', { status: 404, body: { reason: 'not-found', message: 'There is no such return.' } });
    const page = await openPage(browser, api, '/returns/2026-Q2.nobody');
    expect(await page.locator('h1').textContent()).toBe('Return was not found');
    expect(await page.getByText('There is no such return.').isVisible()).toBe(true);
    await page.context().close();
  });

  it('keeps what it shows when it cannot be renewed, and says that it may be old', async () => {
    const page = await openPage(browser, api, '/escalations');
    await api.isListenedTo();
    api.answerInstead('escalations', { status: 503, body: { reason: 'failed', message: 'The register is busy.' } });
    api.changed();
    await page.getByText('This page may be out of date.').waitFor();
    expect(await page.getByText('Moor Hospitals NHS Trust, Quarter 2').first().isVisible()).toBe(true);
    await expectAccessible(page);
    await page.context().close();
  });
});

describe('a page on screen while somebody else works', () => {
  it('shows what changed a moment later without being loaded anew', async () => {
    const page = await openPage(browser, api, '/returns');
    await api.isListenedTo();
    api.answers.returnsTracker.heading = '1 of 4 returns is missing';
    api.changed();
    await page.getByRole('heading', { level: 1, name: '1 of 4 returns is missing' }).waitFor();
    await page.context().close();
  });

  it('listens again after the stream of changes broke', async () => {
    const page = await openPage(browser, api, '/my-desk');
    await api.isListenedTo();
    api.breakStreams();
    api.answers.myDesk.heading = 'Two things are due';
    await page.getByRole('heading', { level: 1, name: 'Two things are due' }).waitFor();
    await page.context().close();
  });
});

describe('a plain browser', () => {
  it('lets one choose a person where there is local sign-in', async () => {
    const page = await openPage(browser, api, '/returns', { signedIn: false });
    expect(await page.locator('h1').textContent()).toBe('Choose who you are');
    await page.getByRole('button', { name: 'Police Rep' }).click();
    await page.getByRole('heading', { level: 1, name: '2 of 4 returns are missing, 1 is overdue' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '2 of 4 returns are missing, 1 is overdue' }).waitFor();
    await page.context().close();
  });

  it('points to Teams where there is none', async () => {
    api.withoutLocalSignIn();
    const page = await openPage(browser, api, '/my-desk', { signedIn: false });
    expect(await page.locator('h1').textContent()).toBe('Open this page in Microsoft Teams');
    await page.context().close();
  });
});
