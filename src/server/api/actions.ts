import { actionLog } from '../../assurance/action-log/action-log.ts';
import { addAction } from '../../use-cases/add-action.ts';
import { changeAction } from '../../use-cases/change-action.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import type { Endpoints } from './endpoint.ts';

export function actionEndpoints(work: Work): Endpoints<'actionLog' | 'addAction' | 'changeAction'> {
  return {
    actionLog: { permission: ['see actions'], answer: ({ snapshot, viewer, moment }) => actionLog(snapshot, viewer, moment.today) },
    addAction: { permission: ['add action'], answer: ({ viewer, body }) => addAction(work, viewer, body) },
    changeAction: {
      permission: ['update action', 'verify action'],
      answer: ({ viewer, params, body }) => changeAction(work, viewer, { actionKey: params.key, ...body }),
    },
  };
}
