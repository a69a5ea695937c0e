import { attachmentsBeingWritten, attachmentsSubmitted, decideAttachReport, decideRemoveAttachment, mayReadAttachment } from '../../../src/assurance/returns/decide-attachments.ts';
import { returnAttachments } from '../../../src/assurance/returns/quarterly-return.ts';
import { safeFileName } from '../../../src/assurance/returns/report-file.ts';
import { everythingFor, played, POLICE, type Played } from '../../support/returns.ts';

const bytesOf = (text: string) => new Uint8Array([...text].map((character) => character.charCodeAt(0)));
const PDF = bytesOf('%PDF-1.7 …');
const ZIP = 'PK\u0003\u0004';
const openDocument = (type: string) => bytesOf(`${ZIP}${'-'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.${type}`);

const attaches = (world: Played, person: string, fileName: string, bytes = PDF, onBehalf = false) =>
  world.does(person, (snapshot, viewer, moment) => decideAttachReport(snapshot, viewer, moment, { returnKey: POLICE, onBehalf, fileName, bytes }));
const removes = (world: Played, person: string, attachmentKey: string) =>
  world.does(person, (snapshot, viewer, moment) => decideRemoveAttachment(snapshot, viewer, moment, { attachmentKey }));
const only = (world: Played) => {
  const [file] = world.snapshot.all(returnAttachments);
  if (!file) throw new Error('nothing attached');
  return file;
};

describe('a report attached to a return', () => {
  it.each([
    ['Audit.pdf', PDF], ['Audit.DOCX', bytesOf(`${ZIP}[Content_Types].xml…word/document.xml`)], ['a.xlsx', bytesOf(`${ZIP}…xl/workbook.xml`)],
    ['a.odt', openDocument('text')], ['a.ods', openDocument('spreadsheet')], ['a.csv', bytesOf('=A1,2\n')],
  ])('may be %s', async (fileName, bytes) => {
    const world = played();
    expect(await attaches(world, 'police-rep', fileName, bytes)).toMatchObject({ ok: true });
    expect(only(world)).toMatchObject({ bytes: bytes.length, addedBy: 'police-rep', return: POLICE });
  });

  it.each([
    ['a.exe', PDF, 'file-kind'], ['a', PDF, 'file-kind'], ['constructor', PDF, 'file-kind'], ['a.html', PDF, 'file-kind'],
    ['a.pdf', bytesOf('MZ…'), 'file-content'], ['a.docx', PDF, 'file-content'], ['a.docx', bytesOf(`${ZIP}xl/workbook.xml`), 'file-content'], ['a.ods', openDocument('text'), 'file-content'],
    ['a.csv', bytesOf('a\u0000b'), 'file-content'], ['a.csv', PDF, 'file-content'], ['a.pdf', new Uint8Array(), 'file-empty'],
    ['a.pdf', new Uint8Array(4 * 1024 * 1024 + 1), 'file-too-large'], ['943 476 5919.pdf', PDF, 'case-data'],
  ])('is refused as %s (%#)', async (fileName, bytes, reason) => {
    expect(await attaches(played(), 'police-rep', fileName, bytes)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it.each([
    ['../../etc/Audit.pdf', 'Audit.pdf'], ['C:\\Users\\x\\Q2 <report>.PDF', 'Q2 -report-.pdf'], ['invoice\u202Efdp.exe', 'invoicefdp.exe'], ['..pdf', 'report.pdf'],
    ['=cmd|x.csv', '=cmd-x.csv'], [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(120)}.pdf`], ['  a   b .pdf', 'a b.pdf'], ['', 'report'],
  ])('named %j is kept as %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  it('is one of at most five', async () => {
    const world = played();
    for (const name of ['1.pdf', '2.pdf', '3.pdf', '4.pdf', '5.pdf']) expect(await attaches(world, 'police-rep', name)).toMatchObject({ ok: true });
    expect(await attaches(world, 'police-rep', '6.pdf')).toEqual({ ok: false, refusal: { reason: 'too-many-files', most: 5 } });
  });

  it('is added once when sent twice, and its name is taken then', async () => {
    const world = played();
    await attaches(world, 'police-rep', 'a.pdf');
    await attaches(world, 'police-rep', 'a.pdf');
    expect(world.snapshot.all(returnAttachments)).toHaveLength(1);
    expect(await attaches(world, 'police-deputy', 'A.PDF')).toMatchObject({ refusal: { reason: 'file-name-taken' } });
  });

  it('is private until it is submitted with the return', async () => {
    const world = played();
    await attaches(world, 'police-rep', 'a.pdf');
    const readers = () => ['police-rep', 'police-chief', 'hospital-rep', 'chair', 'office'].filter((person) => mayReadAttachment(world.snapshot, world.who(person), only(world)));
    expect(readers()).toEqual(['police-rep', 'police-chief']);
    expect(attachmentsBeingWritten(world.snapshot, POLICE, true)).toEqual([]);
    await world.submitted(POLICE);
    expect(readers()).toEqual(['police-rep', 'police-chief', 'hospital-rep', 'chair', 'office']);
    expect(attachmentsSubmitted(world.snapshot, POLICE, 1).map(({ fileName }) => fileName)).toEqual(['a.pdf']);
    expect(await removes(world, 'police-rep', only(world).key)).toEqual({ ok: false, refusal: { reason: 'file-submitted' } });
  });

  it('of the agency stays private when the board office submits on its behalf', async () => {
    const world = played();
    await attaches(world, 'police-rep', 'a.pdf');
    await world.writes('office', POLICE, everythingFor(POLICE), true);
    await world.submits('office', POLICE, { onBehalf: true });
    expect(mayReadAttachment(world.snapshot, world.who('office'), only(world))).toBe(false);
  });

  it('alone is reason enough to submit again after a query', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Is there a report?');
    await attaches(world, 'police-rep', 'a.pdf');
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ ok: true, fact: { version: 2 } });
    expect(only(world).version).toBe(2);
  });

  it('is removed by its own side only', async () => {
    const world = played();
    await attaches(world, 'police-rep', 'a.pdf');
    expect(await removes(world, 'office', only(world).key)).toMatchObject({ refusal: { reason: 'not-permitted' } });
    expect(await removes(world, 'hospital-rep', only(world).key)).toMatchObject({ refusal: { reason: 'not-permitted' } });
    expect(await removes(world, 'police-deputy', only(world).key)).toMatchObject({ ok: true });
    expect(await removes(world, 'police-deputy', 'nothing')).toMatchObject({ refusal: { reason: 'not-found' } });
  });
});
