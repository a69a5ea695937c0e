import { deliveriesPage, type StoreFault } from '../../assurance/operations/deliveries-page.ts';
import { acknowledgeDelivery } from '../../use-cases/acknowledge-delivery.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import { retryDelivery } from '../../use-cases/retry-delivery.ts';
import { momentAt } from '../clock.ts';
import type { Endpoints } from './endpoint.ts';

export function deliveryEndpoints(work: Work): Endpoints<'deliveries' | 'retryDelivery' | 'acknowledge'> {
  return {
    deliveries: { permission: ['see deliveries'], answer: ({ snapshot, viewer, moment }) => deliveriesPage(snapshot, viewer, moment, storeFault(work)) },
    retryDelivery: {
      permission: ['see deliveries'],
      answer: ({ viewer, params }) => retryDelivery(work, viewer, { deliveryKey: params.key }),
    },
    acknowledge: {
      permission: 'everybody in the register',
      answer: ({ viewer, params }) => acknowledgeDelivery(work, viewer, { deliveryKey: params.key }),
    },
  };
}

function storeFault({ register }: Work): StoreFault | undefined {
  const health = register.health?.();
  return health?.fault === undefined ? undefined : { fault: health.fault, asOf: momentAt(new Date(health.asOf)) };
}
