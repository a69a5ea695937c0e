import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { actionUpdates, loggedActions } from '../assurance/action-log/logged-action.ts';
import { calendarEvents, calendarRules } from '../assurance/calendar/calendar-event.ts';
import { escalationStages, escalationSteps, escalations } from '../assurance/escalations/escalation.ts';
import { indicators } from '../assurance/indicators/indicator.ts';
import { observations } from '../assurance/indicators/observation.ts';
import { conversations, deliveries } from '../assurance/notices/delivery.ts';
import { jobRuns } from '../assurance/operations/job-run.ts';
import { agencies } from '../assurance/partnership/agency.ts';
import { arrangements } from '../assurance/partnership/arrangements.ts';
import { areas, groups, partnerships } from '../assurance/partnership/partnership.ts';
import { appointments, people, seats } from '../assurance/partnership/person.ts';
import { quarterlyReturns, returnAnswers, returnAttachments, returnQueries, returnRounds } from '../assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../assurance/returns/return-draft.ts';
import { returnQuestions, returnSections } from '../assurance/returns/return-questions.ts';

/** Every list of the register. A record definition that is not named here is not stored. */
export const LISTS: readonly AnyRecordDefinition[] = [
  partnerships, areas, groups, agencies, people, seats, appointments, arrangements,
  returnSections, returnQuestions, returnRounds, quarterlyReturns, returnDrafts, returnAnswers, returnQueries, returnAttachments,
  indicators, observations,
  calendarRules, calendarEvents,
  loggedActions, actionUpdates,
  escalationStages, escalations, escalationSteps,
  deliveries, conversations, jobRuns,
];
