import { cellId, gridOf } from '../indicators/figure-grid.ts';
import { figureInWords, numberInWords } from '../indicators/figure-words.ts';
import { indicators, type Indicator } from '../indicators/indicator.ts';
import { observationKey, observations, type Observation } from '../indicators/observation.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotFound, explainNotPermitted, type Refused } from '../refusals.ts';
import { longDate, type Day } from '../time/day.ts';
import { addQuarters, longQuarter, quarterPeriod, type Quarter } from '../time/quarter.ts';
import { areaName } from './completeness.ts';
import { attachmentsSubmitted } from './decide-attachments.ts';
import { isSubmitted, locksOn, timelinessOf, type EarlierVersion, type SubmittedReturn } from './quarterly-return.ts';
import { findReturn, nameOf, type ReturnCase } from './return-case.ts';
import { answersOf, figureIn, lastQuarterOf, queriesOf, type GivenFigure } from './return-content.ts';
import type { ReturnReading } from './return-reading-model.ts';
import { explainReturnRefusal } from './return-refusal.ts';
import { returnSections } from './return-questions.ts';
import { stateInWords } from './return-state.ts';

/**
 * A submitted return as it is read, the latest version or the one asked for: text and figures beside last quarter's, queries with replies.
 * Refused while nothing has been submitted, whoever asks.
 */
export function returnReading(snapshot: Snapshot, viewer: Viewer, today: Day, request: { readonly returnKey: string; readonly version?: number | undefined }): Outcome<ReturnReading, Refused> {
  const of = findReturn(snapshot, request.returnKey);
  if (!of) return refuse({ reason: 'not-found', message: explainNotFound() });
  const { row, round, agency } = of;
  if (!may(viewer, 'read submitted return', { agency: row.agency })) return refuse({ reason: 'not-permitted', message: explainNotPermitted('read submitted return') });
  if (!isSubmitted(row)) return refuse({ reason: 'not-submitted', message: explainReturnRefusal({ reason: 'not-submitted', agencyName: agency.name, status: row.status }) });
  const versions = versionsOf(row);
  const shown = versions.find(({ version }) => version === (request.version ?? row.version));
  if (!shown) return refuse({ reason: 'not-found', message: `This return has no version ${request.version}. Choose one of its ${row.version === 1 ? 'versions: there is only the first' : `${row.version} versions`}.` });
  return accept({
    returnKey: row.key, agencyName: agency.name, quarterName: longQuarter(row.quarter), period: quarterPeriod(row.quarter),
    status: row.status, timeliness: timelinessOf(row, round, today), state: stateInWords(of, today, undefined),
    receipt: shown.receipt, version: shown.version,
    versions: versions.map((version) => ({ version: version.version, words: versionInWords(snapshot, version) })),
    submittedAt: shown.submittedAt, submittedByName: nameOf(snapshot, shown.submittedBy), onBehalf: shown.onBehalf,
    ...(shown.signedOffBy === undefined ? {} : { signedOffByName: nameOf(snapshot, shown.signedOffBy) }),
    sections: sectionsOf(snapshot, row, shown.version),
    figures: figuresOf(snapshot, row, shown.version),
    attachments: attachmentsSubmitted(snapshot, row.key, shown.version).map(({ key, fileName, bytes }) => ({ key, fileName, bytes })),
    queries: queriesOf(snapshot, row.key).map((query) => ({
      key: query.key, ...(query.section === undefined ? {} : { section: query.section }), query: query.query, askedByName: nameOf(snapshot, query.askedBy), askedAt: query.askedAt,
      ...(query.status === 'answered' ? { reply: query.reply, answeredByName: nameOf(snapshot, query.answeredBy), answeredAt: query.answeredAt } : {}),
    })),
    can: allowed(snapshot, viewer, of, row, today),
  });
}

function allowed(snapshot: Snapshot, viewer: Viewer, { round }: ReturnCase, row: SubmittedReturn, today: Day): ReturnReading['can'] {
  const subject = { agency: row.agency };
  const open = queriesOf(snapshot, row.key).some(({ status }) => status === 'open');
  return {
    query: row.status !== 'accepted' && may(viewer, 'query return', subject),
    accept: row.status !== 'accepted' && !open && may(viewer, 'accept return', subject),
    answerQuery: open && may(viewer, 'answer query', subject),
    correct: today <= locksOn(row, round) && may(viewer, 'correct return', subject),
  };
}

/** Every submitted version, the first one first. */
function versionsOf(row: SubmittedReturn): readonly EarlierVersion[] {
  const { version, submittedAt, submittedBy, onBehalf, receipt, signedOffBy, correctionReason } = row;
  const submittedOn = row.submittedOn ?? (version === 1 ? row.firstSubmittedOn : undefined);
  return [...(row.earlier ?? []), { version, submittedOn, submittedAt, submittedBy, onBehalf, receipt, signedOffBy, correctionReason }];
}

function versionInWords(snapshot: Snapshot, { version, submittedOn, submittedBy, onBehalf, correctionReason }: EarlierVersion): string {
  const when = submittedOn === undefined ? '' : ` on ${longDate(submittedOn)}`;
  const why = correctionReason === undefined ? '' : `: ${correctionReason}`;
  return `Version ${version}, submitted${when} by ${nameOf(snapshot, submittedBy)}${onBehalf ? ' on the agency’s behalf' : ''}${why}`;
}

function sectionsOf(snapshot: Snapshot, row: SubmittedReturn, version: number): ReturnReading['sections'] {
  const before = new Map(lastQuarterOf(snapshot, row)?.answers.flatMap(({ answers, nothingToRaise }) => answers.map((answer) => [answer.question, nothingToRaise ? 'Nothing to raise' : answer.text])));
  const order = new Map(snapshot.all(returnSections).map((section) => [section.key, section.order]));
  return [...answersOf(snapshot, row.key, version)].sort((a, b) => (order.get(a.section) ?? 0) - (order.get(b.section) ?? 0)).map((answer) => ({
    key: answer.section, title: answer.sectionTitle, nothingToRaise: answer.nothingToRaise,
    ...(answer.attestedBy === undefined ? {} : { attestedByName: nameOf(snapshot, answer.attestedBy) }),
    answers: answer.answers.map(({ question, wording, text }) => {
      const lastQuarter = before.get(question);
      return { wording, text, ...(lastQuarter === undefined || lastQuarter === '' ? {} : { lastQuarter }) };
    }),
  }));
}

function figuresOf(snapshot: Snapshot, row: SubmittedReturn, version: number): ReturnReading['figures'] {
  return snapshot.where(observations, 'return', row.key)
    .filter((observation) => observation.version <= version || observation.restatements.some((restated) => restated.version <= version))
    .flatMap((observation) => {
      const indicator = snapshot.get(indicators, observation.indicator);
      return indicator ? [figureOf(snapshot, row.quarter, indicator, observation, version)] : [];
    });
}

function figureOf(snapshot: Snapshot, quarter: Quarter, indicator: Indicator, observation: Observation, version: number): ReturnReading['figures'][number] {
  const given = figureIn(observation, version);
  const last = snapshot.get(observations, observationKey(addQuarters(quarter, -1), indicator.key, observation.area));
  return {
    id: `${indicator.key}.${observation.area}`, code: indicator.key, name: indicator.name, areaName: areaName(snapshot, observation.area),
    ...(given.value === undefined ? {} : { value: figureInWords(indicator, given.value) }),
    ...(given.missingReason === undefined ? {} : { missingReason: given.missingReason }),
    ...(last?.status === 'reported' ? { last: figureInWords(indicator, last.value) } : {}),
    ...(observation.note === undefined ? {} : { note: observation.note }),
    restated: observation.restatements.filter((restated) => restated.version < version)
      .map((restated) => ({ value: restated.value === undefined ? 'No figure' : figureInWords(indicator, restated.value), reason: restated.reason })),
    table: tableOf(indicator, quarter, given),
  };
}

/** Months and breakdown as they were filled in; one cell alone says no more than the value and makes no table. */
function tableOf(indicator: Indicator, quarter: Quarter, { cells }: GivenFigure): ReturnReading['figures'][number]['table'] {
  const grid = gridOf(indicator, quarter);
  if (grid.rows.length * grid.columns.length === 1) return { columns: [], rows: [] };
  const shown = (value: number | undefined, part: string) => (value === undefined ? '–' : numberInWords(value, part === 'value' ? indicator.decimals : 0));
  return {
    columns: grid.columns.map(({ name }) => name),
    rows: grid.rows.map((row) => ({ name: row.name, values: grid.columns.map((column) => shown(cells[cellId(row.key, column.key)], column.part)) })),
  };
}
