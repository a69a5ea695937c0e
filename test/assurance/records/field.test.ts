import fc from 'fast-check';
import { z } from 'zod';
import { json, text, type Field } from '../../../src/assurance/records/field.ts';
import { record } from '../../../src/assurance/records/record.ts';
import { notes, tickets } from '../../support/notes.ts';

const FIELDS: readonly (readonly [string, Field<unknown>])[] = [...Object.entries(notes.fields), ...Object.entries(tickets.fields)];
const cell = fc.oneof(
  fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }).map((date) => date.toISOString()), fc.json(), fc.string({ minLength: 254, maxLength: 258 }),
  fc.constantFrom(
    '', '[]', '{}', '{"a":1}', '{"a":"1"}', '{"__proto__":1}', '[1]', 'red', 'blue', '2026-02-29', '2028-02-29', '2026-Q2', '2026-Q5', '2026-10-01T24:00:00.000Z', '2026-10-01T08:00:00Z', '2026-02-30T08:00:00.000Z', 'a\nb', 'open', NaN, Infinity, 0, 1,
    'x'.repeat(20_000), 'x'.repeat(20_001),
  ),
);

describe('a field', () => {
  it.each(FIELDS)('%s accepts at a glance only what its schema gives back unchanged', (_, field) => {
    fc.assert(fc.property(cell, (of) => {
      const value = field.decode(of);
      if (field.accepts?.(value)) expect(field.schema.parse(value)).toEqual(value);
    }), { numRuns: 500, seed: 20_261_001 });
  });

  it('is read by its schema where emptiness stands for something', () => {
    const settings = record('Settings', { purpose: 'Defaults.' }, { content: json('Content', z.object({ size: z.number().default(3) })), names: json('Names', z.array(z.string()).min(1)) });
    expect(settings.decode({ key: 'a', content: '{}', names: '["x"]' })).toEqual({ ok: true, row: { key: 'a', content: { size: 3 }, names: ['x'] } });
    expect(settings.decode({ key: 'a', content: '{}', names: '[]' })).toMatchObject({ ok: false, faults: [{ field: 'names' }] });
  });

  it('refuses a key with a space, a quote or a control character, and one that is missing or too long', () => {
    const list = record('Names', { purpose: 'Names.' }, { name: text('Name') });
    for (const key of ['two words', `o'clock`, 'a"b', '<b>', 'a&b', 'a\u0000b', 'a\nb', '', null, 'x'.repeat(256)]) {
      expect(list.decode({ key, name: 'n' })).toMatchObject({ ok: false, faults: [{ field: 'key' }] });
    }
    expect(list.decode({ key: '2026-Q2.LA4~ana:é', name: 'n' })).toMatchObject({ ok: true });
  });
});
