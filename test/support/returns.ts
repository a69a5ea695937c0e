import type { Outcome } from '../../src/assurance/outcome.ts';
import type { Viewer } from '../../src/assurance/partnership/viewer.ts';
import type { Decision } from '../../src/assurance/records/decision.ts';
import type { Snapshot } from '../../src/assurance/records/snapshot.ts';
import { decideAcceptance, decideRaiseQuery } from '../../src/assurance/returns/decide-queries.ts';
import { decideDraftEdits } from '../../src/assurance/returns/decide-draft-edits.ts';
import { decideSubmission } from '../../src/assurance/returns/decide-submission.ts';
import type { DraftEdit } from '../../src/assurance/returns/return-form-model.ts';
import { quarterlyReturns, type QuarterlyReturn } from '../../src/assurance/returns/quarterly-return.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import type { Register } from '../../src/register/register.ts';
import { memoryRegister, type Stocked } from './memory-register.ts';
import { aPartnership, aRound, at, viewer } from './world.ts';

type Decide<Fact, Refusal> = (snapshot: Snapshot, viewer: Viewer, moment: Moment) => Outcome<Decision<Fact>, Refusal>;

export const POLICE = '2026-Q2.police';
export const HOSPITAL = '2026-Q2.hospital';
export const NORTHMOOR = '2026-Q2.northmoor-council';

/** The test world with a clock that tests set by hand, in which people do one thing after another. */
export class Played {
  readonly register: Register;
  moment: Moment;

  constructor(rows: readonly Stocked[], moment: Moment) {
    this.register = memoryRegister(rows);
    this.moment = moment;
  }

  get snapshot(): Snapshot { return this.register.snapshot(); }

  get work() { return { register: this.register, now: () => this.moment }; }

  who(person: string): Viewer { return viewer(this.snapshot, person, this.moment.today); }

  on(today: string, time?: string): this {
    this.moment = at(today, time);
    return this;
  }

  /** Decides as this person and writes what follows. Answers the outcome. */
  async does<Fact, Refusal>(person: string, decide: Decide<Fact, Refusal>): Promise<Outcome<Fact, Refusal>> {
    const outcome = decide(this.snapshot, this.who(person), this.moment);
    if (!outcome.ok) return outcome;
    const { changes, what, fact } = outcome.fact;
    if (changes.length > 0) {
      const committed = await this.register.commit(changes, { person, at: this.moment.instant, what });
      if (!committed.ok) throw new Error(`Not committed: ${committed.refusal.reason} ${committed.refusal.key}`);
    }
    return { ok: true, fact };
  }

  writes(person: string, returnKey: string, edits: readonly DraftEdit[], onBehalf = false) {
    return this.does(person, (snapshot, viewer, moment) => decideDraftEdits(snapshot, viewer, moment, { returnKey, onBehalf, edits }));
  }

  submits(person: string, returnKey: string, more: { readonly onBehalf?: boolean; readonly correctionReason?: string } = {}) {
    return this.does(person, (snapshot, viewer, moment) => decideSubmission(snapshot, viewer, moment, { returnKey, onBehalf: false, ...more }));
  }

  queries(person: string, returnKey: string, query: string, section?: string) {
    return this.does(person, (snapshot, viewer, moment) => decideRaiseQuery(snapshot, viewer, moment, { returnKey, query, section }));
  }

  accepts(person: string, returnKey: string) {
    return this.does(person, (snapshot, viewer, moment) => decideAcceptance(snapshot, viewer, moment, { returnKey }));
  }

  /** The agency's representative fills in and submits everything, with nothing to raise but one answer. */
  async submitted(returnKey: string): Promise<this> {
    const person = `${returnKey.slice('2026-Q2.'.length)}-rep`;
    await this.writes(person, returnKey, everythingFor(returnKey));
    const outcome = await this.submits(person, returnKey);
    if (!outcome.ok) throw new Error(`Not submitted: ${JSON.stringify(outcome.refusal)}`);
    return this;
  }

  row(key: string): QuarterlyReturn {
    const row = this.snapshot.get(quarterlyReturns, key);
    if (!row) throw new Error(`No return ${key}`);
    return row;
  }
}

export function played(states: Parameters<typeof aRound>[0] = {}, more: readonly Stocked[] = []): Played {
  return new Played([...aPartnership(), ...aRound(states), ...more], at('2026-10-05'));
}

export function answer(question: string, text: string, was = ''): DraftEdit {
  return { kind: 'answer', question, text, was };
}

export function nil(section: string, value = true, was = false): DraftEdit {
  return { kind: 'nothing-to-raise', section, value, was };
}

export function cell(figure: string, id: string, value: number | null, was: number | null = null): DraftEdit {
  return { kind: 'cell', figure, cell: id, value, was };
}

const MONTHS = ['2026-07', '2026-08', '2026-09'];

/** Six cells: two rows of three months. */
export function strategyMeetings(area: string, value = 10): DraftEdit[] {
  return ['single', 'joint'].flatMap((row) => MONTHS.map((month) => cell(`P1.${area}`, `${row}.${month}`, value)));
}

/** Edits that complete a return: one answer, two sections with nothing to raise, every figure owed. */
export function everythingFor(returnKey: string): DraftEdit[] {
  const words = [answer('learning-1', 'We learned to listen.'), nil('risks'), nil('voice')];
  switch (returnKey) {
    case POLICE: return [...words, ...strategyMeetings('northmoor'), ...strategyMeetings('eastvale')];
    case NORTHMOOR: return [...words, cell('C1.northmoor', 'all.numerator', 5), cell('C1.northmoor', 'all.denominator', 20), cell('C2.northmoor', 'all.quarter', 40)];
    default: return words;
  }
}
