import type { Dialog, Outcome, Stage, StagePerson } from '../api-model.ts';
import { createApiClient, listen, loadStage } from './api-client.ts';
import { createChat, sentence } from './chat.ts';
import { createDialogs } from './dialog.ts';
import { element, make } from './element.ts';
import { createSwitches } from './switches.ts';
import { createTabPane, parseDeepLink } from './tab-pane.ts';
import type { Theme } from './teams-host.ts';

const themes = ['default', 'dark', 'contrast'] as const satisfies readonly Theme[];
const panes = ['chat', 'tab', 'both'] as const;
type Pane = (typeof panes)[number];

/** Below this width two panes do not fit side by side. */
const roomForBoth = '(min-width: 1100px)';

const address = new URL(location.href);
let stage = await loadStage();
const key = stage.people.find((person) => person.key === address.searchParams.get('as'))?.key ?? stage.people[0]?.key;

if (key === undefined) show('Local Teams has nobody to be: its list of people is empty.', true);
else start(key);

function start(as: string): void {
  const api = createApiClient(as);
  const dialogs = createDialogs();
  const person = (): StagePerson => stage.people.find((one) => one.key === as) ?? fail(as);

  const tab = createTabPane({
    stage,
    person: person(),
    theme: currentTheme,
    dialogs,
    openLink,
    failed,
    reveal: () => setPane(matchMedia(roomForBoth).matches ? 'both' : 'tab'),
  });
  const chat = createChat({ api, stage: () => stage, person, react, failed, announce, openLink });
  const switches = createSwitches(element('switches', HTMLDivElement), person(), (asked) => {
    void api.switches(asked).then((outcome) => react(outcome), (reason: unknown) => failed(sentence(reason)));
  });

  let isRefreshing = false;
  let changedMeanwhile = false;

  showPeople(stage, as);
  element('theme', HTMLSelectElement).value = currentTheme();
  element('theme', HTMLSelectElement).addEventListener('change', (event) => {
    const theme = themes.find((one) => one === (event.target as HTMLSelectElement).value) ?? 'default';
    setTheme(theme);
    tab.setTheme(theme);
  });
  element('add-app', HTMLButtonElement).addEventListener('click', () => {
    void api.switches({ install: { person: as, installed: true } }).then((outcome) => react(outcome), (reason: unknown) => failed(sentence(reason)));
  });

  listen((event) => {
    if (event !== 'connected' && event.kind === 'typing') return chat.showTyping(event.conversationId);
    void refresh().catch((reason: unknown) => failed(sentence(reason)));
  });

  /** Reads everything again, once for however many changes come while it reads. */
  async function refresh(): Promise<void> {
    changedMeanwhile = true;
    if (isRefreshing) return;
    isRefreshing = true;
    try {
      while (changedMeanwhile) {
        changedMeanwhile = false;
        stage = await loadStage();
        switches.show(stage, person());
        await chat.reload();
      }
    } finally {
      isRefreshing = false;
    }
  }

  /** Shows what came of a press; a dialog's own submit comes back here, so that one dialog may lead to the next. */
  function react(outcome: Outcome, from?: { conversation: string; message: string }): void {
    switch (outcome.kind) {
      case 'nothing':
      case 'card':
        return;
      case 'message':
        return show(outcome.text, false);
      case 'failed':
        return failed(outcome.text);
      case 'dialog':
        return from && openDialog(outcome.dialog, from);
    }
  }

  function openDialog(dialog: Dialog, from: { conversation: string; message: string }): void {
    const submit = (data: unknown): void => {
      dialogs.close();
      void api
        .submitDialog(from.conversation, from.message, data)
        .then((outcome) => react(outcome, from), (reason: unknown) => failed(sentence(reason)));
    };
    if (dialog.content.kind === 'url') return tab.openPage({ ...dialog, url: dialog.content.url }, submit, () => {});
    dialogs.open(dialog, { submit, openLink, prepare: () => {}, onClose: () => {} });
  }

  function openLink(url: string): void {
    const inApp = parseDeepLink(url);
    const elsewhere = URL.parse(url, location.href);
    if (inApp) tab.show(inApp);
    else if (elsewhere && /^(https?|mailto):$/.test(elsewhere.protocol)) window.open(elsewhere, '_blank', 'noopener');
    else failed('This link cannot be opened.');
  }
}

function showPeople({ people }: Stage, as: string): void {
  const select = element('person', HTMLSelectElement);
  select.replaceChildren(
    ...people.map((person) => {
      const label = [person.name, person.jobTitle, person.isGuest ? 'guest' : ''].filter((part) => part !== '').join(', ');
      const option = make('option', label);
      option.value = person.key;
      option.selected = person.key === as;
      return option;
    }),
  );
  select.addEventListener('change', () => {
    address.searchParams.set('as', select.value);
    location.assign(address);
  });
  element('another-window', HTMLAnchorElement).href = address.href;
  document.title = `${people.find((person) => person.key === as)?.name ?? ''} – Local Teams`;
}

function currentTheme(): Theme {
  return themes.find((theme) => theme === localStorage.getItem('local-teams-theme')) ?? 'default';
}

function setTheme(theme: Theme): void {
  localStorage.setItem('local-teams-theme', theme);
  document.documentElement.dataset['theme'] = theme;
}

function setPane(pane: Pane): void {
  document.body.dataset['pane'] = pane;
  for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
    button.setAttribute('aria-pressed', String(button.dataset['show'] === pane));
  }
}

function announce(text: string): void {
  element('announcer', HTMLParagraphElement).textContent = text;
}

function failed(text: string): void {
  show(text, true);
}

function show(text: string, isFailure: boolean): void {
  const toast = element('toast', HTMLDivElement);
  toast.classList.toggle('failure', isFailure);
  toast.hidden = false;
  element('toast-text', HTMLSpanElement).textContent = isFailure ? `That did not work. ${text}` : text;
}

function fail(as: string): never {
  throw new Error(`There is no person called ${as} any more.`);
}

element('toast-close', HTMLButtonElement).addEventListener('click', () => {
  element('toast', HTMLDivElement).hidden = true;
  element('text', HTMLTextAreaElement).focus();
});
for (const button of document.querySelectorAll<HTMLElement>('[data-show]')) {
  button.addEventListener('click', () => setPane(panes.find((pane) => pane === button.dataset['show']) ?? 'chat'));
}
setTheme(currentTheme());
matchMedia(roomForBoth).addEventListener('change', ({ matches }) => {
  if (!matches && document.body.dataset['pane'] === 'both') setPane('chat');
});
setPane(panes.find((pane) => pane === address.searchParams.get('pane')) ?? (matchMedia(roomForBoth).matches ? 'both' : 'chat'));
