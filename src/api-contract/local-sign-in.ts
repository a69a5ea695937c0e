import { z } from 'zod';

/**
 * The local environment's sign-in, for a browser without Teams: `GET /local/people` answers with whom one can be,
 * `POST /local/token` with a token of the local issuer for that person. No other environment has these addresses.
 */
export const LocalPeople = z.array(z.object({
  key: z.string(),
  name: z.string(),
  /** What they are to the partnership, for example "Representative of Leicestershire Police". */
  words: z.string(),
}));
export type LocalPeople = z.infer<typeof LocalPeople>;

export const LocalTokenRequest = z.object({ person: z.string().min(1).max(255) });
export const LocalToken = z.object({ token: z.string() });
