import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import type { GraphClient } from '../../src/microsoft365/graph-client.ts';
import { fieldColumns } from '../../src/microsoft365/list-schema.ts';
import { provisionLists } from '../../src/microsoft365/provision-lists.ts';
import { SharePointRegister, type SharePointRegisterOptions } from '../../src/microsoft365/sharepoint-register.ts';
import { startGraphDouble, type GraphDouble, type TestDoubleOptions } from './graph-double.ts';
import { gateTo, heldTime, type HeldTime } from './graph-gate.ts';

/** A SharePoint site on this machine with the register's lists, and a way to open the register on it. */
export type ProvisionedSite = {
  readonly double: GraphDouble;
  readonly time: HeldTime;
  readonly client: GraphClient;
  readonly open: (options?: Partial<SharePointRegisterOptions>) => Promise<SharePointRegister>;
};

export async function provisionedSite(definitions: readonly AnyRecordDefinition[], options: TestDoubleOptions = {}): Promise<ProvisionedSite> {
  const double = await startGraphDouble(options);
  const time = heldTime();
  const client = gateTo(double, time);
  const report = await provisionLists(client, double.site.id, definitions, false);
  if (!report.ok) throw new Error(report.steps.map(({ says, failed }) => `${says} ${failed ?? ''}`).join('\n'));
  return { double, time, client, open: (differing = {}) => SharePointRegister.open({ client: gateTo(double, time), timing: time, siteId: double.site.id, definitions, ...differing }) };
}

/** The internal name of a field's column. */
export function columnOf(definition: AnyRecordDefinition, field: string): string {
  const column = fieldColumns(definition).get(field);
  if (!column) throw new Error(`${definition.title} has no field ${field}`);
  return column.name;
}

/** The item that is the row with this key. */
export function itemOf(double: GraphDouble, definition: AnyRecordDefinition, key: string): number {
  return double.hands.row(definition.title, 'Key', key).id;
}
