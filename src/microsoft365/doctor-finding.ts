/** Who has the rights to put something right. */
export type Mender =
  | 'an Entra administrator' | 'a SharePoint administrator' | 'an Exchange administrator' | 'a Teams administrator' | 'the board office' | 'whoever runs the server';

/** What the doctor found about one thing; a line of its report. */
export type Finding =
  | { readonly state: 'ok'; readonly about: string; readonly says: string }
  /** Works, or cannot be told from here; the sentence says what to look at. */
  | { readonly state: 'note'; readonly about: string; readonly says: string }
  | { readonly state: 'missing'; readonly about: string; readonly says: string; readonly who: Mender; readonly next: string };

export function well(about: string, says: string): Finding {
  return { state: 'ok', about, says };
}

export function note(about: string, says: string): Finding {
  return { state: 'note', about, says };
}

/** @param next the command to type or the step of the administrator's guide to take */
export function missing(about: string, says: string, who: Mender, next: string): Finding {
  return { state: 'missing', about, says, who, next };
}

/** The administrator's guide, which the doctor's lines lead to. */
export function guideStep(step: number): string {
  return `docs/administration.md, step ${step}`;
}

/** One line, whatever line breaks came with a sentence of somebody else's. */
export function findingLine(finding: Finding): string {
  const mend = finding.state === 'missing' ? ` Who can fix it: ${finding.who}. Next: ${finding.next}` : '';
  return `${finding.state.padEnd(8)} ${finding.about}: ${finding.says}${mend}`.replaceAll(/\s*\n\s*/g, ' ');
}
