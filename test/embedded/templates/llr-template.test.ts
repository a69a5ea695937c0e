import { decideExtendCalendar } from '../../../src/assurance/calendar/decide-extend-calendar.ts';
import { calendarEvents, calendarRules } from '../../../src/assurance/calendar/calendar-event.ts';
import { escalationStages } from '../../../src/assurance/escalations/escalation.ts';
import { figuresOwedBy, indicators } from '../../../src/assurance/indicators/indicator.ts';
import { agencies } from '../../../src/assurance/partnership/agency.ts';
import { arrangementsOf } from '../../../src/assurance/partnership/arrangements.ts';
import { areas, groups, partnerships } from '../../../src/assurance/partnership/partnership.ts';
import { questionsAskedIn, returnQuestions } from '../../../src/assurance/returns/return-questions.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { quarter } from '../../../src/assurance/time/quarter.ts';
import { faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER } from '../../../src/embedded/templates/load-template.ts';
import { snapshotOf } from '../../support/memory-register.ts';

const loaded = loadTemplate(readTemplateFolder(`${TEMPLATES_FOLDER}/llr`));
if (!loaded.ok) throw new Error(faultText(loaded.refusal));
const rows = loaded.fact.map(({ definition, row }) => [definition, row] as const);
const snapshot = snapshotOf(rows);
const NOW = quarter('2026-Q2');

describe('the Leicester, Leicestershire and Rutland partnerships', () => {
  it('are two, cover three areas and share audit and assurance, planning and delivery and the board', () => {
    expect(snapshot.all(partnerships)).toHaveLength(2);
    expect(snapshot.all(areas).map(({ key }) => key)).toEqual(['leicester', 'leicestershire', 'rutland']);
    expect(['aag', 'pdg', 'scp'].map((key) => snapshot.get(groups, key)?.partnerships.length)).toEqual([2, 2, 2]);
  });

  it('report from audit and assurance to planning and delivery to the board, and every other group to planning and delivery', () => {
    expect(['aag', 'pdg', 'scp'].map((key) => snapshot.get(groups, key)?.reportsTo)).toEqual(['pdg', 'scp', 'scp']);
    expect(snapshot.all(groups).filter(({ key }) => !['aag', 'pdg', 'scp'].includes(key)).map(({ reportsTo }) => reportsTo)).toEqual(Array(5).fill('pdg'));
  });

  it('ask twelve agencies for the return, of which the five safeguarding partners are statutory', () => {
    expect(snapshot.all(agencies).filter(({ owesReturn }) => owesReturn)).toHaveLength(12);
    expect(snapshot.all(agencies).filter(({ statutoryPartner }) => statutoryPartner).map(({ key }) => key)).toEqual([
      'leicester-city-council', 'leicestershire-county-council', 'leicestershire-police', 'llr-icb', 'rutland-county-council',
    ]);
  });

  it('remind ten, five and one working days before the due date and one, five and ten after it', () => {
    expect(arrangementsOf(snapshot)).toMatchObject({ returnsGroup: 'aag', opensDaysAfterQuarterEnd: 1, remindBefore: [10, 5, 1], remindAfter: [1, 5, 10] });
  });
});

describe('the return of Leicester, Leicestershire and Rutland', () => {
  it('asks about learning, risks, voice, the workforce and reviews, in this order', () => {
    expect(questionsAskedIn(snapshot, NOW).map(({ section }) => section.key)).toEqual(['learning', 'risks', 'voice', 'workforce', 'reviews']);
  });

  it('helps every question with key questions, and puts each of the five questions of the framework somewhere', () => {
    const all = snapshot.all(returnQuestions).flatMap(({ keyQuestions }) => keyQuestions);
    expect(snapshot.all(returnQuestions).every(({ keyQuestions }) => keyQuestions.length >= 3)).toBe(true);
    for (const start of ['Are children safer', 'What did we do', 'How much of it', 'How well was it', 'What difference did it']) {
      expect(all.some((question) => question.startsWith(start))).toBe(true);
    }
  });
});

describe('the indicator set', () => {
  const partsOf = (set: string) => snapshot.where(indicators, 'set', set).map(({ key }) => key);

  it('has nine parts of LA1 and six of LA2', () => {
    expect(partsOf('LA1')).toEqual('abcdefghi'.split('').map((letter) => `LA1${letter}`));
    expect(partsOf('LA2')).toEqual('abcdef'.split('').map((letter) => `LA2${letter}`));
  });

  it('has one each of LA3 to LA5 and Pol3, and two each of Pol1 and Pol2', () => {
    expect(['LA3', 'LA4', 'LA5', 'Pol1', 'Pol2', 'Pol3'].map((set) => partsOf(set).length)).toEqual([1, 1, 1, 2, 2, 1]);
  });

  it('asks Leicestershire for no early help figure', () => {
    const owed = (agency: string) => figuresOwedBy(snapshot, agency, NOW).map(({ id }) => id).filter((id) => id.startsWith('LA3'));
    expect(owed('leicestershire-county-council')).toEqual([]);
    expect(owed('leicester-city-council')).toEqual(['LA3.leicester']);
    expect(owed('rutland-county-council')).toEqual(['LA3.rutland']);
  });

  it('asks the police for strategy meetings month by month, and for every figure in all three areas', () => {
    expect(partsOf('Pol1').every((key) => snapshot.get(indicators, key)?.monthly)).toBe(true);
    const owed = figuresOwedBy(snapshot, 'leicestershire-police', NOW);
    expect(owed).toHaveLength(15);
    expect(new Set(owed.map(({ area }) => area)).size).toBe(3);
  });

  it('asks nobody for the two health indicators, which are to be confirmed', () => {
    expect(['CCG1', 'CCG2'].map((key) => snapshot.get(indicators, key)?.status)).toEqual(['to-be-confirmed', 'to-be-confirmed']);
    expect(figuresOwedBy(snapshot, 'llr-icb', NOW)).toEqual([]);
  });

  it('says why each indicator is there and which questions help to read it', () => {
    const agreed = snapshot.where(indicators, 'set', 'LA4').concat(snapshot.where(indicators, 'set', 'Pol2'));
    expect(agreed.every(({ rationale, keyQuestions }) => rationale.length > 20 && keyQuestions.length >= 2)).toBe(true);
  });
});

describe('the year of Leicester, Leicestershire and Rutland', () => {
  const { changes } = decideExtendCalendar(snapshot, day('2026-11-23'));
  const events = snapshotOf([...rows, ...changes.flatMap((change) => (change.kind === 'insert' ? [[change.definition, change.row] as const] : []))]);
  const event = (key: string) => {
    const found = events.get(calendarEvents, key);
    if (!found) throw new Error(`no event ${key}`);
    return found;
  };

  it('has audit and assurance read before planning and delivery, and planning and delivery before the board', () => {
    for (const [name, board] of [['q4', 'board-july'], ['q1', 'board-october'], ['q2', 'board-january'], ['q3', 'board-march']] as const) {
      const [returns, aag, pdg, report, meeting] = [`${name}-returns`, `${name}-aag`, `${name}-pdg`, `${name}-how-are-we-doing`, board].map((rule) => event(`2026.${rule}`));
      const order = [returns, aag, pdg, report, meeting];
      expect(order.map((each) => each?.startsOn)).toEqual(order.map((each) => each?.startsOn).toSorted());
      expect([aag, pdg, report, meeting].map((each, index) => each?.dependsOn.includes(order[index]?.key ?? ''))).toEqual([true, true, true, true]);
    }
  });

  it('has three multi-agency exercises, of two months each', () => {
    expect([1, 2, 3].map((number) => { const { startsOn, endsOn } = event(`2026.exercise-${number}`); return [startsOn, endsOn]; })).toEqual([
      ['2026-05-01', '2026-06-30'], ['2026-10-01', '2026-11-30'], ['2027-01-01', '2027-02-28'],
    ]);
  });

  it('plans the spring exercise in the February before, in the board year before', () => {
    expect(event('2027.exercise-1').dependsOn).toEqual(['2026.exercise-1-planned']);
    expect(event('2027.exercise-3-reported').dependsOn).toEqual(['2026.exercise-3']);
  });

  it('marks as tentative what the framework leaves open', () => {
    expect(['q1-aag', 'practitioner-focus-group-autumn', 'family-feedback-winter', 'workforce-feedback', 'young-people-residential', 'board-january'].map((rule) => event(`2026.${rule}`).tentative)).toEqual(Array(6).fill(true));
    expect(['q1-pdg', 'q1-returns', 'annual-report-published', 'family-feedback-summer'].map((rule) => event(`2026.${rule}`).tentative)).toEqual(Array(4).fill(false));
  });

  it('reviews the framework every two years and invites peers every three', () => {
    const years = (rule: string) => events.where(calendarEvents, 'rule', rule).map(({ boardYear }) => boardYear);
    expect(years('framework-reviewed')).toEqual([2027]);
    expect(years('peer-review')).toEqual([2028]);
  });

  it('fills all three lanes', () => {
    expect([...new Set(snapshot.all(calendarRules).map(({ lane }) => lane))].toSorted()).toEqual(['annual-planning', 'multi-agency-assurance', 'quarterly-reporting']);
  });
});

describe('the ladder of escalation', () => {
  it('goes from the senior officer to the chair of planning and delivery to the chair of the board', () => {
    const stages = snapshot.all(escalationStages).toSorted((a, b) => a.order - b.order);
    expect(stages.map(({ writeTo, writeToGroup }) => [writeTo, writeToGroup])).toEqual([['senior-officer', undefined], ['chair', 'pdg'], ['chair', 'scp']]);
  });

  it('tells the representative and the independent scrutineer at every stage, and sets a time for the reply', () => {
    expect(snapshot.all(escalationStages).every(({ inform, replyWithinWorkingDays }) => inform.includes('representative') && inform.includes('scrutineer') && replyWithinWorkingDays > 0)).toBe(true);
  });
});
