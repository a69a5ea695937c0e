import { decideImport, importReason, IMPORT_SUBJECTS } from '../assurance/exchange/decide-import.ts';
import type { BatchWritten, ImportBatch, RowOutcome, SheetRow } from '../assurance/exchange/exchange-model.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import type { NotPermitted } from '../assurance/partnership/permission.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type ChangedElsewhere, type Work } from './decide-and-commit.ts';
import { explainCommon } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** How fast rows may go into a register that charges for them; people’s own work has the rest of its pace. */
export type ImportPace = { readonly rowsPerMinute: number };

const MINUTE = 60_000;

/**
 * Writes one batch of a previewed import. Each row is decided again from what is true now, so a row that somebody wrote in the meantime is
 * found unchanged or refused, and a batch that was sent twice writes once. The batch is written as one; where somebody else keeps changing
 * one of its rows, each row is written by itself and only that one is refused. History says who imported it and from which file.
 * @returns what became of each row in the order sent, and how long to wait before the next batch
 */
export async function importRows(work: Work & { readonly importPace?: ImportPace }, viewer: Viewer, batch: ImportBatch): Promise<Outcome<BatchWritten, Explained>> {
  const together = await write(work, viewer, batch, batch.rows);
  if (!together.ok && together.refusal.reason === 'not-permitted') return refuse(explainCommon(together.refusal));
  const rows = together.ok ? together.fact : await oneByOne(work, viewer, batch);
  const written = rows.filter(({ outcome }) => outcome === 'insert' || outcome === 'update').length;
  return accept({ rows: [...rows], waitMilliseconds: work.importPace ? Math.ceil((written / work.importPace.rowsPerMinute) * MINUTE) : 0 });
}

async function write(work: Work, viewer: Viewer, { subject, fileName, mapping }: ImportBatch, rows: readonly SheetRow[]): Promise<Outcome<readonly RowOutcome[], NotPermitted | ChangedElsewhere>> {
  return decideAndCommit(work, viewer.person, (snapshot, moment) => {
    const planned = decideImport(snapshot, viewer, moment, { subject, fileName, mapping, rows });
    if (!planned.ok) return planned;
    const changes = planned.fact.flatMap(({ change }) => (change ? [change] : []));
    return accept({
      changes, what: `imported ${changes.length === 1 ? 'a row' : `${changes.length} rows`} of ${IMPORT_SUBJECTS[subject].definition.title}`, reason: importReason(fileName),
      fact: planned.fact.map(({ row }) => row),
    });
  });
}

async function oneByOne(work: Work, viewer: Viewer, batch: ImportBatch): Promise<readonly RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const row of batch.rows) {
    const written = await write(work, viewer, batch, [row]);
    const [outcome] = written.ok ? written.fact : [];
    outcomes.push(outcome ?? { place: row.place, title: '', outcome: 'refused', faults: ['Somebody else is changing it at the same moment, so it was not written. Import the file again: the other rows stay as they are.'], values: [] });
  }
  return outcomes;
}
