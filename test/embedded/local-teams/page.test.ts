import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems, launchBrowser } from '../../support/browser.ts';
import { anAdapter, botEndpoint } from './bot-on-loopback.ts';
import { buildPage, chair, meeting, nadia, type Running, startPretendTenant, tenantId } from './pretend-tenant.ts';
import { TinyBot } from './tiny-bot.ts';

jest.setTimeout(120_000);

describe('the page of Local Teams', () => {
  let browser: Browser;
  let running: Running;
  let pages: Awaited<ReturnType<typeof buildPage>>[];
  const opened: Page[] = [];
  let faults: string[];

  beforeAll(async () => {
    pages = [await buildPage('src/embedded/local-teams/page'), await buildPage('test/embedded/local-teams/tiny-tab')];
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(pages.map((page) => page.discard()));
  });

  beforeEach(async () => {
    faults = [];
    const adapter = anAdapter();
    const bot = new TinyBot(adapter, () => `${running.url}/tab/`);
    const folders = { '/local-teams': pages[0]?.folder ?? '', '/tab': pages[1]?.folder ?? '' };
    running = await startPretendTenant(botEndpoint(adapter, (context) => bot.run(context)), folders);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((page) => page.context().close()));
    await running.stop();
    expect(faults).toEqual([]);
  });

  it('lets one be a representative who asks for help, fills the card in and submits it', async () => {
    const page = await be('nadia');
    await say(page, 'help');
    const card = page.locator('.card').last();
    await card.getByRole('heading', { name: 'Quarter 2 return' }).waitFor();
    expect(await card.innerText()).toContain('Due 16 October 2026, for _Leicestershire_ <b>Police</b>');

    await card.getByRole('button', { name: 'Submit' }).click();
    await card.getByText('Write a headline').waitFor();
    await card.getByLabel('Headline').fill('Missing <em>episodes</em> rose');
    expect(await card.getByText('A number from 0').count()).toBe(0);
    await card.getByLabel('Missing episodes').fill('12');
    await card.getByLabel('Nothing to raise').check();
    await card.getByLabel('I attest this').check();
    await card.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Submitted: Missing <em>episodes</em> rose, 12, no, true').waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('ARTICLE');
  });

  it('keeps what is being typed into a card while other messages come', async () => {
    const page = await be('nadia');
    await say(page, 'help');
    await page.getByLabel('Headline').fill('Half a sen');
    running.localTeams.world.post(chatOfNadia(), { kind: 'bot' }, { text: 'By the way', summary: '', cards: [] });
    await page.getByText('By the way', { exact: true }).waitFor();
    await page.getByLabel('Theme').selectOption('dark');
    expect(await page.getByLabel('Headline').inputValue()).toBe('Half a sen');
  });

  it('says what a button gave back, or why it did not work', async () => {
    const page = await be('nadia');
    await say(page, 'help');
    await page.getByRole('button', { name: 'Remind me' }).click();
    await page.getByText('You will be reminded', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Not mine' }).click();
    await page.getByText('That did not work. This return belongs to somebody else.').waitFor();
  });

  it('shows the chair in another window at once what the bot posts to the channel', async () => {
    const theirs = await be('chair');
    const mine = await be('nadia', 'chat', theirs);
    expect(await mine.getByRole('button', { name: /Chair and board office/ }).count()).toBe(0);
    await theirs.getByRole('button', { name: /Chair and board office/ }).click();
    await say(mine, 'tell the chair');
    await theirs.getByRole('heading', { name: 'One return is missing' }).waitFor();
    expect(await theirs.locator('#announcer').innerText()).toBe('New message from Tiny bot: One return is missing');
    await mine.getByText('The chair was told', { exact: true }).waitFor();
  });

  it('refreshes a card by itself for the person it names, and for nobody else', async () => {
    const mine = await be('nadia');
    await mine.getByRole('button', { name: /Board meeting/ }).click();
    await mine.getByLabel('Mention Tiny bot').waitFor();
    const theirs = await be('chair');
    await theirs.getByRole('button', { name: /Board meeting/ }).click();
    await theirs.getByLabel('Mention Tiny bot').waitFor();
    await say(mine, 'mine');
    await mine.getByText('This waits for you, Nadia').waitFor();
    await theirs.getByText('Something waits for somebody').waitFor();
  });

  it('hosts the tab as Teams does: initialize, context, token, settings and theme', async () => {
    const page = await be('nadia', 'both');
    const tab = page.frameLocator('#tab');
    await tab.getByText('token-of-nadia').waitFor();
    expect(await seenIn(page)).toMatchObject({
      frame: 'content',
      person: `Nadia Okafor ${nadia.aadObjectId} ${tenantId}`,
      theme: 'default',
      settings: 'returns',
    });
    await page.getByLabel('Theme').selectOption('contrast');
    await tab.getByText('contrast').waitFor();
  });

  it('opens a dialog that the tab asks for and hands its answer back', async () => {
    const page = await be('nadia', 'both');
    await page.frameLocator('#tab').getByText('token-of-nadia').waitFor();
    await page.frameLocator('#tab').getByRole('button', { name: 'Open a dialog' }).click();
    const dialog = page.getByRole('dialog', { name: 'A longer form' });
    await dialog.frameLocator('iframe').getByText('task').waitFor();
    await dialog.frameLocator('iframe').getByText('token-of-nadia').waitFor();
    await dialog.frameLocator('iframe').getByRole('button', { name: 'Send back' }).click();
    await page.frameLocator('#tab').getByText('answered by Nadia Okafor').waitFor();
    await page.frameLocator('#tab').getByRole('button', { name: 'Open a dialog' }).click();
    await dialog.frameLocator('iframe').getByText('token-of-nadia').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.frameLocator('#tab').getByText(/^closed:/).waitFor();
  });

  it('goes to a page of the tab on request of the tab or of a card', async () => {
    const page = await be('nadia', 'both');
    await page.frameLocator('#tab').getByText('token-of-nadia').waitFor();
    await page.frameLocator('#tab').getByRole('button', { name: 'Go to another page' }).click();
    await page.frameLocator('#tab').getByText('returns/return/7').waitFor();
    await say(page, 'help');
    await page.getByRole('link', { name: 'Open in tab' }).or(page.getByRole('button', { name: 'Open in tab' })).click();
    await page.frameLocator('#tab').getByText('returns/return/9').waitFor();
  });

  it('opens the dialogs that a card asks for, as a page of the app or as a card', async () => {
    const page = await be('nadia');
    await say(page, 'help');
    await page.getByRole('button', { name: 'Open the full form' }).click();
    const form = page.getByRole('dialog', { name: 'Full form' });
    await form.frameLocator('iframe').getByText('token-of-nadia').waitFor();
    await form.frameLocator('iframe').getByRole('button', { name: 'Send back' }).click();
    await page.getByText('The dialog said "answered by Nadia Okafor"').waitFor();

    await page.getByRole('button', { name: 'Ask my deputy' }).click();
    const deputy = page.getByRole('dialog', { name: 'Ask my deputy' });
    await deputy.getByLabel('Deputy').fill('Ayesha Malik');
    await deputy.getByRole('button', { name: 'Ask' , exact: true }).click();
    await page.getByText('The dialog said {"deputy":"Ayesha Malik"}').waitFor();
  });

  it('adds the app for a guest, and lets one block the bot and make Teams busy', async () => {
    const page = await be('guest');
    await page.getByRole('button', { name: 'Add the app' }).click();
    await page.getByLabel('Message', { exact: true }).waitFor();
    await page.getByText('Switches', { exact: true }).click();
    await page.getByLabel('Tom Ashby blocks the bot').check();
    await page.getByLabel('Messages of the bot to refuse as too many').fill('2');
    await page.getByLabel('Messages of the bot to refuse as too many').press('Tab');
    await expectSoon(() => [running.localTeams.world.isBlocked('guest'), running.localTeams.world.throttledSends()], [true, 2]);
  });

  it.each(['default', 'dark', 'contrast'])('is accessible in the theme %s, wide and narrow', async (theme) => {
    const page = await be('nadia');
    await page.getByLabel('Theme').selectOption(theme);
    await say(page, 'help');
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Write a headline').waitFor();
    running.localTeams.world.post(meeting.id, { kind: 'person', key: chair.key }, { text: 'Good morning', summary: '', cards: [] });
    await page.getByRole('button', { name: /Board meeting.*New/ }).waitFor();
    await page.getByText('Switches', { exact: true }).click();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await page.getByRole('button', { name: 'Ask my deputy' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  /** Opens a window as this person: of a browser of their own, or beside another window of the same browser. */
  async function be(person: string, pane = 'chat', beside?: Page): Promise<Page> {
    const context = beside?.context() ?? (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' }));
    await context.route((url) => url.origin !== running.url, (route) => route.abort());
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    opened.push(page);
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${running.url}/local-teams/?as=${person}&pane=${pane}`);
    await page.getByRole('button', { name: /Tiny bot/ }).first().waitFor();
    return page;
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.message').getByText(text, { exact: false }).first().waitFor();
  }

  function chatOfNadia(): string {
    return running.localTeams.world.personalChat(nadia).id;
  }

  function seenIn(page: Page): Promise<Record<string, string>> {
    return page
      .frameLocator('#tab')
      .locator('li')
      .evaluateAll((lines) => Object.fromEntries(lines.map((line) => [(line as HTMLElement).dataset['name'] ?? '', line.textContent ?? ''])));
  }
});

/** Waits until the value is as expected, asking again every few milliseconds for at most five seconds. */
async function expectSoon(value: () => unknown, expected: unknown): Promise<void> {
  for (let tries = 0; tries < 100 && JSON.stringify(value()) !== JSON.stringify(expected); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(value()).toEqual(expected);
}
