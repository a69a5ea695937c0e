import { parseArgs } from 'node:util';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { Day } from '../assurance/time/day.ts';

const EXAMPLE = 'For example: npm run tick -- --on 2026-10-19 --at 09:00';

const TickRequest = z.object({
  on: z.string('Say which day to try, as year-month-day').pipe(Day),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time as hours and minutes, for example 09:00').default('09:00'),
  sharepoint: z.boolean().default(false),
});
/** The day to try, the time of day in London, and whether the records are in this machine's own SharePoint. */
export type TickRequest = z.infer<typeof TickRequest>;

/** Reads the command line of `npm run tick`. Refused with a sentence that says what to type. */
export function tickRequest(args: readonly string[]): Outcome<TickRequest, string> {
  try {
    const { values } = parseArgs({ args: [...args], options: { on: { type: 'string' }, at: { type: 'string' }, sharepoint: { type: 'boolean' } } });
    const parsed = TickRequest.safeParse(values);
    return parsed.success ? accept(parsed.data) : refuse(`${parsed.error.issues.map(({ message }) => message).join('. ')}. ${EXAMPLE}`);
  } catch {
    return refuse(`The options are --on, --at and --sharepoint. ${EXAMPLE}`);
  }
}
