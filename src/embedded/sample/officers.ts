import { type APPOINTMENT_ROLES, appointments, people, seats } from '../../assurance/partnership/person.ts';
import { day } from '../../assurance/time/day.ts';
import type { Path, TemplateDocument, TemplateFault } from '../templates/template-document.ts';
import { rowAt, type TemplateRow } from '../templates/template-rows.ts';
import { guid } from './chance.ts';
import type { OfficersFile } from './sample-schema.ts';

/** The one tenant that everybody in the sample signs in to; people from other organisations are its guests. */
export const SAMPLE_TENANT = guid('tenant');

/** Everybody's term began on the first day of the framework's first full board year, before any return of the sample. */
const TERM_FROM = day('2020-04-01');

/** The key of a person: `p-amara-okafor`. Titles are left out. */
export function personKey(name: string): string {
  return `p-${wordsOf(name).join('-')}`;
}

function wordsOf(name: string): readonly string[] {
  return name.replace(/^Dr /, '').toLowerCase().split(/[^a-z]+/).filter((word) => word !== '');
}

/**
 * The people of the sample with their seats and appointments.
 * @param group the group whose seats answer the returns
 */
export function officerRows(document: TemplateDocument<OfficersFile>, group: string, faults: TemplateFault[]): readonly TemplateRow[] {
  const { boardOffice, scrutineer, agencies, others, chairs, coOpted, seats: furtherSeats } = document.value;
  const from = TERM_FROM;
  const rows: TemplateRow[] = [];
  const add = (at: Path, definition: TemplateRow['definition'], row: TemplateRow['row']) => rows.push(rowAt(document, at, definition, row));
  const addPerson = (at: Path, { name, jobTitle }: { name: string; jobTitle: string }, mailDomain: string, agency?: string) => {
    const key = personKey(name);
    const row = { key, name, jobTitle, mail: `${wordsOf(name).join('.')}@${mailDomain}.example`, tenantId: SAMPLE_TENANT, objectId: guid(key) };
    add(at, people, agency === undefined ? row : { ...row, agency });
    return key;
  };
  const appoint = (at: Path, key: string, role: (typeof APPOINTMENT_ROLES)[number], person: string, of: Readonly<Record<string, string>> = {}) => add(at, appointments, { key, role, person, ...of, from });

  boardOffice.people.forEach((person, index) => {
    const at: Path = ['boardOffice', 'people', index];
    appoint(at, `board-office.${index + 1}`, 'board-office', addPerson(at, person, boardOffice.mailDomain));
  });
  appoint(['scrutineer'], 'scrutineer', 'scrutineer', addPerson(['scrutineer'], scrutineer, scrutineer.mailDomain));
  agencies.forEach(({ agency, mailDomain, representative, deputy, seniorOfficer }, index) => {
    const at: Path = ['agencies', index];
    const seat = {
      representative: addPerson([...at, 'representative'], representative, mailDomain, agency), deputy: addPerson([...at, 'deputy'], deputy, mailDomain, agency),
    };
    add(at, seats, { key: `${group}.${agency}`, group, agency, ...seat, capacity: coOpted.includes(agency) ? 'co-opted' : 'member', from });
    appoint([...at, 'seniorOfficer'], `senior-officer.${agency}`, 'senior-officer', addPerson([...at, 'seniorOfficer'], seniorOfficer, mailDomain, agency), { agency });
  });
  others.forEach((person, index) => { addPerson(['others', index], person, person.mailDomain); });
  chairs.forEach(({ group: chaired, person }, index) => appoint(['chairs', index], `chair.${chaired}`, 'chair', personKey(person), { group: chaired }));
  furtherSeats.forEach(({ group: other, agency, representative, deputy }, index) => add(['seats', index], seats, {
    key: `${other}.${agency}`, group: other, agency, representative: personKey(representative), ...(deputy === undefined ? {} : { deputy: personKey(deputy) }), capacity: 'member', from,
  }));
  coOpted.forEach((agency, index) => {
    if (!agencies.some((each) => each.agency === agency)) faults.push({ file: document.file, line: document.lineOf(['coOpted', index]), message: `No officers are given for the co-opted “${agency}”` });
  });
  return rows;
}
