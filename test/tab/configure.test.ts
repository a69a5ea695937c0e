import type { Browser, Page } from 'playwright-core';
import { accessibilityProblems, launchBrowser } from '../support/browser.ts';
import { startFakeApi, type FakeApi } from '../support/fake-api.ts';

let api: FakeApi;
let browser: Browser;
beforeAll(async () => { [api, browser] = await Promise.all([startFakeApi(), launchBrowser()]); }, 180_000);
afterAll(async () => { await browser.close(); await api.stop(); });

/** What Teams shows while a tab is added: the configuration page in a frame, and a button that saves. It notes what the page tells it. */
const HOST = `<!doctype html><title>Add a tab</title><button onclick="tell('settings.save', [{}])">Save</button><iframe id="tab" title="Configuration" style="width:600px;height:500px"></iframe>
<script>
const told = window.told = {};
const frame = document.getElementById('tab');
const tell = (func, args) => frame.contentWindow.postMessage({ func, args }, location.origin);
const runtime = { apiVersion: 4, isLegacyTeams: false, supports: { pages: { config: {} } } };
const context = { app: { locale: 'en-gb', sessionId: 's', theme: 'default', host: { name: 'Teams', clientType: 'web', sessionId: 's' } }, page: { id: '', frameContext: 'settings' } };
const legacy = { ...context, locale: 'en-gb', theme: 'default', frameContext: 'settings', entityId: '', hostName: 'Teams', sessionId: 's' };
const answers = { initialize: () => ['settings', 'web', JSON.stringify(runtime), '2.58.0'], getContext: () => [legacy], 'settings.setSettings': () => [true] };
addEventListener('message', ({ data }) => {
  if (!data?.func) return;
  told[data.func] = data.args;
  const answer = answers[data.func];
  if (answer) frame.contentWindow.postMessage({ id: data.id, uuidAsString: data.uuidAsString, args: answer() }, location.origin);
});
frame.src = '/tab/configure';
</script>`;

const told = (page: Page) => page.evaluate(() => (window as unknown as { told: Record<string, readonly unknown[]> }).told);

describe('adding the tab to a channel', () => {
  it('asks which page it opens with, and makes the tab of the one chosen', async () => {
    const page = await (await browser.newContext()).newPage();
    await page.route('**/add-a-tab', (route) => route.fulfill({ contentType: 'text/html', body: HOST }));
    await page.goto(`${api.url}/add-a-tab`);
    const frame = page.frameLocator('#tab');
    await frame.getByRole('heading', { name: 'Which page does this tab open with?' }).waitFor();
    expect((await accessibilityProblems(page)).filter((problem) => problem.includes('#tab'))).toEqual([]);
    await frame.getByRole('radio', { name: 'Action log' }).check();
    await page.waitForFunction(() => (window as unknown as { told: Record<string, readonly unknown[]> }).told['settings.setValidityState']?.[0] === true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForFunction(() => 'settings.save.success' in (window as unknown as { told: object }).told);
    expect((await told(page))['settings.setSettings']).toEqual([{ entityId: 'action-log', suggestedDisplayName: 'Action log', contentUrl: `${api.url}/tab/action-log`, websiteUrl: `${api.url}/tab/action-log` }]);
    await page.context().close();
  });
});
