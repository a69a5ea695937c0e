import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { deliveries } from '../../src/assurance/notices/delivery.ts';
import { acknowledgeDelivery } from '../../src/use-cases/acknowledge-delivery.ts';
import { renderAcknowledged } from '../cards/digest-card.ts';
import { sentence, shown, type Answer, type Turn } from '../turn.ts';

/**
 * Notes that this person has seen what a digest told. Only rows addressed to the presser count, whatever the card says;
 * pressing again finds nothing left to acknowledge and answers the same.
 */
export async function acknowledge(turn: Turn, digest: string): Promise<Answer> {
  const own = turn.snapshot().where(deliveries, 'recipient', turn.viewer.person)
    .filter((row) => row.digest === digest && (row.status === 'claimed' || row.status === 'sent' || row.status === 'acknowledged'));
  if (own.length === 0) return sentence('This message was for somebody else, or is no longer kept, so there is nothing to acknowledge.');
  for (const { key } of own.filter(({ status }) => status !== 'acknowledged')) {
    const done = await acknowledgeDelivery(turn.work, turn.viewer, { deliveryKey: key });
    if (!done.ok) return sentence(done.refusal.message);
  }
  return shown(renderAcknowledged(own.length === 1 ? 'Seen, thank you' : `All ${own.length} seen, thank you`, turn.tab(pageAddress.myDesk())));
}
