/** Marks with which a spreadsheet begins a formula, after any number of apostrophes [OWASP: CSV injection]. */
const FORMULA = /^'*[=+\-@\t\r]/;
const MADE_SAFE = /^'+[=+\-@\t\r]/;

/** A text that no spreadsheet reads as a formula. `fromFormulaSafe` gives the text back exactly. */
export function formulaSafe(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

export function fromFormulaSafe(text: string): string {
  return MADE_SAFE.test(text) ? text.slice(1) : text;
}
