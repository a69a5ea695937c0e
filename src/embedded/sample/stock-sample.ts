import type { Change } from '../../assurance/records/change.ts';
import { arrangements } from '../../assurance/partnership/arrangements.ts';
import { addDays, type Day } from '../../assurance/time/day.ts';
import { instant } from '../../assurance/time/instant.ts';
import type { Register } from '../../register/register.ts';
import { changesToLoad, faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER } from '../templates/load-template.ts';

/** Stocks an empty register with the sample partnership; one that has a partnership already is left as it is. */
export async function stockSample(register: Register, today: Day): Promise<{ readonly stocked: boolean; readonly rows: number }> {
  const snapshot = register.snapshot();
  if (snapshot.all(arrangements).length > 0) return { stocked: false, rows: 0 };
  const template = loadTemplate(readTemplateFolder(`${TEMPLATES_FOLDER}/llr`));
  if (!template.ok) throw new Error(faultText(template.refusal));
  const changes: readonly Change[] = changesToLoad(snapshot, template.fact);
  const committed = await register.commit(changes, { person: 'system', at: instant(`${addDays(today, -1)}T06:00:00.000Z`), what: 'stocked the sample partnership' });
  if (!committed.ok) throw new Error(`The sample could not be stocked: ${committed.refusal.list} ${committed.refusal.key}`);
  return { stocked: true, rows: changes.length };
}
