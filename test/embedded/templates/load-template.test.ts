import { faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER, type TemplateTexts } from '../../../src/embedded/templates/load-template.ts';
import { changesToLoad } from '../../../src/embedded/templates/load-template.ts';
import type { TemplateFault } from '../../../src/embedded/templates/template-document.ts';
import { agencies } from '../../../src/assurance/partnership/agency.ts';
import { groups } from '../../../src/assurance/partnership/partnership.ts';
import { memoryRegister } from '../../support/memory-register.ts';
import { update } from '../../../src/assurance/records/change.ts';
import { instant } from '../../../src/assurance/time/instant.ts';

const texts = readTemplateFolder(`${TEMPLATES_FOLDER}/llr`);
const by = { person: 'system', at: instant('2026-10-01T08:00:00.000Z'), what: 'loaded a template' };

/** The line, from 1, on which a text first stands in one of the template's files. */
function lineOf(files: TemplateTexts, file: string, text: string): number {
  const lines = files.get(file)?.split('\n') ?? [];
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${file} has no “${text}”`);
  return index + 1;
}

function broken(file: string, from: string, to: string): TemplateTexts {
  const text = texts.get(file) ?? '';
  if (!text.includes(from)) throw new Error(`${file} has no “${from}”`);
  return new Map([...texts, [file, text.replace(from, to)]]);
}

function faultsOf(files: TemplateTexts): readonly TemplateFault[] {
  const loaded = loadTemplate(files);
  return loaded.ok ? [] : loaded.refusal;
}

describe('a partnership template', () => {
  it('is loaded into an empty register, and loading it again changes nothing', async () => {
    const register = memoryRegister();
    const loaded = loadTemplate(texts);
    if (!loaded.ok) throw new Error(faultText(loaded.refusal));
    await register.commit(changesToLoad(register.snapshot(), loaded.fact), by);
    expect(register.snapshot().all(groups)).toHaveLength(8);
    expect(changesToLoad(register.snapshot(), loaded.fact)).toEqual([]);
  });

  it('leaves alone what the board office has changed since', async () => {
    const register = memoryRegister();
    const loaded = loadTemplate(texts);
    if (!loaded.ok) throw new Error(faultText(loaded.refusal));
    await register.commit(changesToLoad(register.snapshot(), loaded.fact), by);
    const cafcass = register.snapshot().get(agencies, 'cafcass');
    if (!cafcass) throw new Error('no cafcass');
    await register.commit([update(register.snapshot(), agencies, { ...cafcass, shortName: 'Family courts' })], by);
    expect(changesToLoad(register.snapshot(), loaded.fact)).toEqual([]);
    expect(register.snapshot().get(agencies, 'cafcass')?.shortName).toBe('Family courts');
  });

  it.each([
    ['a name left out', 'partnership.yaml', '    shortName: AAG', '', 'key: aag', '“shortName” is missing'],
    ['a key nobody knows', 'partnership.yaml', '    shortName: AAG', '    shortName: AAG\n    colour: blue', 'colour: blue', '“colour” is not known here: check its spelling or take it out'],
    ['a group used twice', 'partnership.yaml', '  - key: pdg', '  - key: aag', '  - key: aag', /“aag” is used twice in Groups; the first is in partnership\.yaml, line \d+/, 2],
    ['an area of an unknown partnership', 'partnership.yaml', '    partnership: leicester-scp', '    partnership: leister-scp', 'partnership: leister-scp', 'There is no “leister-scp” in Partnerships'],
    ['an unknown category', 'agencies.yaml', 'category: probation', 'category: parole', 'category: parole', /“category” must be one of: police, health, .*probation/],
    ['yes instead of true', 'agencies.yaml', 'owesReturn: false', 'owesReturn: perhaps', 'owesReturn: perhaps', '“owesReturn” must be true or false'],
    ['a due day that February has not', 'arrangements.yaml', 'dueDayOfMonth: 16', 'dueDayOfMonth: 30', 'dueDayOfMonth: 30', '“dueDayOfMonth” must be 28 or less'],
    ['a time that is none', 'arrangements.yaml', 'from: "08:00"', 'from: "8 am"', 'workingHours:', '“from”: Enter a time as hours and minutes, for example 08:30'],
    ['an unknown group of returns', 'arrangements.yaml', 'returnsGroup: aag', 'returnsGroup: aaag', 'returnsGroup: aaag', 'There is no “aaag” in Groups'],
    ['a quarter that is none', 'return.yaml', 'fromQuarter: 2020-Q1', 'fromQuarter: 2020-Q5', 'fromQuarter: 2020-Q5', '“fromQuarter”: Enter a quarter as year-Q1 to year-Q4, for example 2026-Q2'],
    ['a framework question nobody asks', 'return.yaml', 'framework: [did, how-much, how-well]', 'framework: [did, how-often]', 'framework: [did, how-often]', 'There is no framework question “how-often”'],
    ['an indicator of an unknown agency', 'indicators.yaml', 'owner: leicestershire-police', 'owner: leicester-police', 'code: Pol1a', 'There is no “leicester-police” in Agencies'],
    ['an availability in an unknown area', 'indicators.yaml', 'availability: { leicestershire: not-applicable }', 'availability: { lincolnshire: not-applicable }', 'availability: { lincolnshire', 'There is no “lincolnshire” in Areas'],
    ['an availability nobody knows', 'indicators.yaml', 'availability: { leicestershire: not-applicable }', 'availability: { leicestershire: never }', 'availability: { leicestershire: never', '“leicestershire” must be one of: collected, not-collected, not-applicable, to-be-confirmed'],
    ['an indicator without a unit', 'indicators.yaml', '      unit: count\n      decimals: 0\n      polarity: neither\n      yearAggregation: sum\n      monthly: false\n      breakdown:\n        name: Lead agency', '      decimals: 0\n      polarity: neither\n      yearAggregation: sum\n      monthly: false\n      breakdown:\n        name: Lead agency', 'code: LA3', /^LA3: Unit/],
    ['a month that is none', 'calendar.yaml', '    startMonth: 4\n', '    startMonth: 14\n', 'startMonth: 14', '“startMonth” must be 12 or less'],
    ['a day that the month has not', 'calendar.yaml', '    startMonth: 2\n', '    startMonth: 2\n    startDay: 30\n', 'startDay: 30', 'February has no day 30'],
    ['an event that ends before it starts', 'calendar.yaml', '    startMonth: 10\n    endMonth: 12', '    startMonth: 10\n    endMonth: 5', 'endMonth: 5', /ends before it starts/],
    ['an event that waits for an unknown one', 'calendar.yaml', 'dependsOn: [q4-returns]', 'dependsOn: [q5-returns]', 'dependsOn: [q5-returns]', 'There is no “q5-returns” in Calendar rules'],
    ['an event that waits for itself', 'calendar.yaml', 'dependsOn: [q4-returns]', 'dependsOn: [q4-returns, q4-pdg]', 'dependsOn: [q4-returns, q4-pdg]', '“q4-aag” depends on itself'],
    ['a letter with an unknown word', 'escalation.yaml', 'by {{replyBy}}. If', 'by {{answerBy}}. If', '    letter: |', /\{\{answerBy\}\}, which nothing fills in/],
    ['a chair of no group', 'escalation.yaml', '    writeToGroup: pdg\n', '', 'writeTo: chair', '“writeToGroup” says which group’s chair is written to'],
    ['a reply in no time', 'escalation.yaml', 'replyWithinWorkingDays: 15', 'replyWithinWorkingDays: soon', 'replyWithinWorkingDays: soon', '“replyWithinWorkingDays” must be a number'],
  ] as [string, string, string, string, string, string | RegExp, number?][])('with %s is refused with the file, the line and what is wrong', (_what, file, from, to, at, sentence, nth = 1) => {
    const files = broken(file, from, to);
    const lines = (files.get(file) ?? '').split('\n').flatMap((line, index) => (line.includes(at) ? [index + 1] : []));
    const matching = faultsOf(files).filter((fault) => fault.file === file && (typeof sentence === 'string' ? fault.message === sentence : sentence.test(fault.message)));
    expect(matching.map(({ line }) => line)).toContain(lines[nth - 1]);
  });

  it('that is no readable YAML is refused where the mistake is', () => {
    const files = broken('arrangements.yaml', 'dueDayOfMonth: 16', 'dueDayOfMonth: [16');
    const [fault] = faultsOf(files);
    expect(fault?.message).toMatch(/^This is not readable YAML/);
    expect(fault?.line).toBeGreaterThanOrEqual(lineOf(files, 'arrangements.yaml', 'dueDayOfMonth'));
  });

  it('with a name said twice in one entry is refused rather than the second taken', () => {
    const [fault] = faultsOf(broken('arrangements.yaml', 'dueDayOfMonth: 16', 'dueDayOfMonth: 16\ndueDayOfMonth: 17'));
    expect(fault?.message).toMatch(/unique/);
  });

  it('tells all its faults at once, across its files', () => {
    const files = new Map([...broken('partnership.yaml', 'shortName: AAG', 'shortNam: AAG'), ['calendar.yaml', ''], ['escalation.yaml', 'stages: 7']]);
    expect(faultsOf(files).map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'partnership.yaml: “shortName” is missing', 'partnership.yaml: “shortNam” is not known here: check its spelling or take it out',
      'calendar.yaml: The file is empty', 'escalation.yaml: “stages” must be a list',
    ]);
  });

  it('without one of its files says which', () => {
    const files = new Map([...texts].filter(([name]) => name !== 'return.yaml'));
    expect(faultText(faultsOf(files))).toBe('return.yaml, line 1: The template has no such file');
  });

  it('that repeats itself without end is refused, not expanded', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghij'.split('').map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[index]}`).join(', ')}]`)].join('\n');
    expect(faultsOf(new Map([...texts, ['calendar.yaml', bomb]])).map(({ message }) => message).join()).toMatch(/cannot be read/);
  });

  it('with a key that would break out of a list or a formula is refused', () => {
    const messages = faultsOf(broken('partnership.yaml', '  - key: aag', '  - key: "=cmd|aag"')).map(({ message }) => message);
    expect(messages).toContain('“key”: Use letters, digits, hyphens and dots only, and no spaces');
  });
});
