import { explainCaseData, findCaseData, refuseCaseData, tidyText } from '../../src/assurance/confidentiality.ts';

describe('text that may identify a child', () => {
  it.each([
    ['NHS number 943 476 5919', 'nhs-number'],
    ['see 9434765919 in the file', 'nhs-number'],
    ['943-476-5919.', 'nhs-number'], ['943.476.5919', 'nhs-number'], ['No.9434765919', 'nhs-number'], ['943\u00A0476\u20135919', 'nhs-number'],
    ['pupil H801200001001 left', 'pupil-number'],
    ['pupil a12345678901b left', 'pupil-number'],
    ['learner 1000000000 was counted', 'learner-number'],
    ['DOB 03/04/2012', 'date-of-birth'],
    ['D.O.B: 3.4.12', 'date-of-birth'],
    ['date of birth is 2012-04-03', 'date-of-birth'],
    ['a child born on 3 April 2012', 'date-of-birth'],
    ['born April 3rd, 2012', 'date-of-birth'],
  ])('%s', (text, found) => {
    expect(findCaseData(text)).toBe(found);
  });

  it('is refused in a sentence that does not repeat it', () => {
    const refusal = refuseCaseData('943 476 5919', 'The reason');
    expect(refusal && explainCaseData(refusal)).toMatch(/^The reason seems to hold an NHS number\. .* remove it/);
    expect(JSON.stringify(refusal)).not.toContain('943');
  });
});

describe('ordinary text', () => {
  it.each([
    'Call 0116 305 7130 or 01162 305 713 for the board office',
    'We spent 1,234,567,890 pounds', 'Reference 9434765917', 'The date of birth was missing in 12 referrals',
    'Born in Leicester, raised elsewhere', 'Due on 16/10/2026', 'DOB is not recorded well', '0000000000', '', 'Case 94347659190 of 11 digits', 'A share of 0.9434765919',
  ])('%s', (text) => {
    expect(findCaseData(text)).toBeUndefined();
  });
});

describe('text as it is kept', () => {
  it('keeps markup, formulas and line ends, and drops what no file can carry', () => {
    expect(tidyText('<b>=SUM(A1)</b>\r\n**x**\u0000\u0007\uD800')).toBe('<b>=SUM(A1)</b>\n**x**\uFFFD');
  });
});
