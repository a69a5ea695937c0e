import { arrangements } from '../../assurance/partnership/arrangements.ts';
import { addDays, type Day } from '../../assurance/time/day.ts';
import type { Register } from '../../register/register.ts';
import { faultText, readTemplateFolder, TEMPLATES_FOLDER } from '../templates/load-template.ts';
import { loadSample, type Sample } from './load-sample.ts';
import { instantOn } from './sample-dates.ts';
import { sampleRows } from './sample-rows.ts';
import { SAMPLE_FILES } from './sample-schema.ts';

/**
 * Stocks an empty register with the sample partnership as it would stand on a day, in one commit. A register that has a partnership
 * already is left as it is. @throws with every fault, file and line, when the template or the sample is broken
 */
export async function stockSample(register: Register, today: Day): Promise<{ readonly stocked: boolean; readonly rows: number }> {
  if (register.snapshot().all(arrangements).length > 0) return { stocked: false, rows: 0 };
  const changes = sampleRows(readSample(), today);
  const committed = await register.commit(changes, { person: 'system', at: instantOn(addDays(today, -1), '06:00'), what: 'stocked the sample partnership' });
  if (committed.ok) return { stocked: true, rows: changes.length };
  throw new Error(`The sample could not be stocked: ${committed.refusal.key} in ${committed.refusal.list} is there already`);
}

/** Reads the sample that comes with the product. @throws with every fault, file and line */
export function readSample(): Sample {
  const folder = `${TEMPLATES_FOLDER}/llr`;
  const sample = loadSample(readTemplateFolder(folder), readTemplateFolder(`${folder}/sample`, Object.keys(SAMPLE_FILES)));
  if (!sample.ok) throw new Error(faultText(sample.refusal));
  return sample.fact;
}
