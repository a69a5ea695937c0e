import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { AnyRecordDefinition } from '../records/record.ts';
import type { Column } from '../records/field.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotPermitted, type Refused } from '../refusals.ts';
import { IMPORT_SUBJECTS } from './decide-import.ts';
import { SUBJECTS, type ExchangePage } from './exchange-model.ts';
import { exportedLists, exportTable } from './export-table.ts';

/** What can be taken out of the register and what can be brought in. For the board office. */
export function exchangePage(snapshot: Snapshot, viewer: Viewer, definitions: readonly AnyRecordDefinition[]): Outcome<ExchangePage, Refused> {
  if (!may(viewer, 'export register')) return refuse({ reason: notPermitted('export register').reason, message: explainNotPermitted('export register') });
  const lists = exportedLists(definitions).map((definition) => ({
    name: definition.name, title: definition.title, purpose: definition.purpose, rows: exportTable(snapshot, definition).rows.length,
    contact: Object.values(definition.fields).some(({ column }) => (column as Column).personalData === 'contact'),
  }));
  return accept({
    heading: `${lists.length} lists can be exported, ${SUBJECTS.length} can be imported`,
    lists,
    subjects: SUBJECTS.map((key) => ({ key, title: IMPORT_SUBJECTS[key].title, help: IMPORT_SUBJECTS[key].help })),
  });
}
