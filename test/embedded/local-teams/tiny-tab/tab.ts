import { app, authentication, dialog, pages } from '@microsoft/teams-js';

function note(name: string, value: string): void {
  const line = document.createElement('li');
  line.dataset['name'] = name;
  line.textContent = value;
  document.querySelector(`[data-name="${name}"]`)?.remove();
  document.getElementById('seen')?.append(line);
}

await app.initialize();
const context = await app.getContext();
note('frame', String(context.page.frameContext));
note('person', `${context.user?.displayName} ${context.user?.id} ${context.user?.tenant?.id}`);
note('page', `${context.page.id}/${context.page.subPageId}`);
note('theme', context.app.theme);
note('token', await authentication.getAuthToken().catch((reason: unknown) => `none: ${String(reason)}`));
app.registerOnThemeChangeHandler((theme) => note('theme', theme));
if (context.page.frameContext === 'content') {
  await pages.config.setConfig({ contentUrl: location.href, entityId: 'returns' });
  note('settings', (await pages.getConfig()).entityId ?? 'none');
}

document.getElementById('open-dialog')?.addEventListener('click', () => {
  dialog.url.open({ url: location.href, title: 'A longer form', size: { height: 300, width: 400 } }, (response) => {
    note('dialog', response.err ? `closed: ${String(response.err)}` : String(response.result));
  });
});
document.getElementById('submit')?.addEventListener('click', () => dialog.url.submit(`answered by ${context.user?.displayName}`));
document.getElementById('go')?.addEventListener('click', () => {
  void pages.navigateToApp({ appId: '11111111-1111-4111-8111-111111111111', pageId: 'returns', subPageId: 'return/7' });
});
app.notifyAppLoaded();
void app.notifySuccess();
