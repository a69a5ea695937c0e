import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { addWorkingDays } from '../../src/assurance/time/working-days.ts';
import { systemClock } from '../../src/server/clock.ts';
import { launchBrowser } from '../support/browser.ts';
import { runProduct, type RunningProduct } from '../support/running-product.ts';

/** The sample's people who play a part here. */
const REPRESENTATIVE = 'p-bethan-morris';
const AGENCY = 'Schools and Colleges Safeguarding Network';
const CHAIR = 'p-rukhsana-malik';
const OFFICE = 'p-zainab-farooqi';
const ESCALATED = 'Voluntary Sector Safeguarding Forum';

let product: RunningProduct;
let browser: Browser;
let context: BrowserContext;

async function windowOf(person: string, pane: 'chat' | 'tab'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${product.url}/local-teams/?as=${person}&pane=${pane}`);
  return page;
}

async function tabOf(person: string, pageName: string): Promise<FrameLocator> {
  const frame = (await windowOf(person, 'tab')).frameLocator('iframe');
  await frame.getByRole('link', { name: pageName, exact: true }).click();
  return frame;
}

async function tell(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

describe.each<{ readonly kept: string; readonly args: readonly string[] }>([
  { kept: 'in a file', args: [] },
  { kept: 'in SharePoint lists', args: ['--sharepoint'] },
])('a quarterly round on one machine, with its records $kept', ({ args }) => {
  beforeAll(async () => {
    product = await runProduct(args);
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, timezoneId: 'Pacific/Auckland' });
    context.setDefaultTimeout(10_000);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('tells a newcomer where to go and what to try', () => {
    expect(product.said).toContain(product.url);
    expect(product.said).toContain('my returns');
  });

  it('lets a member answer on a card, and the board office see it at once without reloading', async () => {
    const office = await tabOf(OFFICE, 'Returns');
    const row = office.getByRole('row', { name: new RegExp(AGENCY) });
    await row.getByText(/Not started/).waitFor();

    const member = await windowOf(REPRESENTATIVE, 'chat');
    await tell(member, 'My returns?');
    await member.getByLabel(/What is there to raise/).selectOption({ label: 'Nothing to raise in any part' });
    await member.getByRole('button', { name: 'Submit', exact: true }).click();
    await member.getByText(/SCHOOLS-NETWORK-1/).first().waitFor();

    await row.getByText(/Submitted/).waitFor({ timeout: 10_000 });
  });

  it('takes the return that never came to the chair’s channel, and on the chair’s word to the senior officer by letter', async () => {
    const monday = addWorkingDays(systemClock.now().today, 1);
    expect(await product.tick(monday, '10:00')).toContain('The chair’s channel');

    const channel = await windowOf(CHAIR, 'chat');
    await channel.getByRole('button', { name: /Chair and board office/ }).click();
    await channel.getByText(new RegExp(`Return outstanding · ${ESCALATED}`)).first().waitFor();
    const show = channel.getByRole('button', { name: 'Show what I can do' });
    const escalate = channel.getByRole('button', { name: 'Escalate', exact: true });
    await show.or(escalate).first().waitFor();
    // The card may turn to what the chair can do by itself, just when it is asked to.
    if (await show.isVisible()) await show.click({ timeout: 2_000 }).catch(() => undefined);
    await escalate.click();

    const page = await tabOf(CHAIR, 'Escalations');
    await page.getByText(/Escalated about .*; a reply is due by/).first().waitFor();

    expect(await product.tick(monday, '11:00')).toContain('by e-mail');
    const letters = (await product.mail()).filter((text) => /Subject: .*Safeguarding assurance return not received/.test(text));
    expect(letters).toHaveLength(1);
  });

  it('tells each person once however often the day is run again', async () => {
    const monday = addWorkingDays(systemClock.now().today, 1);
    const before = (await product.mail()).length;
    await product.tick(monday, '12:00');
    expect(await product.mail()).toHaveLength(before);
  });

  it('writes the return as a Word document for whoever may read it', async () => {
    const token = await context.request.post(`${product.url}/local/token`, { data: { person: OFFICE } });
    const { token: bearer } = await token.json() as { token: string };
    const tracker = await context.request.get(`${product.url}/api/returns`, { headers: { authorization: `Bearer ${bearer}` } });
    const { rows } = await tracker.json() as { rows: { agencyName: string; returnKey: string }[] };
    const key = rows.find(({ agencyName }) => agencyName === AGENCY)?.returnKey ?? '';
    const document = await context.request.get(`${product.url}/api/returns/${encodeURIComponent(key)}/download?format=docx`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(document.status()).toBe(200);
    expect((await document.body()).subarray(0, 2).toString()).toBe('PK');
  });
});
