/** What in a text may point to one child. */
export type CaseData = 'nhs-number' | 'pupil-number' | 'learner-number' | 'date-of-birth';

const WORDS: Readonly<Record<CaseData, string>> = {
  'nhs-number': 'an NHS number',
  'pupil-number': 'a unique pupil number (UPN)',
  'learner-number': 'a unique learner number (ULN)',
  'date-of-birth': 'a date of birth',
};

/** Ten digits as people group them (943 476 5919, 943-476-5919), not part of a longer number or a fraction. */
const TEN_DIGITS = /(?<!\d|\d[.,])\d{3}[ .\-\u00A0\u2009\u2011\u2013\u202F]?\d{3}[ .\-\u00A0\u2009\u2011\u2013\u202F]?\d{4}(?!\d)/g;
/** A letter, eleven digits and a digit or (for a temporary number) a letter. */
const PUPIL_NUMBER = /\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b/i;
const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*';
const DATE = `(?:\\d{1,4}[\\/.\\-]\\d{1,2}[\\/.\\-]\\d{1,4}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \\d{2,4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{2,4})`;
const DATE_OF_BIRTH = new RegExp(`\\b(?:d\\.?o\\.?b\\b\\.?|date of birth|birth ?date|born)[^\\w]{0,5}(?:(?:is|was|on)[^\\w]{1,3})?${DATE}`, 'i');

function weightedSum(digits: string): number {
  return [...digits.slice(0, 9)].reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0);
}

/** The tenth digit is 11 less the weighted sum's remainder, and eleven counts as nought (NHS Data Dictionary). */
function isNhsNumber(digits: string): boolean {
  const check = (11 - (weightedSum(digits) % 11)) % 11;
  return check !== 10 && check === Number(digits[9]) && !/^(\d)\1+$/.test(digits);
}

/** The tenth digit is 10 less the weighted sum's remainder, which is never nought (Learning Records Service). */
function isLearnerNumber(digits: string): boolean {
  const remainder = weightedSum(digits) % 11;
  return remainder !== 0 && 10 - remainder === Number(digits[9]) && digits[0] !== '0';
}

/**
 * Looks for what may identify a child: no record of the partnership ever does [LLR confidentiality]. Finds numbers with a valid check
 * digit and dates said to be of birth; it cannot find names, so the pages ask for care as well.
 */
export function findCaseData(text: string): CaseData | undefined {
  if (DATE_OF_BIRTH.test(text)) return 'date-of-birth';
  if (PUPIL_NUMBER.test(text)) return 'pupil-number';
  for (const [match] of text.matchAll(TEN_DIGITS)) {
    const digits = match.replaceAll(/\D/g, '');
    if (isNhsNumber(digits)) return 'nhs-number';
    if (isLearnerNumber(digits)) return 'learner-number';
  }
  return undefined;
}

/** Refused because a text may identify a child. The text itself is not repeated, so that it reaches no log. */
export type CaseDataRefused = { readonly reason: 'case-data'; readonly found: CaseData; readonly place: string };

/** @param place where it stands, as the person knows it: `Your answer to “…”`, `The reason` */
export function refuseCaseData(text: string | undefined, place: string): CaseDataRefused | undefined {
  const found = text === undefined ? undefined : findCaseData(text);
  return found && { reason: 'case-data', found, place };
}

export function explainCaseData({ found, place }: CaseDataRefused): string {
  return `${place} seems to hold ${WORDS[found]}. Nothing here may identify a child: remove it, then save again. If it is something else, write it in another way.`;
}

/**
 * Text as it is kept: line ends as one character, and without the invisible control characters that no file format can carry.
 * Markup is left as it is; it is escaped wherever text is shown.
 */
export function tidyText(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to take out
  return text.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '');
}
