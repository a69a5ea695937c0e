import { BorderStyle, Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import type { DocumentFigure, ReturnDocument } from '../../assurance/returns/return-document.ts';

type Block = Paragraph | Table;

/** A return as a Word document, with headings that Word's navigation shows. */
export async function returnAsDocx(document: ReturnDocument): Promise<Uint8Array> {
  const { title, draft, facts, sections, figures, queries, attachments } = document;
  const children: Block[] = [
    ...(draft ? [new Paragraph({ children: [new TextRun({ text: 'Draft, not submitted', bold: true })] })] : []),
    new Paragraph({ text: printable(title), heading: HeadingLevel.TITLE }),
    ...facts.map(({ label, value }) => new Paragraph({ children: [new TextRun({ text: `${printable(label)}: `, bold: true }), new TextRun(printable(value))] })),
    ...sections.flatMap((section) => [
      heading(section.title),
      ...(section.note === undefined ? [] : words(section.note)),
      ...section.answers.flatMap(({ wording, text }) => [subheading(wording), ...words(text || 'Not answered')]),
    ]),
    ...(figures.length === 0 ? [] : [heading('Figures'), ...figures.flatMap(figureBlocks)]),
    ...(queries.length === 0 ? [] : [heading('Queries'), ...queries.flatMap(({ query, askedByName, reply, answeredByName = '' }) => [
      subheading(`${askedByName} asked`), ...words(query), ...(reply === undefined ? words('No reply yet') : [subheading(`${answeredByName} replied`), ...words(reply)]),
    ])]),
    ...(attachments.length === 0 ? [] : [heading('Reports attached'), ...attachments.map((name) => new Paragraph({ text: printable(name), bullet: { level: 0 } }))]),
  ];
  return Packer.toBuffer(new Document({ title: printable(title), creator: 'Partnership assurance', styles: { default: { document: { run: { font: 'Segoe UI', size: 22 } } } }, sections: [{ children }] }));
}

function figureBlocks({ code, name, areaName, value, missingReason, last, note, restated, table }: DocumentFigure): Block[] {
  return [
    subheading(`${code} ${name}, ${areaName}`),
    ...words(`${value ?? `Missing: ${missingReason ?? 'no reason given'}`}${last === undefined ? '' : ` (last quarter ${last})`}`),
    ...(note === undefined ? [] : words(note)),
    ...restated.flatMap((earlier) => words(`Restated from ${earlier.value}: ${earlier.reason}`)),
    ...(table.rows.length === 0 ? [] : [tableOf([['', ...table.columns], ...table.rows.map((row) => [row.name, ...row.values])])]),
  ];
}

function tableOf(rows: readonly (readonly string[])[]): Table {
  const line = { style: BorderStyle.SINGLE, size: 4, color: '767676' };
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: rows.map((cells, index) => new TableRow({
      tableHeader: index === 0,
      children: cells.map((text) => new TableCell({ children: [new Paragraph({ children: [new TextRun({ text: printable(text), bold: index === 0 })] })] })),
    })),
  });
}

function heading(text: string): Paragraph {
  return new Paragraph({ text: printable(text), heading: HeadingLevel.HEADING_1 });
}

function subheading(text: string): Paragraph {
  return new Paragraph({ text: printable(text), heading: HeadingLevel.HEADING_2 });
}

/** A paragraph for each line that somebody wrote. */
function words(text: string): Paragraph[] {
  return printable(text).split('\n').map((line) => new Paragraph(line));
}

/** Without the control characters that XML cannot hold and Word would not open. */
function printable(text: string): string {
  return [...text].filter((character) => character === '\n' || character === '\t' || character >= ' ').join('').toWellFormed();
}
