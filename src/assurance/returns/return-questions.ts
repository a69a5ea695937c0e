import { keys, longText, numberField, optional, quarterField, reference, text } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Quarter } from '../time/quarter.ts';

/** A part of the quarterly return: learning from quality assurance, risks, voice, workforce, reviews [LLR appendix 1]. */
export const returnSections = record('Return sections', { purpose: 'The parts of the quarterly return, in order.' }, {
  title: text('Title'),
  intro: longText('Introduction'),
  order: numberField('Order'),
});
export type ReturnSection = RowOf<typeof returnSections>;

/** One question as worded from a quarter on. Rewording ends this row and begins another, so that earlier returns keep theirs. */
export const returnQuestions = record('Return questions', { purpose: 'The questions of the quarterly return, each with the quarters it is asked in.' }, {
  section: reference('Section', { indexed: true }),
  wording: longText('Question'),
  help: longText('Help'),
  keyQuestions: keys('Key questions', { help: 'Prompts that help an officer to answer, one a line.' }),
  order: numberField('Order'),
  fromQuarter: quarterField('Asked from'),
  toQuarter: optional(quarterField('Asked until')),
});
export type ReturnQuestion = RowOf<typeof returnQuestions>;

/** The sections with the questions asked in a quarter, both in order; a section without a question is left out. */
export function questionsAskedIn(snapshot: Snapshot, quarter: Quarter): readonly { readonly section: ReturnSection; readonly questions: readonly ReturnQuestion[] }[] {
  return [...snapshot.all(returnSections)].sort((a, b) => a.order - b.order).map((section) => ({
    section,
    questions: snapshot.where(returnQuestions, 'section', section.key)
      .filter((question) => question.fromQuarter <= quarter && (question.toQuarter === undefined || quarter <= question.toQuarter))
      .sort((a, b) => a.order - b.order),
  })).filter(({ questions }) => questions.length > 0);
}
