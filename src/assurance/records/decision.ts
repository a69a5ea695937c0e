import type { Change } from './change.ts';

/** What a decision leads to: the rows to write, how history tells it, and the fact to answer with. No changes: what was asked for is already so. */
export type Decision<Fact> = { readonly changes: readonly Change[]; readonly what: string; readonly reason?: string; readonly fact: Fact };
