/** The answer to a request: the fact that follows from it, or a refusal that says what the person can do next. */
export type Outcome<Fact, Refusal> =
  | { readonly ok: true; readonly fact: Fact }
  | { readonly ok: false; readonly refusal: Refusal };

export function accept<Fact>(fact: Fact): { readonly ok: true; readonly fact: Fact } {
  return { ok: true, fact };
}

export function refuse<Refusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}

/** Placed after a switch that must be complete: adding a case elsewhere stops this from compiling. */
export function unreachable(value: never): never {
  throw new Error(`A case was added without being handled: ${JSON.stringify(value)}`);
}
