import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';
import { expectAccessible, openPage } from '../support/page.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });
beforeEach(() => api.reset());

const FORM = '/returns/2026-Q2.police/form';
const LEARNING = 'What did you learn this quarter?';
const question = () => api.answers.returnForm.sections[0]?.questions[0] as { text: string };
const saves = () => api.asked.filter(({ route }) => route === 'saveDraft');

async function openForm(step: string): Promise<Page> {
  return openPage(browser, api, `${FORM}?step=${step}`);
}

describe('an officer who writes the quarterly return', () => {
  it('has it saved by itself and sees when', async () => {
    const page = await openForm('learning');
    await page.getByRole('textbox', { name: LEARNING }).fill('Interviews come within 48 hours.');
    await page.getByText('Saved 14:02').waitFor();
    await page.waitForFunction(() => sessionStorage.getItem('unsaved 2026-Q2.police') === null);
    expect(question().text).toBe('Interviews come within 48 hours.');
    expect(saves()[0]?.body).toEqual({ edits: [{ kind: 'answer', question: 'learning-1', text: 'Interviews come within 48 hours.', was: 'Return interviews come sooner.' }] });
    await page.context().close();
  });

  it('finds last quarter’s answer and the key questions under each question', async () => {
    const page = await openForm('learning');
    await page.getByText('What you said in Quarter 1').click();
    expect(await page.getByText('Return interviews were late.').isVisible()).toBe(true);
    await page.getByText('Questions that may help').click();
    expect(await page.getByText('How do you know?').isVisible()).toBe(true);
    await page.context().close();
  });

  it('sees figures added up, and is told what is no number', async () => {
    const page = await openForm('figures.northmoor');
    await page.getByLabel('P1, Joint, September').fill('6');
    await page.getByRole('cell', { name: '71', exact: true }).waitFor();
    await page.getByLabel('P1, Joint, September').fill('six');
    await page.getByText('Enter numbers only').waitFor();
    await expectAccessible(page);
    await page.getByLabel('P1, Joint, September').fill('1,006');
    await page.getByText('Enter numbers only').waitFor({ state: 'detached' });
    await page.getByLabel('Note (optional)').focus();
    await expect(waitForValue(() => api.answers.returnForm.figures[0]?.cells['joint.2026-09'], 1006)).resolves.toBe(1006);
    await page.context().close();
  });

  it('keeps the text while offline, says so, and saves it when the line is back', async () => {
    const page = await openForm('learning');
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: LEARNING }).fill('Written on the train.');
    await page.getByText('Not saved: you are offline; your text is kept here').waitFor();
    await expectAccessible(page);
    await page.context().setOffline(false);
    await page.getByText('Saved 14:02').waitFor();
    expect(question().text).toBe('Written on the train.');
    await page.context().close();
  });

  it('finds unsaved text again after loading the page anew', async () => {
    const page = await openForm('learning');
    api.answerInstead('saveDraft', { status: 503, body: { reason: 'failed', message: 'The register is busy.' } });
    await page.getByRole('textbox', { name: LEARNING }).fill('Not to be lost.');
    await page.getByText('Not saved: The register is busy.').waitFor();
    await page.reload();
    await page.waitForFunction((label) => [...document.querySelectorAll('textarea')].some((area) => area.value === label), 'Not to be lost.');
    expect(question().text).toBe('Return interviews come sooner.');
    await page.context().close();
  });

  it('submits after a confirmation that names the return, and gets a receipt', async () => {
    api.answers.returnForm.missing = [];
    const page = await openForm('check');
    await page.getByRole('button', { name: 'Submit the return' }).click();
    await page.getByRole('heading', { name: 'Submit the Quarter 2 of 2026 to 2027 return of Moor Police' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Submit for Moor Police' }).click();
    await page.getByRole('heading', { level: 1, name: 'Submitted: receipt R-2026Q2-0042' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  it('cannot submit while something is missing, and is led to each missing part', async () => {
    const page = await openForm('check');
    expect(await page.getByRole('button', { name: 'Submit the return' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('link', { name: /^P1 Strategy meetings held/ }).click();
    await page.getByRole('heading', { level: 2, name: 'Figures for Northmoor' }).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Figures for Northmoor');
    await page.context().close();
  });

  it('says why when a submitted return is corrected', async () => {
    Object.assign(api.answers.returnForm, { missing: [], correcting: true, reasonNeeded: true });
    const page = await openForm('check');
    await page.getByRole('button', { name: 'Submit the correction' }).click();
    await page.getByRole('button', { name: 'Submit for Moor Police' }).click();
    await page.getByRole('link', { name: 'Enter why the return is corrected' }).waitFor();
    await page.getByLabel('Reason for the correction').fill('August was counted twice.');
    await page.getByRole('button', { name: 'Submit for Moor Police' }).click();
    await page.getByRole('heading', { level: 1, name: 'Submitted: receipt R-2026Q2-0042' }).waitFor();
    expect(api.asked.findLast(({ route }) => route === 'submitReturn')?.body).toEqual({ correctionReason: 'August was counted twice.' });
    await page.context().close();
  });

  it('asks the senior officer where the agency signs off', async () => {
    Object.assign(api.answers.returnForm, { missing: [], signOff: { needed: true, signerName: 'Jo Grange', asked: false, viewerSigns: false } });
    const page = await openForm('check');
    await page.getByRole('button', { name: 'Ask for sign-off' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for sign-off' }).click();
    await page.getByText('Done.').waitFor();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(api.asked.some(({ route }) => route === 'askSignOff')).toBe(true);
    await page.context().close();
  });
});

describe('two officers of one agency who write at once', () => {
  async function meet(): Promise<Page> {
    const page = await openForm('learning');
    question().text = 'The deputy was here.';
    await page.getByRole('textbox', { name: LEARNING }).fill('The representative was here.');
    await page.getByText('Nothing is lost: theirs is saved, yours is kept here.').waitFor();
    return page;
  }

  it('shows both texts and loses neither', async () => {
    const page = await meet();
    const panel = page.getByRole('alert', { name: `Two versions of ${LEARNING}` });
    expect(await panel.textContent()).toContain('The deputy was here.');
    expect(await panel.textContent()).toContain('The representative was here.');
    expect(question().text).toBe('The deputy was here.');
    await expectAccessible(page);
    await page.context().close();
  });

  it.each([
    ['Keep mine', 'The representative was here.'],
    ['Keep theirs', 'The deputy was here.'],
    ['Keep both, one after the other', 'The deputy was here.\n\nThe representative was here.'],
  ])('%s', async (choice, kept) => {
    const page = await meet();
    await page.getByRole('button', { name: `${choice}: ${LEARNING}` }).click();
    await page.waitForFunction(() => sessionStorage.getItem('unsaved 2026-Q2.police') === null);
    expect(question().text).toBe(kept);
    expect(await page.getByRole('textbox', { name: LEARNING }).inputValue()).toBe(kept);
    await page.context().close();
  });
});

describe('the form in other hands', () => {
  it('says that the board office answers on behalf, and asks the API so', async () => {
    api.answers.returnForm.onBehalf = true;
    const page = await openPage(browser, api, `${FORM}?onBehalf=true&step=learning`);
    expect(await page.getByText('You are answering on behalf of Moor Police.').isVisible()).toBe(true);
    await page.getByRole('textbox', { name: LEARNING }).fill('By telephone.');
    await page.getByText('Saved 14:02').waitFor();
    await expect(waitForValue(() => saves()[0]?.query['onBehalf'], 'true')).resolves.toBe('true');
    await page.context().close();
  });

  it('has no navigation in a dialog and offers to close it after submitting', async () => {
    api.answers.returnForm.missing = [];
    const page = await openPage(browser, api, `${FORM}?dialog=1&step=check`);
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Submit the return' }).click();
    await page.getByRole('button', { name: 'Submit for Moor Police' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).waitFor();
    await page.context().close();
  });

  it('can only be read when it is closed, and says why', async () => {
    api.answers.returnForm.closed = 'The round locked on 6 November 2026.';
    const page = await openForm('learning');
    expect(await page.getByText('The round locked on 6 November 2026.').isVisible()).toBe(true);
    expect(await page.getByRole('textbox', { name: LEARNING }).isEditable()).toBe(false);
    await page.context().close();
  });
});

/** Waits until something that the server holds is as expected, and answers with it. */
async function waitForValue<Value>(read: () => Value, wanted: Value): Promise<Value> {
  for (let tries = 0; read() !== wanted && tries < 100; tries += 1) await new Promise((resolve) => { setTimeout(resolve, 50); });
  return read();
}
