import { keys, reference, text } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

/** A safeguarding partnership: the local authority, health and police of one or more areas [LLR]. */
export const partnerships = record('Partnerships', { purpose: 'The safeguarding partnerships this register serves.' }, {
  name: text('Name'),
  shortName: text('Short name'),
});
export type Partnership = RowOf<typeof partnerships>;

/** A local authority area that figures are split by [LLR appendix 2]. */
export const areas = record('Areas', { purpose: 'The local authority areas that figures are split by.' }, {
  name: text('Name'),
  partnership: reference('Partnership'),
  localAuthority: reference('Local authority', { help: 'The agency that reports the figures which every local authority owns for its own area.' }),
});
export type Area = RowOf<typeof areas>;

/** A group in the reporting line, from audit and assurance up to the board [LLR, PAAG]. */
export const groups = record('Groups', { purpose: 'The groups of the partnerships and whom each reports to.' }, {
  name: text('Name'),
  shortName: text('Short name'),
  purpose: text('Purpose'),
  partnerships: keys('Partnerships'),
  reportsTo: reference('Reports to', { help: 'The group that receives this group’s reports; the group itself when it is the highest.' }),
});
export type Group = RowOf<typeof groups>;
