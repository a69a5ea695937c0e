import { arrangementsOf } from '../partnership/arrangements.ts';
import { holdersOf } from '../partnership/people-of.ts';
import { LONG_TEXT_LENGTH, SHORT_TEXT_LENGTH } from '../records/field.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { returnRounds } from '../returns/quarterly-return.ts';
import { isDay, longDate, type Day } from '../time/day.ts';
import { longQuarter } from '../time/quarter.ts';
import { addWorkingDays } from '../time/working-days.ts';
import type { Escalation, EscalationStage } from './escalation.ts';
import { evidenceLines } from './evidence.ts';
import { addresseesOf, agencyName } from './ladder.ts';

/** What a letter of the template may leave to be filled in, as `{{agency}}`. */
export const LETTER_PLACEHOLDERS = ['agency', 'quarter', 'dueOn', 'replyBy', 'seniorOfficer', 'chair', 'evidence'] as const;
type Placeholder = (typeof LETTER_PLACEHOLDERS)[number];

/** A letter that does not say which agency and which quarter cannot be acted on. */
const REQUIRED: readonly Placeholder[] = ['agency', 'quarter'];
const BRACES = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * What is wrong with a stage's letter, a sentence each; empty when it can be filled in. A template with faults is refused when it is
 * loaded, so that no letter ever goes out with a gap.
 */
export function letterFaults({ letterSubject, letter }: Pick<EscalationStage, 'letterSubject' | 'letter'>): readonly string[] {
  const faults: string[] = [];
  const known: ReadonlySet<string> = new Set(LETTER_PLACEHOLDERS);
  for (const [part, text] of [['letter subject', letterSubject], ['letter', letter]] as const) {
    const names = [...text.matchAll(BRACES)].map((match) => match[1] ?? '');
    for (const name of new Set(names)) {
      if (!known.has(name)) faults.push(`The ${part} has {{${name}}}, which nothing fills in. Use one of: ${LETTER_PLACEHOLDERS.map((each) => `{{${each}}}`).join(', ')}`);
    }
    if (/\{\{|\}\}/.test(text.replaceAll(BRACES, ''))) faults.push(`The ${part} has double braces that are not closed. Write {{agency}}, with two braces on either side`);
    if (part === 'letter') {
      for (const name of REQUIRED) if (!names.includes(name)) faults.push(`The letter does not say {{${name}}}, so its reader would not know what it is about`);
    }
  }
  return faults;
}

export type Letter = { readonly to: readonly { readonly key: string; readonly name: string; readonly mail: string }[]; readonly subject: string; readonly text: string; readonly replyBy: Day };

/**
 * The letter of a stage as it would go today.
 * @param escalation the concern it is about, with the evidence as it was fixed when it was proposed
 */
export function writeLetter(snapshot: Snapshot, escalation: Escalation, stage: EscalationStage, today: Day): Letter {
  const to = addresseesOf(snapshot, stage, escalation.agency, today);
  const round = snapshot.get(returnRounds, escalation.quarter);
  const replyBy = addWorkingDays(today, stage.replyWithinWorkingDays);
  const names = (role: 'senior-officer' | 'chair', of: { agency?: string; group?: string }, otherwise: string) =>
    holdersOf(snapshot, role, today, of).map(({ name }) => name).join(' and ') || otherwise;
  const values: Readonly<Record<Placeholder, string>> = {
    agency: agencyName(snapshot, escalation.agency),
    quarter: inSentence(longQuarter(escalation.quarter)),
    dueOn: round ? longDate(round.dueOn) : isDay(escalation.evidence.dueOn) ? longDate(escalation.evidence.dueOn) : escalation.evidence.dueOn,
    replyBy: longDate(replyBy),
    seniorOfficer: names('senior-officer', { agency: escalation.agency }, 'Senior officer'),
    chair: names('chair', { group: arrangementsOf(snapshot).returnsGroup }, 'The chair'),
    evidence: evidenceLines(escalation.evidence).map((line) => `- ${line}`).join('\n'),
  };
  return { to, subject: fill(stage.letterSubject, values).replaceAll(/\s+/g, ' ').trim().slice(0, SHORT_TEXT_LENGTH), text: fill(stage.letter, values).slice(0, LONG_TEXT_LENGTH), replyBy };
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(BRACES, (whole, name: string) => values[name] ?? whole);
}

function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
