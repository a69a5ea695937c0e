import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, expectAccessibleEverywhere, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });
beforeEach(() => api.reset());

async function chooseFile(page: Page, name = 'log.csv', content = 'Action agreed,Lead\n'): Promise<void> {
  await page.getByLabel('Spreadsheet').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
}

describe('the board office that brings in a spreadsheet', () => {
  it('sees what would happen, mends it, confirms it by count, and is led to what was written', async () => {
    const page = await openPage(browser, api, '/exchange');
    await chooseFile(page);
    await page.locator('h3:focus').filter({ hasText: 'log.csv: 2 rows would be added, 1 row cannot be imported' }).waitFor();
    expect(await page.getByText('Owner is empty.').isVisible()).toBe(true);
    expect(api.asked.filter(({ route }) => route === 'importRows')).toEqual([]);
    await page.getByLabel('Owner: where it is empty, use').fill('Police Rep');
    await page.getByRole('button', { name: 'Check again with these columns' }).press('Enter');
    await page.getByRole('heading', { name: 'log.csv: 3 rows would be added' }).waitFor();
    expect(api.asked.findLast(({ route }) => route === 'previewImport')?.body).toMatchObject({ subject: 'actions', mapping: { action: { column: 0 }, owner: { column: 1, otherwise: 'Police Rep' } } });
    await page.getByRole('button', { name: 'Import 3 rows' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Import 3 rows' });
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Import 3 rows' }).press('Enter');
    await page.getByRole('heading', { name: 'log.csv: 3 added, 0 changed' }).waitFor();
    expect(api.asked.findLast(({ route }) => route === 'importRows')?.body).toMatchObject({ subject: 'actions', fileName: 'log.csv', rows: [{ place: 'Row 2', cells: ['Share the protocol', 'Police Rep'] }, { place: 'Row 3' }, { place: 'Row 4' }] });
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Open the action log' }).click();
    await page.getByRole('heading', { level: 1, name: '1 of 3 open actions is overdue' }).waitFor();
    await page.context().close();
  });

  it('can read the check in every theme, wide and at 320 pixels', async () => {
    const page = await openPage(browser, api, '/exchange');
    await chooseFile(page);
    await page.getByText('Owner is empty.').waitFor();
    await expectAccessibleEverywhere(page);
    await page.context().close();
  }, 120_000);

  it('is told why a file cannot be read, and what was written when an import stops', async () => {
    const page = await openPage(browser, api, '/exchange');
    api.answerInstead('previewImport', { status: 422, body: { reason: 'not-readable', message: 'old.xls is an old Excel file.' } });
    await chooseFile(page, 'old.xls');
    await page.getByText('old.xls is an old Excel file.').waitFor();
    await expectAccessible(page);
    api.reset();
    await page.getByRole('button', { name: 'Check old.xls again' }).click();
    api.answerInstead('importRows', { status: 403, body: { reason: 'not-permitted', message: 'Only the board office can import rows.' } });
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Import 2 rows' }).click();
    await page.getByText('The import stopped after 0 of 2 rows. Only the board office can import rows. What is written stays.').waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('does not send a file that is too large', async () => {
    const page = await openPage(browser, api, '/exchange');
    await chooseFile(page, 'huge.csv', 'x'.repeat(5 * 1_048_576 + 1));
    await page.getByText('huge.csv is larger than 5 MB.').waitFor();
    expect(api.asked.filter(({ route }) => route === 'previewImport')).toEqual([]);
    await page.context().close();
  });
});

describe('the board office that takes lists out', () => {
  it('chooses one, or everything, and is told where a download failed', async () => {
    const page = await openPage(browser, api, '/exchange');
    expect(await page.getByText('42 rows.').isVisible()).toBe(true);
    await page.getByLabel('List').selectOption('People');
    expect(await page.getByText('Holds names or addresses of officers.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Download everything for Excel' }).click();
    await page.getByText('register.xlsx could not be downloaded. There is no such address.').waitFor();
    await page.context().close();
  });
});
