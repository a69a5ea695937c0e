import { loggedActions } from '../../../src/assurance/action-log/logged-action.ts';
import { decideImport, IMPORT_SUBJECTS, proposedFallbacks } from '../../../src/assurance/exchange/decide-import.ts';
import { MOST_ROWS, type ImportMapping, type RowOutcome, type SubjectKey } from '../../../src/assurance/exchange/exchange-model.ts';
import { proposeMapping } from '../../../src/assurance/exchange/mapping.ts';
import { explainSheet, tableIn, type SheetGrid } from '../../../src/assurance/exchange/sheet-table.ts';
import { observations } from '../../../src/assurance/indicators/observation.ts';
import { people } from '../../../src/assurance/partnership/person.ts';
import type { Snapshot } from '../../../src/assurance/records/snapshot.ts';
import { snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, aRound, at, QUARTER, SUBMITTED, viewer } from '../../support/world.ts';

const NOW = at('2026-10-15');
const row = (definition: Stocked[0], of: Record<string, unknown> & { key: string }): Stocked => [definition, of];

/** What the board office is told of a sheet, and the rows that would be written. */
function look(subject: SubjectKey, grid: SheetGrid, { snapshot = snapshotOf(aPartnership()), otherwise = {} }: { snapshot?: Snapshot; otherwise?: Record<string, string> } = {}) {
  const { fields } = IMPORT_SUBJECTS[subject];
  const table = tableIn(grid, fields);
  if (!table.ok) throw new Error(explainSheet(table.refusal));
  const mapping: ImportMapping = proposeMapping(table.fact.headings, fields, { ...proposedFallbacks(snapshot, subject), ...otherwise });
  const planned = decideImport(snapshot, viewer(snapshot, 'office'), NOW, { subject, fileName: 'sheet.xlsx', mapping, rows: table.fact.rows });
  if (!planned.ok) throw new Error('Refused');
  const changes = planned.fact.flatMap(({ change }) => (change && change.kind !== 'remove' ? [change] : []));
  return { rows: planned.fact.map((each) => each.row), written: changes.map((change) => change.row as Record<string, unknown>), changes, mapping, leftOut: table.fact.leftOut };
}

/** The snapshot after everything that would be written has been. */
function after(stock: readonly Stocked[], looked: ReturnType<typeof look>): Snapshot {
  const written = new Map(looked.changes.map((change) => [change.row.key, [change.definition, change.row] as Stocked]));
  return snapshotOf([...stock.filter(([definition, { key }]) => written.get(key)?.[0] !== definition), ...written.values()]);
}

const outcomes = (rows: readonly RowOutcome[]) => rows.map(({ outcome }) => outcome);
const faults = (rows: readonly RowOutcome[]) => rows.flatMap((each) => each.faults);

const LOG: SheetGrid = [
  ['AAG action log as at 1 October 2026', '', '', '', '', '', ''],
  ['', '', '', '', '', '', ''],
  ['Ref ', 'Action agreed', 'Success measure', 'Lead', 'Due date', 'Status', 'Evidence'],
  ['AAG 12', '  Share the missing-children protocol ', 'All agencies have it', 'Police Rep', '30/11/2026', 'Ongoing', ''],
  ['', '', '', '', '', '', ''],
  ['', 'Train the front desk', 'Attendance list', 'Northmoor Council', '46388', 'Not started', ''],
  ['AAG 14', 'Review thresholds', 'Agreed by the board', 'police-deputy@example.org', '1 Sept 2026', 'Closed', 'Minutes of 3 September'],
  ['Ref ', 'Action agreed', 'Success measure', 'Lead', 'Due date', 'Status', 'Evidence'],
  ['Total', '3', '', '', '', '', ''],
];
const CLOSED = { completedAt: '3/9/2026' };

describe('an action log that a partnership kept in a spreadsheet', () => {
  it('is found under its title, and read in the words people use', () => {
    const { rows, written, leftOut } = look('actions', LOG, { otherwise: CLOSED });
    expect(faults(rows)).toEqual([]);
    expect(written).toEqual([
      expect.objectContaining({ key: 'AAG-12', action: 'Share the missing-children protocol', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-11-30', status: 'in-progress', addedBy: 'office', source: 'other' }),
      expect.objectContaining({ key: '2026-1', agency: 'northmoor-council', owner: 'northmoor-council-rep', dueOn: '2027-01-01', status: 'open' }),
      expect.objectContaining({ key: 'AAG-14', owner: 'police-deputy', status: 'complete', completedAt: '2026-09-03T12:00:00.000Z', completedBy: 'police-deputy', evidence: 'Minutes of 3 September' }),
    ]);
    expect(rows.map(({ place }) => place)).toEqual(['Row 4', 'Row 6', 'Row 7']);
    expect(leftOut).toEqual(['Row 8 repeats the headings.', 'Row 9 is a total.']);
    expect(rows[0]?.values).toContainEqual({ label: 'Due', after: '30 November 2026' });
  });

  it('changes nothing when it comes a second time, also where rows bring no reference', () => {
    const first = look('actions', LOG, { otherwise: CLOSED });
    const again = look('actions', LOG, { otherwise: CLOSED, snapshot: after(aPartnership(), first) });
    expect(outcomes(again.rows)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(again.changes).toEqual([]);
  });

  it('moves an action on and never back', () => {
    const stock = [...aPartnership(), row(loggedActions, { key: 'AAG-12', action: 'Share it', measure: 'Shared', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-11-30', dueMovedFrom: [], source: 'meeting', addedAt: NOW.instant, addedBy: 'chair', status: 'complete', completedAt: NOW.instant, completedBy: 'police-rep', evidence: 'The protocol' })];
    const { rows } = look('actions', [['Ref', 'Action', 'Status'], ['AAG-12', 'Share it', 'Open']], { snapshot: snapshotOf(stock) });
    expect(faults(rows)).toEqual(['Action AAG-12 is complete and waits to be verified here, and open in the sheet. Open it again in the action log first if the sheet is right.']);
  });

  it('says before and after of what would change, and keeps what the sheet has no column for', () => {
    const stock = [...aPartnership(), row(loggedActions, { key: '7', action: 'Share it', measure: 'Shared', agency: 'police', owner: 'police-rep', group: 'board', dueOn: '2026-11-30', dueMovedFrom: [], source: 'audit', addedAt: NOW.instant, addedBy: 'chair', status: 'open' })];
    const { rows, written } = look('actions', [['Ref', 'Due date', 'Lead'], ['7', '15/12/2026', 'Police Deputy']], { snapshot: snapshotOf(stock) });
    expect(rows[0]).toMatchObject({ outcome: 'update', values: [{ label: 'Owner', before: 'Police Rep', after: 'Police Deputy' }, { label: 'Due', before: '30 November 2026', after: '15 December 2026' }, { label: 'Earlier due dates', after: '30 November 2026' }] });
    expect(written[0]).toMatchObject({ group: 'board', source: 'audit', addedBy: 'chair', measure: 'Shared', dueMovedFrom: ['2026-11-30'] });
  });

  it('is refused row by row in sentences, and loses no row', () => {
    const { rows } = look('actions', [
      ['Ref', 'Action', 'Measure', 'Owner', 'Due', 'Status'],
      ['1', 'One', 'Done', 'Polcie Rep', '12/13/2026', 'Amber'],
      ['2', '', 'Done', 'Police Rep', '', 'Open'],
      ['3', 'Three', 'Done', 'Police Chief', '1/12/2026', 'Open'],
      ['4', 'Speak with the family of NHS number 943 476 5919', 'Done', 'Police Rep', '1/12/2026', 'Open'],
      ['5', 'Five', 'Done', 'Police Rep', '1/12/2026', 'Done'],
      ['1', 'One again', 'Done', 'Police Rep', '1/12/2026', 'Open'],
      ['=HYPERLINK("http://x")', 'Six', 'Done', 'Police Rep', '1/12/2026', 'Open'],
    ]);
    expect(rows).toHaveLength(7);
    expect(rows.map((each) => each.faults)).toEqual([
      ['Due is “12/13/2026”, which is not a date. Write it as day, month and year, for example 16/10/2026.', 'Status is “Amber”. It must be one of: open, in-progress, complete, verified, not-needed.'],
      ['Action is empty.', 'Due is empty.'],
      ['Owner Police Chief is not a representative or deputy of Moor Police, so could not update the action. Choose one who is.'],
      [expect.stringMatching(/^“Action” seems to hold an NHS number/)],
      ['Completed at is empty.', 'Evidence is empty.'],
      ['This is the same as row 2, which comes first. Keep one of them, or give each its own key.'],
      [],
    ]);
    expect(rows.at(-1)?.key).toBe('HYPERLINKhttp-x');
    expect(JSON.stringify(rows[3]?.faults)).not.toContain('943');
  });

  it('asks whether a name is mistyped', () => {
    const { rows } = look('actions', [['Action', 'Measure', 'Owner', 'Due'], ['One', 'Done', 'Polcie Rep', '1/12/2026']]);
    expect(faults(rows)).toEqual(['Owner is “Polcie Rep”, which is not in the list People. Did you mean “Police Rep”?']);
  });

  it('is refused beyond 5,000 rows, before anything else', () => {
    const many = [['Ref', 'Action'], ...Array.from({ length: MOST_ROWS + 1 }, (_, at_) => [String(at_), 'Do it'])];
    expect(tableIn(many, IMPORT_SUBJECTS.actions.fields)).toEqual({ ok: false, refusal: { reason: 'too-many-rows', rows: 5001 } });
    expect(explainSheet({ reason: 'too-many-rows', rows: 5001 })).toBe('The sheet has 5,001 rows, and 5,000 can be imported at once. Split it into smaller files; nothing was imported.');
    expect(tableIn([['', ''], ['']], IMPORT_SUBJECTS.actions.fields)).toEqual({ ok: false, refusal: { reason: 'no-table' } });
  });

  it('is open to the board office alone', () => {
    const snapshot = snapshotOf(aPartnership());
    for (const person of ['police-rep', 'chair', 'scrutineer', 'police-chief']) {
      expect(decideImport(snapshot, viewer(snapshot, person), NOW, { subject: 'actions', fileName: 'x', mapping: {}, rows: [] })).toEqual({ ok: false, refusal: { reason: 'not-permitted', capability: 'import rows' } });
    }
  });
});

describe('a dataset that a partnership kept in a spreadsheet', () => {
  const WIDE: SheetGrid = [
    ['', '', '2025/26', '', '', '2026/27'],
    ['Indicator', 'Local authority', 'Q2', 'Q3', 'Q4', 'Q1'],
    ['C2 Early help assessments', 'Northmoor', '118', '1,204', 'n/a', '<5'],
    ['Re-referrals', 'Eastvale', '22%', '', '0.21', '210%'],
    ['Total', '', '118', '', '', ''],
  ];

  it('has a column for each quarter under a merged year, and becomes a row for each figure', () => {
    const { rows, written, leftOut } = look('observations', WIDE);
    expect(written).toEqual([
      expect.objectContaining({ key: '2025-Q2.C2.northmoor', status: 'reported', value: 118, cells: { 'all.quarter': 118 }, version: 0, return: '2025-Q2.northmoor-council' }),
      expect.objectContaining({ key: '2025-Q3.C2.northmoor', value: 1204 }),
      expect.objectContaining({ key: '2025-Q4.C2.northmoor', status: 'missing', missingReason: 'The imported file says “n/a”.' }),
      expect.objectContaining({ key: '2026-Q1.C2.northmoor', status: 'missing', missingReason: 'The imported file says “<5”.' }),
      expect.objectContaining({ key: '2025-Q2.C1.eastvale', value: 22 }),
    ]);
    expect(rows.slice(-2).map((each) => [each.place, each.faults])).toEqual([
      ['Row 4, Q4 2025/26', ['Value is “0.21”, which could be 21% or 0.21%. Write it with its per cent sign, or give numerator and denominator.']],
      ['Row 4, Q1 2026/27', ['Value is “210%”, and a percentage cannot be above 100.']],
    ]);
    expect(leftOut).toEqual(['Row 5 is a total.', 'One cell is empty, and so no figure.']);
  });

  const LONG: SheetGrid = [['Quarter', 'Indicator', 'Area', 'Numerator', 'Denominator'], ['Q1 2026/27', 'C1', 'Northmoor', '60', '100']];

  it('works out a share from its parts, changes nothing the second time, and keeps what a figure was before', () => {
    const first = look('observations', LONG);
    expect(first.written).toEqual([expect.objectContaining({ value: 60, numerator: 60, denominator: 100, cells: { 'all.numerator': 60, 'all.denominator': 100 }, restatements: [] })]);
    const snapshot = after(aPartnership(), first);
    expect(outcomes(look('observations', LONG, { snapshot }).rows)).toEqual(['unchanged']);
    const corrected = look('observations', [LONG[0] ?? [], ['Q1 2026/27', 'C1', 'Northmoor', '61', '100']], { snapshot });
    expect(corrected.written).toEqual([expect.objectContaining({ value: 61, restatements: [{ value: 60, cells: { 'all.numerator': 60, 'all.denominator': 100 }, version: 0, supersededAt: NOW.instant, reason: 'Imported from sheet.xlsx.' }] })]);
    expect(outcomes(look('observations', [['Quarter', 'Indicator', 'Area', 'Value'], ['2026-Q1', 'C1', 'northmoor', '60%']], { snapshot }).rows)).toEqual(['unchanged']);
    expect(look('observations', [['Quarter', 'Indicator', 'Area', 'Value'], ['2026-Q1', 'C1', 'northmoor', '70%']], { snapshot }).written).toEqual([expect.objectContaining({ value: 70, cells: {} })]);
  });

  it('never overwrites what an agency has submitted', () => {
    const stock = [...aPartnership(), ...aRound({ 'northmoor-council': SUBMITTED as never }), row(observations, { key: `${QUARTER}.C2.northmoor`, quarter: QUARTER, indicator: 'C2', area: 'northmoor', return: `${QUARTER}.northmoor-council`, version: 1, restatements: [], status: 'reported', value: 12, cells: { 'all.quarter': 12 } })];
    const sheet = (value: string) => [['Quarter', 'Indicator', 'Area', 'Value'], [QUARTER, 'C2', 'Northmoor', value]];
    expect(outcomes(look('observations', sheet('12'), { snapshot: snapshotOf(stock) }).rows)).toEqual(['unchanged']);
    expect(faults(look('observations', sheet('13'), { snapshot: snapshotOf(stock) }).rows)).toEqual(['Northmoor Council submitted this figure in its return, where it is 12. Have the return corrected, so that the change carries its reason.']);
  });

  it('is refused where it cannot be true', () => {
    const { rows } = look('observations', [
      ['Quarter', 'Indicator', 'Area', 'Value', 'Numerator', 'Denominator'],
      ['Q4 2026/27', 'C2', 'Northmoor', '5', '', ''], ['Q1 2026/27', 'C2', 'Northmoor', '-5', '', ''], ['Q4 2025/26', 'C2', 'Northmoor', 'twelve', '', ''],
      ['Q3 2025/26', 'C2', 'Atlantis', '5', '', ''], ['Q2 2025/26', 'C1', 'Northmoor', '50%', '1', '4'], ['Q1 2025/26', 'C1', 'Northmoor', '', '1', '0'], ['Q2 2024/25', 'C2', 'Northmoor', '', '', ''],
    ]);
    expect(rows.map((each) => each.faults[0])).toEqual([
      'Quarter has not begun yet.', 'Value is “-5”, and a figure cannot be below 0.', 'Value is “twelve”, which is not a number. Write a number, or n/a where there is none.',
      'Area is “Atlantis”, which is not in the list Areas. Add it there first, or write it as it is there.', 'Value is “50%”, and 1 of 4 is 25. Mend one of them.',
      'Denominator is 0, so there is no figure. Leave both empty and say why there is none.', 'Value is empty: give a figure, or say why there is none.',
    ]);
  });
});

describe('people and seats from a spreadsheet', () => {
  it('are matched by e-mail address, by group and agency, and otherwise made', () => {
    const { written, rows } = look('people', [['Full name', 'Job title', 'Email', 'Organisation'], ['Police Rep', 'Inspector', 'POLICE-REP@example.org', 'Moor Police'], ['Zoë Ålund', 'Nurse', 'zoe@example.org', 'Hospitals'], ['Zoe Alund', 'Nurse', 'zoe.2@example.org', '']]);
    expect(faults(rows)).toEqual([]);
    expect(written.map(({ key }) => key)).toEqual(['police-rep', 'zoe-alund', 'zoe-alund-2']);
    const seated = look('seats', [['Group', 'Agency', 'Member', 'Deputy', 'Start date'], ['AAG', 'Police', 'Police Deputy', 'Police Rep', '1/4/2026'], ['Board', 'Hospitals', 'Hospital Chief', 'Hospital Chief', '1/4/2026']]);
    expect(seated.written).toEqual([expect.objectContaining({ key: 'aag.police', representative: 'police-deputy', deputy: 'police-rep', from: '2026-04-01' })]);
    expect(faults(seated.rows)).toEqual(['The deputy is the representative: name somebody else, or leave it empty.']);
  });

  it('cannot take over somebody’s sign-in or address', () => {
    const snapshot = snapshotOf(aPartnership());
    const rep = snapshot.get(people, 'police-rep');
    const { rows } = look('people', [['Key', 'Name', 'Job title', 'E-mail', 'Tenant id', 'Object id'], ['thief', 'A Thief', 'None', 'thief@example.org', rep?.tenantId ?? '', rep?.objectId ?? ''], ['other', 'Other', 'None', 'Police-Rep@example.org', '', ''], ['x', 'X', 'None', 'no address', 'abc', '']]);
    expect(faults(rows)).toEqual([
      'Police Rep signs in with that tenant id and object id already.', 'E-mail Police-Rep@example.org is already the address of Police Rep.',
      'E-mail is “no address”, which is not an address.', 'Tenant id is “abc”, which is not an id such as 00000000-0000-0000-0000-000000000000.', 'Tenant id and object id belong together: give both or neither.',
    ]);
  });
});
