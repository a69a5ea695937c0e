/**
 * A refusal as it leaves the use cases: a reason for programs and a sentence that tells the person what to do next.
 * The tab and the cards show `message` as it is.
 */
export type Explained = { readonly reason: string; readonly message: string; readonly details?: unknown };
