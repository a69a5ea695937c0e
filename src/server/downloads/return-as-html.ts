import type { DocumentFigure, ReturnDocument } from '../../assurance/returns/return-document.ts';

const STYLE = `
body { font: 11pt/1.5 "Segoe UI", Arial, sans-serif; color: #111; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; margin-bottom: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { font-weight: 600; } dd { margin: 0; }
table { border-collapse: collapse; margin: .5rem 0; } th, td { border: 1px solid #767676; padding: .2rem .6rem; text-align: left; } td { font-variant-numeric: tabular-nums; }
p.answer { white-space: pre-wrap; margin-top: .3rem; } .draft { border: 2px solid #111; padding: .4rem .8rem; font-weight: 600; }
section, table, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }`;

/** A return as a page for the printer, complete in itself. Everything that somebody wrote is escaped. */
export function returnAsHtml(document: ReturnDocument): string {
  const { title, draft, facts, sections, figures, queries, attachments } = document;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
${draft ? '<p class="draft">Draft, not submitted</p>' : ''}
<h1>${escaped(title)}</h1>
<dl>${facts.map(({ label, value }) => `<dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>
${sections.map((section) => `<h2>${escaped(section.title)}</h2>${paragraph(section.note)}${section.answers.map(({ wording, text }) => `<h3>${escaped(wording)}</h3>${paragraph(text || 'Not answered')}`).join('')}`).join('\n')}
${figures.length === 0 ? '' : `<h2>Figures</h2>${figures.map(figureAsHtml).join('\n')}`}
${queries.length === 0 ? '' : `<h2>Queries</h2>${queries.map(({ query, askedByName, reply, answeredByName }) => `<h3>${escaped(askedByName)} asked</h3>${paragraph(query)}${reply === undefined ? paragraph('No reply yet') : `<h3>${escaped(answeredByName ?? '')} replied</h3>${paragraph(reply)}`}`).join('')}`}
${attachments.length === 0 ? '' : `<h2>Reports attached</h2><ul>${attachments.map((name) => `<li>${escaped(name)}</li>`).join('')}</ul>`}
</body></html>
`;
}

function figureAsHtml({ code, name, areaName, value, missingReason, last, note, restated, table }: DocumentFigure): string {
  const header = table.columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const rows = table.rows.map((row) => `<tr><th scope="row">${escaped(row.name)}</th>${row.values.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('');
  return `<section><h3>${escaped(`${code} ${name}, ${areaName}`)}</h3>${paragraph(`${value ?? `Missing: ${missingReason ?? 'no reason given'}`}${last === undefined ? '' : ` (last quarter ${last})`}`)}`
    + `${paragraph(note)}${restated.map((earlier) => paragraph(`Restated from ${earlier.value}: ${earlier.reason}`)).join('')}`
    + `${rows === '' ? '' : `<table><thead><tr><td></td>${header}</tr></thead><tbody>${rows}</tbody></table>`}</section>`;
}

function paragraph(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<p class="answer">${escaped(text)}</p>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
