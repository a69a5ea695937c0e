import { literal } from './cards/escape.ts';

/** A message of several lines as Teams shows it. Each line is escaped: what people wrote shows as they wrote it. */
export function lines(...texts: readonly string[]): string {
  return texts.map(literal).filter((line) => line !== '').join('\n\n');
}

/** A heading line and the things it announces, one a line. */
export function list(heading: string, items: readonly string[]): string {
  return [literal(heading), ...items.map((item) => `- ${literal(item).replaceAll('\n\n', ' ')}`)].join('\n');
}
