import { accept } from '../../assurance/outcome.ts';
import { escalationsPage } from '../../assurance/escalations/escalations-page.ts';
import { closeEscalation } from '../../use-cases/close-escalation.ts';
import { decideEscalation } from '../../use-cases/decide-escalation.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import { recordReply } from '../../use-cases/record-reply.ts';
import type { Endpoints } from './endpoint.ts';

export function escalationEndpoints(work: Work): Endpoints<'escalations' | 'decideEscalation' | 'recordReply' | 'closeEscalation'> {
  return {
    escalations: { permission: ['see escalations'], answer: ({ snapshot, viewer, moment }) => accept(escalationsPage(snapshot, viewer, moment.today)) },
    decideEscalation: {
      permission: ['decide escalation'],
      answer: ({ viewer, params, body }) => decideEscalation(work, viewer, { escalationKey: params.key, ...body }),
    },
    recordReply: {
      permission: ['record escalation reply'],
      answer: ({ viewer, params, body }) => recordReply(work, viewer, { escalationKey: params.key, ...body }),
    },
    closeEscalation: {
      permission: ['decide escalation'],
      answer: ({ viewer, params, body }) => closeEscalation(work, viewer, { escalationKey: params.key, ...body }),
    },
  };
}
