import { agencies } from '../partnership/agency.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { holdersOf, representativeOf } from '../partnership/people-of.ts';
import type { Person } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { escalationStages, escalationSteps, type AUDIENCES, type Escalation, type EscalationStage, type EscalationStep } from './escalation.ts';

/** The stages in the order in which a concern goes up [PAAG 2-3]. */
export function stagesInOrder(snapshot: Snapshot): readonly EscalationStage[] {
  return [...snapshot.all(escalationStages)].sort((a, b) => a.order - b.order);
}

export function stageAfter(snapshot: Snapshot, stage: string): EscalationStage | undefined {
  const stages = stagesInOrder(snapshot);
  const index = stages.findIndex(({ key }) => key === stage);
  return index < 0 ? undefined : stages[index + 1];
}

/** The steps of one escalation, first to last. */
export function stepsOf(snapshot: Snapshot, escalation: string): readonly EscalationStep[] {
  return [...snapshot.where(escalationSteps, 'escalation', escalation)].sort((a, b) => numberOf(a) - numberOf(b));
}

function numberOf(step: EscalationStep): number {
  return Number(step.key.slice(step.key.lastIndexOf('.s') + 2));
}

/** The step at which the latest letter went, if one has. */
export function lastLetter(snapshot: Snapshot, escalation: string): EscalationStep | undefined {
  return stepsOf(snapshot, escalation).findLast(({ step }) => step === 'escalated');
}

/** Whom a stage's letter goes to: the agency's senior officer, or the chair of the group which the stage names. */
export function addresseesOf(snapshot: Snapshot, stage: EscalationStage, agency: string, today: Day): readonly Person[] {
  return audience(snapshot, stage.writeTo, agency, today, stage.writeToGroup);
}

/** Who else is told at a stage, each once and without those whom the letter goes to. */
export function informedOf(snapshot: Snapshot, stage: EscalationStage, agency: string, today: Day): readonly Person[] {
  const written = new Set(addresseesOf(snapshot, stage, agency, today).map(({ key }) => key));
  const told = stage.inform.flatMap((to) => audience(snapshot, to, agency, today));
  return [...new Map(told.map((person) => [person.key, person])).values()].filter(({ key }) => !written.has(key));
}

function audience(snapshot: Snapshot, to: (typeof AUDIENCES)[number], agency: string, today: Day, group?: string): readonly Person[] {
  const { returnsGroup } = arrangementsOf(snapshot);
  switch (to) {
    case 'senior-officer': return holdersOf(snapshot, 'senior-officer', today, { agency });
    case 'chair': return holdersOf(snapshot, 'chair', today, { group: group ?? returnsGroup });
    case 'scrutineer': return holdersOf(snapshot, 'scrutineer', today);
    case 'board-office': return holdersOf(snapshot, 'board-office', today);
    case 'representative': {
      const person = representativeOf(snapshot, returnsGroup, agency, today);
      return person ? [person] : [];
    }
  }
}

/** The agency's name; its key where the register has lost the agency. */
export function agencyName(snapshot: Snapshot, agency: string): string {
  return snapshot.get(agencies, agency)?.name ?? agency;
}

export function isOpen(escalation: Escalation): boolean {
  return escalation.status !== 'closed' && escalation.status !== 'excused';
}
