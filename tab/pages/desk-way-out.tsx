import type { DeskItem } from '../../src/assurance/desk/my-desk-model.ts';
import { AskDialog, type Ask } from '../components/ask-dialog.tsx';
import { useServices, type Services } from '../services.ts';

/** The quiet way out of something on the desk: hand it to the deputy, or ask for time. */
export default function DeskWayOut({ item, close, done }: { readonly item: DeskItem; readonly close: () => void; readonly done: () => void }) {
  const { api } = useServices();
  return item.quiet === undefined ? null : <AskDialog ask={{ ...askFor(item.quiet, item.sentence, api), done }} close={close} />;
}

function askFor(quiet: NonNullable<DeskItem['quiet']>, sentence: string, api: Services['api']): Ask {
  switch (quiet.does) {
    case 'ask-deputy': return {
      title: 'Ask your deputy to do this',
      intro: `${sentence}. Your deputy is told at once, and both of you can go on working on it.`,
      fields: [{ name: 'note', label: 'A word to your deputy', kind: 'words' }],
      confirm: 'Ask my deputy',
      send: ({ note }) => api.call('askDeputy', { params: { key: quiet.target }, body: note ? { note } : {} }),
    };
    case 'need-more-time': return {
      title: 'Ask for more time',
      intro: `${sentence}. The new date and your reason are shown in the action log.`,
      fields: [
        { name: 'dueOn', label: 'New due date', kind: 'day', missing: 'Enter the new due date' },
        { name: 'note', label: 'Why more time is needed', kind: 'words', missing: 'Enter why more time is needed' },
      ],
      confirm: 'Move the due date',
      send: ({ dueOn = '', note = '' }) => api.call('changeAction', { params: { key: quiet.target }, body: { change: 'move-due-date', dueOn, note } }),
    };
  }
}
