import type { Change } from '../assurance/records/change.ts';

/** A change whose row is as it will be read back; a removal has none. */
export type PreparedChange = { readonly change: Change; readonly key: string; readonly row: { readonly key: string } | undefined };

/** @throws where a row would not be readable afterwards, or comes twice: the program decided wrongly, nobody asked for that */
export function prepareChanges(changes: readonly Change[]): readonly PreparedChange[] {
  const seen = new Set<string>();
  return changes.map((change) => {
    const { definition } = change;
    const key = change.kind === 'remove' ? change.key : change.row.key;
    const id = `${definition.name} ${key}`;
    if (seen.has(id)) throw new Error(`${definition.title} ${key} is changed twice in one commit`);
    seen.add(id);
    if (change.kind === 'remove') return { change, key, row: undefined };
    const decoded = definition.decode(definition.encode(change.row));
    if (!decoded.ok) throw new Error(`${definition.title} ${key} cannot be stored: ${decoded.faults.map(({ message }) => message).join('; ')}`);
    return { change, key, row: decoded.row as { readonly key: string } };
  });
}
