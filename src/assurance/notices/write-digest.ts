import type { Person } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import type { Delivery, NoticeKind } from './delivery.ts';
import type { Digest, DigestLine } from './digest.ts';
import { NEEDS_ACTION } from './notice.ts';
import { noticeWords } from './notice-words.ts';

const COUNTED: Readonly<Record<NoticeKind, readonly [one: string, many: string]>> = {
  'round-opened': ['return opened', 'returns opened'],
  'return-due': ['return due', 'returns due'],
  'return-overdue': ['return overdue', 'returns overdue'],
  'query-raised': ['query', 'queries'],
  'query-answered': ['answer to your query', 'answers to your queries'],
  'return-accepted': ['return accepted', 'returns accepted'],
  'return-submitted-on-behalf': ['return submitted on your behalf', 'returns submitted on your behalf'],
  'sign-off-asked': ['return to sign off', 'returns to sign off'],
  'deputy-asked': ['return to answer as deputy', 'returns to answer as deputy'],
  'escalation-proposed': ['escalation to decide', 'escalations to decide'],
  'escalation-letter': ['letter', 'letters'],
  'escalation-told': ['escalation', 'escalations'],
  'escalation-reply-due': ['reply overdue', 'replies overdue'],
  'escalation-step': ['step of an escalation', 'steps of escalations'],
  'action-assigned': ['action for you', 'actions for you'],
};

/** Everything one person is told in one message. Rows whose reason has gone are left out; what two rows would say alike is said once. */
export function digestOf(snapshot: Snapshot, today: Day, key: string, person: Person, rows: readonly Delivery[]): Digest {
  const lines = rows.flatMap((row): DigestLine[] => {
    const words = noticeWords(snapshot, { ...row, key: row.notice }, today);
    return words ? [{ delivery: row.key, kind: row.kind, subject: row.subject, ...words }] : [];
  });
  const once = lines.filter((line, index) => lines.findIndex(({ sentence, subject }) => sentence === line.sentence && subject === line.subject) === index);
  return { key, person: { key: person.key, name: person.name, mail: person.mail }, headline: headlineOf(once), lines: once };
}

/** "2 things need you: 1 return due, 1 query. 1 for your information: 1 return accepted." No text of any agency is in it. */
function headlineOf(lines: readonly DigestLine[]): string {
  const acts = lines.filter(({ kind }) => NEEDS_ACTION[kind]);
  const news = lines.filter(({ kind }) => !NEEDS_ACTION[kind]);
  return [
    ...(acts.length > 0 ? [`${acts.length === 1 ? '1 thing needs' : `${acts.length} things need`} you: ${counted(acts)}.`] : []),
    ...(news.length > 0 ? [`For your information: ${counted(news)}.`] : []),
  ].join(' ');
}

function counted(lines: readonly DigestLine[]): string {
  return [...Map.groupBy(lines, ({ kind }) => kind)].map(([kind, of]) => `${of.length} ${COUNTED[kind][of.length === 1 ? 0 : 1]}`).join(', ');
}
