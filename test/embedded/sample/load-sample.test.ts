import { loadSample } from '../../../src/embedded/sample/load-sample.ts';
import { SAMPLE_FILES } from '../../../src/embedded/sample/sample-schema.ts';
import { readTemplateFolder, TEMPLATES_FOLDER } from '../../../src/embedded/templates/load-template.ts';

const template = readTemplateFolder(`${TEMPLATES_FOLDER}/llr`);
const texts = readTemplateFolder(`${TEMPLATES_FOLDER}/llr/sample`, Object.keys(SAMPLE_FILES));

describe('a sample', () => {
  it.each([
    ['a person who does not exist as chair', 'officers.yaml', 'person: Graham Stokes', 'person: Graham Stoke', 'person: Graham Stoke }', 'There is no “p-graham-stoke” in People'],
    ['two people of one name', 'officers.yaml', 'name: Lewis Hartley', 'name: Zainab Farooqi', '    - { name: Zainab', /“p-zainab-farooqi” is used twice in People/, 2],
    ['a mail domain with a space', 'officers.yaml', 'mailDomain: scrutiny', 'mailDomain: in dependence', 'mailDomain: in dependence', '“mailDomain”: Use lower-case letters, digits and hyphens'],
    ['phrases for a question nobody asks', 'answers.yaml', '  risks-action:', '  risk-action:', '  risk-action:', 'There is no question “risk-action” in the return'],
    ['phrases for an unknown kind of agency', 'answers.yaml', '    probation:', '    parole:', '    parole:', /^“parole”/],
    ['a figure for an unknown indicator', 'figures.yaml', '  LA5: {', '  LA6: {', '  LA6: {', 'There is no indicator “LA6”'],
    ['a split that is not in the breakdown', 'figures.yaml', 'early-help: 0.24', 'early-years: 0.24', '  Pol2a:', '“early-years” is not in the breakdown of Pol2a'],
    ['a share above one', 'figures.yaml', 'share: 0.93', 'share: 93', '  LA1a:', '“share” must be 1 or less'],
    ['an agency without a state in the current round', 'rounds.yaml', '  - { agency: uhl, is: submitted, beforeDue: 1 }\n', '', 'current:', 'The current round does not say how the return of “uhl” stands'],
    ['an agency that owes no return', 'rounds.yaml', 'agency: uhl, is: submitted', 'agency: emas, is: submitted', 'agency: emas', '“emas” is no agency that owes a return'],
    ['a state nobody knows', 'rounds.yaml', 'is: submitted, beforeDue: 1', 'is: lost, beforeDue: 1', 'is: lost', '“is” has a value that is not known here'],
    ['an owner without a seat', 'actions.yaml', '    group: training', '    group: scp-board', 'group: scp-board', '“leicestershire-county-council” has no seat on “scp-board”, so nobody there can own the action'],
    ['a completed action without evidence', 'actions.yaml', '    is: complete\n    evidence: Dip', '    is: complete\n    noevidence: Dip', '  - action: Brief ward staff', '“evidence” is missing'],
  ] as [string, string, string, string, string, string | RegExp, number?][])('with %s is refused with the file, the line and what is wrong', (_what, file, from, to, at, sentence, nth = 1) => {
    const original = texts.get(file) ?? '';
    expect(original).toContain(from);
    const text = original.replace(from, to);
    const loaded = loadSample(template, new Map([...texts, [file, text]]));
    const faults = loaded.ok ? [] : loaded.refusal;
    const lines = text.split('\n').flatMap((line, index) => (line.includes(at) ? [index + 1] : []));
    const matching = faults.filter((fault) => fault.file === file && (typeof sentence === 'string' ? fault.message === sentence : sentence.test(fault.message)));
    expect(matching.map(({ line }) => line)).toContain(lines[nth - 1]);
  });

  it('is not read before its template is whole', () => {
    const loaded = loadSample(new Map([...template, ['calendar.yaml', '']]), new Map());
    expect(loaded.ok ? [] : loaded.refusal.map(({ file }) => file)).toEqual(['calendar.yaml']);
  });
});
