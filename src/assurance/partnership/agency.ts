import { choice, keys, text, yesNo } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

export const AGENCY_CATEGORIES = ['police', 'health', 'childrens-social-care', 'education', 'district-council', 'probation', 'voluntary', 'youth-justice', 'other'] as const;

/** An organisation with a seat on a group. */
export const agencies = record('Agencies', { purpose: 'The organisations that take part, and what each owes.' }, {
  name: text('Name', { unique: true }),
  shortName: text('Short name'),
  category: choice('Category', AGENCY_CATEGORIES),
  statutoryPartner: yesNo('Statutory safeguarding partner'),
  section11: yesNo('Under Section 11'),
  partnerships: keys('Partnerships'),
  areas: keys('Areas', { help: 'The areas this agency’s figures are split by.' }),
  owesReturn: yesNo('Owes the quarterly return'),
  executiveSignsOff: yesNo('Executive signs off', { help: 'The agency’s senior officer approves the return before it is submitted.' }),
});
export type Agency = RowOf<typeof agencies>;
