import { figureInWords, numberInWords } from '../indicators/figure-words.ts';
import { cellId } from '../indicators/figure-grid.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotFound, type Refused } from '../refusals.ts';
import { longDate, type Day } from '../time/day.ts';
import { isSubmitted } from './quarterly-return.ts';
import { findReturn, type ReturnCase } from './return-case.ts';
import { returnForm } from './return-form.ts';
import type { FormFigure, ReturnForm } from './return-form-model.ts';
import { returnReading } from './return-reading.ts';
import type { ReturnReading } from './return-reading-model.ts';

/** A return as data for a file: whichever format it becomes, these are its parts, in this order. All text is as it was written, unescaped. */
export type ReturnDocument = {
  /** For the file's name, without its extension: `2026-Q2-police-v1`. */
  readonly fileStem: string;
  readonly title: string;
  /** Written only by the agency so far: the file says so on its first line. */
  readonly draft: boolean;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly { readonly title: string; readonly note?: string; readonly answers: readonly { readonly wording: string; readonly text: string }[] }[];
  readonly figures: readonly DocumentFigure[];
  readonly queries: readonly { readonly query: string; readonly askedByName: string; readonly reply?: string; readonly answeredByName?: string }[];
  /** File names. */
  readonly attachments: readonly string[];
};

export type DocumentFigure = {
  readonly code: string; readonly name: string; readonly areaName: string;
  /** With its unit, or absent. */
  readonly value?: string; readonly missingReason?: string; readonly last?: string; readonly note?: string;
  readonly restated: readonly { readonly value: string; readonly reason: string }[];
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly { readonly name: string; readonly values: readonly string[] }[] };
};

/**
 * A return to take away, before and after the lock: the submitted version, or for the agency's own people what is written so far.
 * Refused to whoever may not read it on the page either.
 */
export function returnDocument(snapshot: Snapshot, viewer: Viewer, today: Day, request: { readonly returnKey: string; readonly version?: number | undefined }): Outcome<ReturnDocument, Refused> {
  const of = findReturn(snapshot, request.returnKey);
  if (!of) return refuse({ reason: 'not-found', message: explainNotFound() });
  if (isSubmitted(of.row) || !may(viewer, 'read draft', { agency: of.row.agency })) {
    const reading = returnReading(snapshot, viewer, today, request);
    return reading.ok ? accept(ofReading(of, reading.fact)) : reading;
  }
  const form = returnForm(snapshot, viewer, today, { returnKey: request.returnKey, onBehalf: false });
  return form.ok ? accept(ofForm(of, form.fact)) : form;
}

function titleOf({ agency }: ReturnCase, quarterName: string): string {
  return `Quarterly return of ${agency.name}: ${quarterName}`;
}

function ofReading(of: ReturnCase, reading: ReturnReading): ReturnDocument {
  const version = reading.versions.find(({ version: number }) => number === reading.version);
  return {
    fileStem: `${of.row.quarter}-${of.row.agency}-v${reading.version}`, title: titleOf(of, reading.quarterName), draft: false,
    facts: [
      { label: 'Period', value: reading.period },
      { label: 'Due', value: longDate(of.round.dueOn) },
      { label: 'State', value: reading.state },
      { label: 'Receipt', value: reading.receipt },
      { label: 'Version', value: version?.words ?? `Version ${reading.version}` },
      ...(reading.signedOffByName === undefined ? [] : [{ label: 'Signed off by', value: reading.signedOffByName }]),
    ],
    sections: reading.sections.map((section) => ({
      title: section.title, answers: section.nothingToRaise ? [] : section.answers.map(({ wording, text }) => ({ wording, text })),
      ...(section.nothingToRaise ? { note: `Nothing to raise${section.attestedByName === undefined ? '' : `, attested by ${section.attestedByName}`}` } : {}),
    })),
    figures: reading.figures.map(({ code, name, areaName, value, missingReason, last, note, restated, table }) => ({
      code, name, areaName, restated, table,
      ...(value === undefined ? {} : { value }), ...(missingReason === undefined ? {} : { missingReason }), ...(last === undefined ? {} : { last }), ...(note === undefined ? {} : { note }),
    })),
    queries: reading.queries.map(({ query, askedByName, reply, answeredByName }) => ({
      query, askedByName, ...(reply === undefined ? {} : { reply }), ...(answeredByName === undefined ? {} : { answeredByName }),
    })),
    attachments: reading.attachments.map(({ fileName }) => fileName),
  };
}

function ofForm(of: ReturnCase, form: ReturnForm): ReturnDocument {
  return {
    fileStem: `${of.row.quarter}-${of.row.agency}-draft`, title: titleOf(of, form.quarterName), draft: true,
    facts: [
      { label: 'Period', value: form.period },
      { label: 'Due', value: longDate(of.round.dueOn) },
      { label: 'State', value: 'Draft, not submitted' },
    ],
    sections: form.sections.map((section) => ({
      title: section.title, answers: section.questions.map(({ wording, text }) => ({ wording, text })),
      ...(section.nothingToRaise ? { note: `Nothing to raise${section.byName === undefined ? '' : `, ticked by ${section.byName}`}` } : {}),
    })),
    figures: form.figures.map(draftFigure),
    queries: [],
    attachments: form.attachments.map(({ fileName }) => fileName),
  };
}

function draftFigure(figure: FormFigure): DocumentFigure {
  const { code, name, areaName, grid, cells, value, missingReason, last, note } = figure;
  const single = grid.rows.length * grid.columns.length === 1;
  const shown = (cell: number | undefined) => (cell === undefined ? '–' : numberInWords(cell, figure.decimals));
  return {
    code, name, areaName, restated: [],
    ...(value === undefined ? {} : { value: figureInWords(figure, value) }), ...(missingReason === undefined ? {} : { missingReason }),
    ...(last === undefined ? {} : { last: last.value }), ...(note === undefined ? {} : { note }),
    table: single ? { columns: [], rows: [] } : {
      columns: grid.columns.map((column) => column.name),
      rows: grid.rows.map((row) => ({ name: row.name, values: grid.columns.map((column) => shown(cells[cellId(row.key, column.key)])) })),
    },
  };
}
