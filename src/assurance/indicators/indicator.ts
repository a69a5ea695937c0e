import { z } from 'zod';
import { choice, json, keys, longText, numberField, optional, quarterField, reference, text, yesNo } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Quarter } from '../time/quarter.ts';
import { agencies } from '../partnership/agency.ts';
import { areas } from '../partnership/partnership.ts';

export const UNITS = ['count', 'percentage', 'rate-per-10000', 'days'] as const;
export const POLARITIES = ['higher-is-better', 'lower-is-better', 'neither'] as const;
export const YEAR_AGGREGATIONS = ['sum', 'mean', 'last', 'ratio-of-sums'] as const;
export const AVAILABILITIES = ['collected', 'not-collected', 'not-applicable', 'to-be-confirmed'] as const;

const Breakdown = z.object({ name: z.string(), values: z.array(z.object({ key: z.string().regex(/^[a-z0-9-]+$/), name: z.string() })).min(1) });

/**
 * One part of an indicator as defined from a quarter on; its key is its code, `LA1a`. A percentage is always collected as
 * numerator and denominator, so that years and areas can be added up honestly.
 */
export const indicators = record('Indicators', { purpose: 'The indicator set: what is measured, by whom, how and why.' }, {
  set: text('Set', { help: 'The indicator this is a part of, for example LA1.', indexed: true }),
  name: text('Name'),
  definition: longText('Definition'),
  rationale: longText('Rationale'),
  ownedBy: choice('Owned by', ['agency', 'each-local-authority']),
  owner: optional(reference('Owner agency', { help: 'Where one agency owns it.' })),
  unit: choice('Unit', UNITS),
  decimals: numberField('Decimals'),
  polarity: choice('Polarity', POLARITIES),
  yearAggregation: choice('Year aggregation', YEAR_AGGREGATIONS),
  monthly: yesNo('Monthly values within the quarter'),
  breakdown: optional(json('Breakdown', Breakdown)),
  numeratorLabel: optional(text('Numerator')),
  denominatorLabel: optional(text('Denominator')),
  status: choice('Status', ['agreed', 'to-be-confirmed', 'retired']),
  availability: json('Availability', z.record(z.string(), z.enum(AVAILABILITIES)), { help: 'By area key; an area left out is collected.' }),
  keyQuestions: keys('Key questions'),
  target: optional(numberField('Target')),
  fromQuarter: quarterField('Collected from'),
  toQuarter: optional(quarterField('Collected until')),
});
export type Indicator = RowOf<typeof indicators>;

/** One figure an agency owes: this indicator for this area. */
export type OwedFigure = { readonly indicator: Indicator; readonly area: string; readonly id: string };

/** Identifies a figure inside one return: `LA4.leicester`. */
export function figureId(indicator: string, area: string): string {
  return `${indicator}.${area}`;
}

type Owners = { readonly own: ReadonlyMap<string, readonly Indicator[]>; readonly everyLocalAuthority: readonly Indicator[] };
const owners = new WeakMap<readonly Indicator[], Owners>();

/** Who owns which agreed indicators. Kept per list of rows, because every view asks and the list seldom changes. */
function ownersOf(rows: readonly Indicator[]): Owners {
  const known = owners.get(rows);
  if (known) return known;
  const own = new Map<string, Indicator[]>();
  const everyLocalAuthority: Indicator[] = [];
  for (const indicator of rows) {
    if (indicator.status !== 'agreed') continue;
    if (indicator.ownedBy === 'each-local-authority') everyLocalAuthority.push(indicator);
    else if (indicator.owner !== undefined) own.set(indicator.owner, [...(own.get(indicator.owner) ?? []), indicator]);
  }
  const found = { own, everyLocalAuthority };
  owners.set(rows, found);
  return found;
}

/**
 * The figures an agency owes for a quarter, in order of code, then area: every agreed indicator that it owns, for each of its areas in
 * which the indicator is collected. What is to be confirmed, not collected or not applicable is not owed [LLR appendix 2].
 */
export function figuresOwedBy(snapshot: Snapshot, agencyKey: string, quarter: Quarter): readonly OwedFigure[] {
  const agency = snapshot.get(agencies, agencyKey);
  if (!agency) return [];
  const { own, everyLocalAuthority } = ownersOf(snapshot.all(indicators));
  const localAreas = agency.areas.filter((area) => snapshot.get(areas, area)?.localAuthority === agencyKey);
  const candidates = [...(own.get(agencyKey) ?? []), ...(localAreas.length > 0 ? everyLocalAuthority : [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  return candidates.flatMap((indicator) => {
    if (indicator.fromQuarter > quarter || (indicator.toQuarter !== undefined && quarter > indicator.toQuarter)) return [];
    return (indicator.ownedBy === 'agency' ? agency.areas : localAreas)
      .filter((area) => (indicator.availability[area] ?? 'collected') === 'collected')
      .map((area) => ({ indicator, area, id: figureId(indicator.key, area) }));
  });
}
