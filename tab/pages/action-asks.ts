import type { ActionLog, ActionRow, ActionChange } from '../../src/assurance/action-log/action-log-model.ts';
import { ACTION_SOURCES } from '../../src/assurance/action-log/logged-action.ts';
import type { Ask, AskField } from '../components/ask-dialog.tsx';
import type { Services } from '../services.ts';

export type NamedAsk = { readonly label: string; readonly asked: Ask };

/** What the viewer may do with an action, as questions to ask first; saying how it stands comes first. */
export function asksOf(action: ActionRow, api: Services['api']): readonly NamedAsk[] {
  const change = (body: ActionChange) => api.call('changeAction', { params: { key: action.key }, body });
  const note = (label: string, missing: string): AskField => ({ name: 'note', label, kind: 'words', missing });
  const intro = action.action;
  return [
    ...(action.can.update ? [
      { label: 'Update', asked: { title: `Update action ${action.key}`, intro, confirm: 'Save the note', fields: [note('How it stands', 'Enter a note')], send: ({ note: text = '' }) => change({ change: 'progress', note: text }) } },
      { label: 'Need more time', asked: {
        title: `Move the due date of action ${action.key}`, intro, confirm: 'Move the due date',
        fields: [{ name: 'dueOn', label: 'New due date', kind: 'day', start: action.dueOn, missing: 'Enter the new due date' }, note('Why more time is needed', 'Enter why more time is needed')],
        send: ({ dueOn = '', note: text = '' }) => change({ change: 'move-due-date', dueOn, note: text }),
      } },
    ] satisfies NamedAsk[] : []),
    ...(action.can.complete ? [{ label: 'Complete', asked: {
      title: `Complete action ${action.key}`, intro: `${action.action} How we will know it is done: ${action.measure}`, confirm: 'Mark as complete',
      fields: [{ name: 'evidence', label: 'Evidence that it is done', hint: 'For example: where the protocol is published, or the minute that agreed it.', kind: 'words', missing: 'Enter the evidence that it is done' }],
      send: ({ evidence = '' }) => change({ change: 'complete', evidence }),
    } } satisfies NamedAsk] : []),
    ...(action.can.verify ? [{ label: 'Verify', asked: {
      title: `Verify action ${action.key}`, intro: `Evidence: ${action.evidence ?? 'none given'}`, confirm: 'It is done',
      fields: [{ name: 'note', label: 'Note', kind: 'words' }],
      send: ({ note: text }) => change({ change: 'verify', ...(text ? { note: text } : {}) }),
    } } satisfies NamedAsk] : []),
    ...(action.can.reopen ? [{ label: 'Open again', asked: { title: `Open action ${action.key} again`, intro, confirm: 'Open it again', fields: [note('Why it is opened again', 'Enter why it is opened again')], send: ({ note: text = '' }) => change({ change: 'reopen', note: text }) } } satisfies NamedAsk] : []),
  ];
}

/** Adding an action to the log. */
export function newAction(log: ActionLog, api: Services['api']): Ask {
  const { groups, agencies, owners } = log.choices;
  const agencyNames = new Map(agencies.map(({ key, name }) => [key, name]));
  return {
    title: 'Add an action', confirm: 'Add the action',
    fields: [
      { name: 'action', label: 'Action', kind: 'words', missing: 'Enter the action' },
      { name: 'measure', label: 'How we will know it is done', kind: 'words', missing: 'Enter how you will know it is done' },
      { name: 'owner', label: 'Owner', kind: 'choice', choices: owners.map(({ key, name, agency }) => ({ key, name: `${name}, ${agencyNames.get(agency) ?? agency}` })), missing: 'Choose an owner' },
      { name: 'group', label: 'Group', kind: 'choice', choices: groups, missing: 'Choose a group' },
      { name: 'dueOn', label: 'Due', kind: 'day', missing: 'Enter a due date' },
      { name: 'source', label: 'Where it comes from', kind: 'choice', choices: ACTION_SOURCES.map((key) => ({ key, name: `${key[0]?.toUpperCase()}${key.slice(1)}` })), start: 'meeting', missing: 'Choose where it comes from' },
    ],
    send: ({ action = '', measure = '', owner = '', group = '', dueOn = '', source }) => api.call('addAction', {
      body: { action, measure, owner, group, dueOn, agency: owners.find(({ key }) => key === owner)?.agency ?? '', source: ACTION_SOURCES.find((each) => each === source) ?? 'other' },
    }),
  };
}
