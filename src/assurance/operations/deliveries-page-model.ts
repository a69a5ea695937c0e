import { z } from 'zod';

export const DeliveryRow = z.object({
  key: z.string(), recipientName: z.string(), what: z.string(), dueOn: z.string(), channel: z.string().optional(), state: z.enum(['queued', 'claimed', 'sent', 'acknowledged', 'failed', 'superseded']),
  words: z.string(), attempts: z.array(z.object({ channel: z.string(), at: z.string(), words: z.string() })), canRetry: z.boolean(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;

/** What could not be delivered, rows broken by hand, and how the jobs run. */
export const DeliveriesPage = z.object({
  heading: z.string(),
  failed: z.array(DeliveryRow),
  recent: z.array(DeliveryRow),
  problems: z.array(z.object({ list: z.string(), row: z.string(), faults: z.array(z.string()), link: z.string().optional() })),
  jobs: z.array(z.object({ key: z.string(), title: z.string(), lastRun: z.string(), rating: z.enum(['on-track', 'off-track', 'not-known']), lastError: z.string().optional() })),
  notes: z.array(z.string()),
});
export type DeliveriesPage = z.infer<typeof DeliveriesPage>;
