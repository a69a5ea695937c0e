import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { agencies } from '../../src/assurance/partnership/agency.ts';
import { may } from '../../src/assurance/partnership/permission.ts';
import { people } from '../../src/assurance/partnership/person.ts';
import { explainNotFound } from '../../src/assurance/refusals.ts';
import { quarterlyReturns, returnQueries, type QuarterlyReturn, type ReturnQuery } from '../../src/assurance/returns/quarterly-return.ts';
import { returnSections } from '../../src/assurance/returns/return-questions.ts';
import { shortQuarter } from '../../src/assurance/time/quarter.ts';
import { acceptReturn } from '../../src/use-cases/accept-return.ts';
import { answerQuery } from '../../src/use-cases/answer-query.ts';
import { raiseQuery } from '../../src/use-cases/raise-query.ts';
import { renderAnswerCard, renderQueryCard, type QueryFacts } from '../cards/query-cards.ts';
import { sentence, shown, type Answer, type Turn } from '../turn.ts';

type Extra = Pick<QueryFacts, 'said' | 'typed'>;

function found(turn: Turn, queryKey: string): { readonly query: ReturnQuery; readonly row: QuarterlyReturn } | undefined {
  const query = turn.snapshot().get(returnQueries, queryKey);
  const row = query && turn.snapshot().get(quarterlyReturns, query.return);
  return query && row && may(turn.viewer, 'read submitted return', { agency: row.agency }) ? { query, row } : undefined;
}

function factsOf(turn: Turn, { query, row }: { readonly query: ReturnQuery; readonly row: QuarterlyReturn }, extra: Extra): QueryFacts {
  const snapshot = turn.snapshot();
  const nameOf = (person: string) => snapshot.get(people, person)?.name ?? 'Somebody who has left';
  return {
    queryKey: query.key, returnKey: row.key, quarterName: shortQuarter(row.quarter), agencyName: snapshot.get(agencies, row.agency)?.name ?? row.agency,
    about: (query.section === undefined ? undefined : snapshot.get(returnSections, query.section)?.title) ?? 'The whole return',
    query: query.query, askedByName: nameOf(query.askedBy),
    ...(query.status === 'answered' ? { reply: query.reply, answeredByName: nameOf(query.answeredBy) } : {}),
    canReply: may(turn.viewer, 'answer query', { agency: row.agency }), ...extra, readUrl: turn.tab(pageAddress.returnReading(row.key)), userIds: [turn.teamsUser],
  };
}

const PERSONAL_ONLY = 'A query holds an agency’s own text, so I show it only in our personal chat.';

/** To the agency that was asked. */
export function showQuery(turn: Turn, queryKey: string, extra: Extra = {}): Answer {
  if (turn.place !== 'personal') return sentence(PERSONAL_ONLY);
  const of = found(turn, queryKey);
  return of === undefined ? sentence(explainNotFound()) : shown(renderQueryCard(factsOf(turn, of, extra)));
}

/** To whoever asked. */
export function showAnswer(turn: Turn, queryKey: string, extra: Extra = {}): Answer {
  if (turn.place !== 'personal') return sentence(PERSONAL_ONLY);
  const of = found(turn, queryKey);
  if (of === undefined) return sentence(explainNotFound());
  if (of.query.status === 'open') return showQuery(turn, queryKey, extra);
  return shown(renderAnswerCard({ ...factsOf(turn, of, extra), accepted: of.row.status === 'accepted', canAccept: may(turn.viewer, 'accept return', { agency: of.row.agency }) }));
}

export async function answerQueryFromCard(turn: Turn, { queryKey, reply }: { readonly queryKey: string; readonly reply: string }): Promise<Answer> {
  const before = found(turn, queryKey);
  // The same press again, or a colleague was faster: the reply that counts is shown, and this one beside it.
  if (before?.query.status === 'answered') return showQuery(turn, queryKey, { typed: reply });
  if (reply.trim() === '') return showQuery(turn, queryKey, { said: { word: 'Please check', text: 'Enter a reply. Nothing was sent yet.' } });
  const answered = await answerQuery(turn.work, turn.viewer, { queryKey, reply });
  if (!answered.ok) return before === undefined ? sentence(answered.refusal.message) : showQuery(turn, queryKey, { typed: reply, said: { word: 'Refused', text: answered.refusal.message } });
  return showQuery(turn, queryKey, { said: { word: 'Done', text: answered.fact.message } });
}

export async function acceptFromCard(turn: Turn, press: { readonly queryKey: string; readonly query: string }): Promise<Answer> {
  const of = found(turn, press.queryKey);
  if (of === undefined) return sentence(explainNotFound());
  if (of.row.status === 'accepted') return showAnswer(turn, press.queryKey);
  if (press.query.trim() !== '') return showAnswer(turn, press.queryKey, { typed: press.query, said: { word: 'Please check', text: 'You wrote another query. Ask again, or remove the text and accept.' } });
  const accepted = await acceptReturn(turn.work, turn.viewer, { returnKey: of.row.key });
  return showAnswer(turn, press.queryKey, { said: accepted.ok ? { word: 'Done', text: accepted.fact.message } : { word: 'Refused', text: accepted.refusal.message } });
}

export async function askAgainFromCard(turn: Turn, press: { readonly queryKey: string; readonly query: string }): Promise<Answer> {
  const of = found(turn, press.queryKey);
  if (of === undefined) return sentence(explainNotFound());
  if (press.query.trim() === '') return showAnswer(turn, press.queryKey, { said: { word: 'Please check', text: 'Enter what you want to ask. Nothing was sent yet.' } });
  const raised = await raiseQuery(turn.work, turn.viewer, { returnKey: of.row.key, query: press.query, ...(of.query.section === undefined ? {} : { section: of.query.section }) });
  if (!raised.ok) return showAnswer(turn, press.queryKey, { typed: press.query, said: { word: 'Refused', text: raised.refusal.message } });
  return showAnswer(turn, press.queryKey, { said: { word: 'Done', text: raised.fact.message } });
}
