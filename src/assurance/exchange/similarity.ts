import { plainWords } from './read-cell.ts';

/** Longer texts are sentences, which nobody means when they name a column or a person. */
const LONGEST = 120;

function pairsOf(text: string): readonly string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
}

/** How alike two short texts are, from 0 to 1 for the same words: twice the letter pairs they share over all their pairs (Dice). */
export function similarity(a: string, b: string): number {
  if (a.length > LONGEST || b.length > LONGEST) return 0;
  const [one, other] = [plainWords(a), plainWords(b)];
  if (one === '' || other === '') return 0;
  if (one === other) return 1;
  const left = [...pairsOf(other)];
  const total = pairsOf(one).length + left.length;
  const shared = pairsOf(one).filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return total === 0 ? 0 : (2 * shared) / total;
}

/** The text most like the one given, if any is alike enough to be what was meant. */
export function mostAlike(text: string, candidates: readonly string[], least = 0.6): string | undefined {
  let best: { readonly candidate: string; readonly score: number } | undefined;
  for (const candidate of candidates) {
    const score = similarity(text, candidate);
    if (score >= least && score > (best?.score ?? 0)) best = { candidate, score };
  }
  return best?.candidate;
}
