import { readdirSync } from 'node:fs';
import type { Bench, Measure } from './measure.ts';

/**
 * `npm run bench` runs every `*.bench.ts` of this folder, one after another, and prints one table; `npm run bench -- views` only those
 * whose file name holds the word. It ends with 1 where a bar is missed.
 *
 * To add one: a file `<name>.bench.ts` that exports `const bench: Bench` (see `measure.ts`). `run` gives its lines; a line with `atMost`
 * has a bar, one with `baseline` a ratio to the same work done bare in the same run, which says more than milliseconds of one machine.
 * `largeRegister()` gives a register file of ten years.
 */
const chosen = process.argv[2] ?? '';
const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.bench.ts') && name.includes(chosen)).sort();
let missed = 0;
for (const file of files) {
  const { bench } = (await import(`./${file}`)) as { bench: Bench };
  process.stdout.write(`\n${bench.name}\n`);
  for (const measure of await bench.run()) {
    const misses = missesBar(measure);
    missed += misses ? 1 : 0;
    process.stdout.write(`  ${measure.what.padEnd(58)} ${figure(measure).padStart(12)}  ${compared(measure).padEnd(52)} ${barOf(measure)}${misses ? '  MISSED' : ''}\n`);
  }
}
process.stdout.write(missed === 0 ? '\nEvery bar is met.\n' : `\n${missed} ${missed === 1 ? 'bar is' : 'bars are'} missed.\n`);
process.exitCode = missed === 0 ? 0 : 1;

function missesBar({ value, atMost = Infinity, baseline }: Measure): boolean {
  return value > atMost || (baseline !== undefined && value > baseline.value * (baseline.atMostTimes ?? Infinity));
}

function figure({ value, unit }: Measure): string {
  return `${value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 })} ${unit}`;
}

function compared({ value, unit, baseline }: Measure): string {
  return baseline ? `${(value / baseline.value).toFixed(2)} × ${baseline.what} (${figure({ what: '', value: baseline.value, unit })})` : '';
}

function barOf({ atMost, unit, baseline }: Measure): string {
  const bars = [...(atMost === undefined ? [] : [`${atMost} ${unit}`]), ...(baseline?.atMostTimes === undefined ? [] : [`${baseline.atMostTimes} ×`])];
  return bars.length === 0 ? '' : `bar: ${bars.join(', ')}`;
}
