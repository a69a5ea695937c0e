import { z } from 'zod';
import { json, longText, numberField, numbers, optional, quarterField, reference } from '../records/field.ts';
import { recordWithStates, type RowOf } from '../records/record.ts';
import type { Quarter } from '../time/quarter.ts';

/** What a figure was before a correction: both values are kept, with the reason [PAAG 1.8]. */
export const Restatement = z.object({
  value: z.number().optional(),
  cells: z.record(z.string(), z.number()),
  missingReason: z.string().optional(),
  version: z.number().int(),
  supersededAt: z.string(),
  reason: z.string(),
});

/**
 * One value: an indicator, an area, a quarter; its months and breakdown inside it. Key: `2026-Q2.LA4.leicester`.
 * Written when a return is submitted. A figure that is not there is `missing` with its reason, never zero.
 */
export const observations = recordWithStates('Observations', { purpose: 'The figures agencies have reported, one row for each indicator, area and quarter.' }, {
  quarter: quarterField('Quarter', { indexed: true }),
  indicator: reference('Indicator', { indexed: true }),
  area: reference('Area'),
  return: reference('Return', { indexed: true }),
  version: numberField('Return version'),
  note: optional(longText('Note')),
  restatements: json('Earlier values', z.array(Restatement).readonly()),
}, {
  reported: {
    value: numberField('Value'),
    numerator: optional(numberField('Numerator')),
    denominator: optional(numberField('Denominator')),
    cells: numbers('Months and breakdown'),
  },
  missing: {
    missingReason: longText('Why there is no figure'),
    cells: optional(numbers('Months and breakdown', { help: 'What is known of it, where only a part is missing.' })),
  },
});
export type Observation = RowOf<typeof observations>;

export function observationKey(quarter: Quarter, indicator: string, area: string): string {
  return `${quarter}.${indicator}.${area}`;
}
