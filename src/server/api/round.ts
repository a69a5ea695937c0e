import { acceptReturn } from '../../use-cases/accept-return.ts';
import { answerQuery } from '../../use-cases/answer-query.ts';
import { askDeputy } from '../../use-cases/ask-deputy.ts';
import { askSignOff } from '../../use-cases/ask-sign-off.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import { declineSignOff } from '../../use-cases/decline-sign-off.ts';
import { excuseReturn } from '../../use-cases/excuse-return.ts';
import { grantException } from '../../use-cases/grant-exception.ts';
import { raiseQuery } from '../../use-cases/raise-query.ts';
import { remindNow } from '../../use-cases/remind-now.ts';
import type { Endpoints } from './endpoint.ts';

/** What passes between people about a return: sign-off, queries, acceptance, reminders and exceptions. */
export function roundEndpoints(work: Work): Endpoints<
  'askSignOff' | 'declineSignOff' | 'raiseQuery' | 'answerQuery' | 'acceptReturn' | 'askDeputy' | 'remindNow' | 'excuseReturn' | 'grantException'
> {
  return {
    askSignOff: {
      permission: ['submit return'],
      answer: ({ viewer, params }) => askSignOff(work, viewer, { returnKey: params.key }),
    },
    declineSignOff: {
      permission: ['sign off return'],
      answer: ({ viewer, params, body }) => declineSignOff(work, viewer, { returnKey: params.key, ...body }),
    },
    raiseQuery: {
      permission: ['query return'],
      answer: ({ viewer, params, body }) => raiseQuery(work, viewer, { returnKey: params.key, ...body }),
    },
    answerQuery: {
      permission: ['answer query'],
      answer: ({ viewer, params, body }) => answerQuery(work, viewer, { queryKey: params.key, ...body }),
    },
    acceptReturn: {
      permission: ['accept return'],
      answer: ({ viewer, params }) => acceptReturn(work, viewer, { returnKey: params.key }),
    },
    askDeputy: {
      permission: ['ask deputy'],
      answer: ({ viewer, params, body }) => askDeputy(work, viewer, { returnKey: params.key, ...body }),
    },
    remindNow: {
      permission: ['manage round'],
      answer: ({ viewer, params }) => remindNow(work, viewer, { returnKey: params.key }),
    },
    excuseReturn: {
      permission: ['manage round'],
      answer: ({ viewer, params, body }) => excuseReturn(work, viewer, { returnKey: params.key, ...body }),
    },
    grantException: {
      permission: ['manage round'],
      answer: ({ viewer, params, body }) => grantException(work, viewer, { returnKey: params.key, ...body }),
    },
  };
}
