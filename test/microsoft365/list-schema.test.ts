import { longText, optional, text } from '../../src/assurance/records/field.ts';
import { record } from '../../src/assurance/records/record.ts';
import { cellsOf, columnBody, fieldsOfChanged, fieldsOfNew, listSchemaOf, selectedColumns } from '../../src/microsoft365/list-schema.ts';
import { aNote, notes } from '../support/notes.ts';

describe('the list of a record', () => {
  it('has a column of its own kind for each field, none of them a person, a lookup or a date', () => {
    const facets = listSchemaOf(notes).columns.map((column) => Object.keys(columnBody(column)).find((name) => ['text', 'choice', 'number', 'boolean', 'personOrGroup', 'lookup', 'dateTime'].includes(name)));
    expect(new Set(facets)).toEqual(new Set(['text', 'choice', 'number', 'boolean']));
  });

  it('keeps clear of the names that SharePoint has for itself', () => {
    expect(listSchemaOf(notes).columns.find(({ displayName }) => displayName === 'Title text')).toMatchObject({ name: 'TitleValue' });
  });

  it('asks Graph for its own columns by name', () => {
    expect(selectedColumns(record('Test short', { purpose: 'Short.' }, { about: text('About') }))).toBe('Key,LastCommit,About');
  });

  it('is not made where it would need more indexes than a list can have', () => {
    const fields = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`field${index}`, text(`Field ${index}`, { indexed: true })]));
    expect(() => listSchemaOf(record('Test wide', { purpose: 'Too wide.' }, fields))).toThrow('at most 20');
  });
});

describe('a row in a list', () => {
  const words = record('Test words', { purpose: 'Texts.' }, { needed: longText('Needed'), free: optional(longText('Free')) });

  it('shows its key where people look for its name', () => {
    expect(fieldsOfNew(notes, notes.encode(aNote('a')), 'c')).toMatchObject({ Title: 'a', Key: 'a', LastCommit: 'c', TitleValue: 'Minutes' });
  });

  it('comes back as it was written', () => {
    expect(notes.decode(cellsOf(notes, fieldsOfNew(notes, notes.encode(aNote('a')), 'c')))).toEqual({ ok: true, row: aNote('a') });
  });

  it('empties what a change leaves out, and sends nothing empty for a new row', () => {
    expect(fieldsOfChanged(words, words.encode({ key: 'w', needed: '' }), 'c')).toMatchObject({ Needed: null, Free: null });
    expect(Object.keys(fieldsOfNew(words, words.encode({ key: 'w', needed: '' }), 'c'))).toEqual(['Title', 'Key', 'LastCommit']);
  });

  it('without a text that has to be there has the empty one', () => {
    expect(cellsOf(words, { Key: 'w' })).toEqual({ key: 'w', needed: '', free: null });
  });
});
