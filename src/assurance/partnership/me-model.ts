import { z } from 'zod';

/** Who is signed in, what they are to the partnership, and which pages they have. */
export const Me = z.object({
  person: z.string(),
  name: z.string(),
  roles: z.array(z.object({ kind: z.enum(['representative', 'deputy', 'senior-officer', 'chair', 'scrutineer', 'board-office']), words: z.string() })),
  /** The agencies whose return this person answers. */
  answersFor: z.array(z.object({ agency: z.string(), name: z.string() })),
  pages: z.array(z.enum(['my-desk', 'returns', 'escalations', 'calendar', 'action-log', 'deliveries', 'exchange'])),
  today: z.string(),
  boardOffice: z.object({ name: z.string(), mail: z.string() }),
});
export type Me = z.infer<typeof Me>;
