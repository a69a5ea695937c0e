import { people, seats, SEAT_CAPACITIES, type Person } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { textOf, type Cells, type Completed, type ImportContext, type ImportSubject } from './import-subject.ts';
import { plainWords } from './read-cell.ts';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/** The officers. A row without a key is the person with the same e-mail address, and otherwise gets a key made of the name. */
export const importPeople: ImportSubject = {
  key: 'people', title: 'People', definition: people,
  help: 'One row for each officer. A row without a key is matched by its e-mail address.',
  fields: [
    { name: 'key', label: 'Key', help: 'Leave it out to have it made from the name.', required: false, reading: { as: 'text' }, alsoCalled: ['Person key', 'ID'] },
    { name: 'name', label: 'Name', required: true, reading: { as: 'text' }, alsoCalled: ['Full name', 'Officer', 'Member', 'Contact name'] },
    { name: 'jobTitle', label: 'Job title', required: true, reading: { as: 'text' }, alsoCalled: ['Title', 'Role', 'Position', 'Job'] },
    { name: 'mail', label: 'E-mail', required: true, reading: { as: 'text' }, alsoCalled: ['Email address', 'Mail', 'E-mail address'] },
    { name: 'agency', label: 'Agency', required: false, reading: { as: 'reference', to: 'agency' }, alsoCalled: ['Organisation', 'Employer'] },
    { name: 'tenantId', label: 'Tenant id', required: false, reading: { as: 'text' }, alsoCalled: [] },
    { name: 'objectId', label: 'Object id', required: false, reading: { as: 'text' }, alsoCalled: ['Entra object id', 'User id'] },
  ],
  keyMaker: personKeyMaker,
  defaults: () => ({}),
  complete: completePerson,
  titleOf: (_, cells) => textOf(cells['name']),
};

function sameMail(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function personKeyMaker({ snapshot }: ImportContext) {
  const byMail = new Map(snapshot.all(people).map((person) => [person.mail.toLowerCase(), person.key]));
  const used = new Set(snapshot.all(people).map(({ key }) => key));
  return (given: Cells) => {
    const [own, mail] = [textOf(given['key']), textOf(given['mail']).toLowerCase()];
    if (own !== '') return { key: own };
    const known = byMail.get(mail);
    if (known !== undefined) return { key: known };
    const name = plainWords(textOf(given['name'])).replaceAll(' ', '-');
    if (name === '' || mail === '') return { fault: 'Name and e-mail are needed to tell who this is.' };
    let key = name;
    for (let number = 2; used.has(key); number += 1) key = `${name}-${number}`;
    used.add(key);
    byMail.set(mail, key);
    return { key };
  };
}

function completePerson({ snapshot }: ImportContext, cells: Cells): Completed {
  const key = textOf(cells['key']);
  const [mail, tenantId, objectId] = [textOf(cells['mail']), textOf(cells['tenantId']), textOf(cells['objectId'])];
  const faults: string[] = [];
  if (mail !== '' && !MAIL.test(mail)) faults.push(`E-mail is “${mail}”, which is not an address.`);
  const other = snapshot.all(people).find((person) => person.key !== key && sameMail(person.mail, mail));
  if (other) faults.push(`E-mail ${mail} is already the address of ${other.name}.`);
  for (const [label, id] of [['Tenant id', tenantId], ['Object id', objectId]] as const) {
    if (id !== '' && !GUID.test(id)) faults.push(`${label} is “${id}”, which is not an id such as 00000000-0000-0000-0000-000000000000.`);
  }
  if ((tenantId === '') !== (objectId === '')) faults.push('Tenant id and object id belong together: give both or neither.');
  const twin = objectId === '' ? undefined : signedInAs(snapshot, key, tenantId, objectId);
  if (twin) faults.push(`${twin.name} signs in with that tenant id and object id already.`);
  return { cells, faults };
}

function signedInAs(snapshot: Snapshot, key: string, tenantId: string, objectId: string): Person | undefined {
  return snapshot.where(people, 'objectId', objectId).find((person) => person.key !== key && person.tenantId === tenantId);
}

/** Each agency’s place on each group. The key is natural: group and agency. */
export const importSeats: ImportSubject = {
  key: 'seats', title: 'Seats', definition: seats,
  help: 'One row for each agency on each group. Import people first.',
  fields: [
    { name: 'key', label: 'Key', help: 'Leave it out: it is made of group and agency.', required: false, reading: { as: 'text' }, alsoCalled: [] },
    { name: 'group', label: 'Group', required: true, reading: { as: 'reference', to: 'group' }, alsoCalled: ['Subgroup', 'Meeting', 'Committee'] },
    { name: 'agency', label: 'Agency', required: true, reading: { as: 'reference', to: 'agency' }, alsoCalled: ['Organisation'] },
    { name: 'representative', label: 'Representative', required: true, reading: { as: 'reference', to: 'person' }, alsoCalled: ['Member', 'Main member', 'Name'] },
    { name: 'deputy', label: 'Deputy', required: false, reading: { as: 'reference', to: 'person' }, alsoCalled: ['Substitute', 'Named deputy'] },
    { name: 'capacity', label: 'Capacity', help: `One of: ${SEAT_CAPACITIES.join(', ')}. Left out: member.`, required: true, reading: { as: 'choice', alsoSaid: { 'full member': 'member', coopted: 'co-opted' } }, alsoCalled: ['Membership type'] },
    { name: 'from', label: 'From', help: 'Left out: today.', required: true, reading: { as: 'day' }, alsoCalled: ['Start', 'Start date', 'Since'] },
    { name: 'to', label: 'To', required: false, reading: { as: 'day' }, alsoCalled: ['End', 'End date', 'Until'] },
  ],
  keyMaker: () => (given) => {
    const [own, group, agency] = [textOf(given['key']), textOf(given['group']), textOf(given['agency'])];
    if (own !== '') return { key: own };
    return group !== '' && agency !== '' ? { key: `${group}.${agency}` } : { fault: 'Group and agency are needed to tell which seat this is.' };
  },
  defaults: ({ moment }) => ({ capacity: 'member', from: moment.today }),
  complete: (_, cells) => {
    const [from, to] = [textOf(cells['from']), textOf(cells['to'])];
    const faults = [
      ...(textOf(cells['deputy']) !== '' && cells['deputy'] === cells['representative'] ? ['The deputy is the representative: name somebody else, or leave it empty.'] : []),
      ...(to !== '' && to < from ? ['To is before From.'] : []),
    ];
    return { cells, faults };
  },
  titleOf: (_, cells) => `${textOf(cells['agency'])} on ${textOf(cells['group'])}`,
};
