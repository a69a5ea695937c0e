import type { Explained } from '../../src/use-cases/explained.ts';
import type { Outcome } from '../../src/assurance/outcome.ts';
import { observations } from '../../src/assurance/indicators/observation.ts';
import { quarterlyReturns, returnAnswers, returnAttachments, returnQueries, returnRounds } from '../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import { day } from '../../src/assurance/time/day.ts';
import type { DocumentStore } from '../../src/ports/documents.ts';
import type { Register } from '../../src/register/register.ts';
import { acceptReturn } from '../../src/use-cases/accept-return.ts';
import { answerQuery } from '../../src/use-cases/answer-query.ts';
import { askDeputy } from '../../src/use-cases/ask-deputy.ts';
import { askSignOff } from '../../src/use-cases/ask-sign-off.ts';
import { attachReport } from '../../src/use-cases/attach-report.ts';
import { copyForward } from '../../src/use-cases/copy-forward.ts';
import { declineSignOff } from '../../src/use-cases/decline-sign-off.ts';
import { excuseReturn } from '../../src/use-cases/excuse-return.ts';
import { grantException } from '../../src/use-cases/grant-exception.ts';
import { openRounds } from '../../src/use-cases/open-rounds.ts';
import { raiseQuery } from '../../src/use-cases/raise-query.ts';
import { removeAttachment } from '../../src/use-cases/remove-attachment.ts';
import { saveDraft } from '../../src/use-cases/save-draft.ts';
import { startCorrection } from '../../src/use-cases/start-correction.ts';
import { submitReturn } from '../../src/use-cases/submit-return.ts';
import { memoryRegister } from '../support/memory-register.ts';
import { answer, everythingFor, HOSPITAL, played, POLICE, type Played } from '../support/returns.ts';
import { aPartnership, at } from '../support/world.ts';

const PDF = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2D, 0x31]);
const own = { returnKey: POLICE, onBehalf: false };

function fact<Fact>(outcome: Outcome<Fact, Explained>): Fact {
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.fact;
}
function documentStore(): DocumentStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return { kept, put: async (id, bytes) => { kept.set(id, bytes); }, get: async (id) => kept.get(id), remove: async (id) => { kept.delete(id); } };
}
/** Work in which somebody else does something just before the first commit arrives. */
function interrupted(world: Played, meanwhile: () => Promise<unknown>, times = 1) {
  let left = times;
  const register: Register = {
    ...world.register,
    commit: async (changes, by) => {
      if (left > 0) { left -= 1; await meanwhile(); }
      return world.register.commit(changes, by);
    },
  };
  return { register, now: () => world.moment };
}

describe('a quarter, from opening to acceptance', () => {
  it('runs through every use case, and history tells it', async () => {
    const world = played();
    const { work } = world;
    const rep = world.who('police-rep');
    fact(await askDeputy(work, rep, { returnKey: POLICE, note: 'Please help.' }));
    fact(await saveDraft(work, world.who('police-deputy'), { ...own, edits: everythingFor(POLICE) }));
    expect(fact(await submitReturn(work, rep, own))).toMatchObject({ receipt: '2026-Q2-POLICE-1' });
    fact(await raiseQuery(work, world.who('chair'), { returnKey: POLICE, section: 'learning', query: 'Which?' }));
    fact(await answerQuery(work, rep, { queryKey: `${POLICE}.q1`, reply: 'These.' }));
    fact(await acceptReturn(work, world.who('chair'), { returnKey: POLICE }));
    fact(await startCorrection(work, rep, own));
    fact(await saveDraft(work, rep, { ...own, edits: [answer('learning-1', 'Corrected', 'We learned to listen.')] }));
    expect(fact(await submitReturn(work, rep, { ...own, correctionReason: 'A word was wrong.' }))).toMatchObject({ receipt: '2026-Q2-POLICE-2' });
    fact(await acceptReturn(work, world.who('office'), { returnKey: POLICE }));
    const told = (await world.register.history({ list: quarterlyReturns.title, key: POLICE })).toReversed();
    expect(told.map(({ person, what, reason }) => [person, what, reason])).toEqual([
      ['police-rep', 'asked the deputy to answer the return', undefined],
      ['police-deputy', 'saved a draft of the return', undefined],
      ['police-rep', 'submitted version 1 of the return', undefined],
      ['chair', 'raised a query', undefined],
      ['police-rep', 'answered a query', undefined],
      ['chair', 'accepted the return', undefined],
      ['police-rep', 'submitted version 2 of the return', 'A word was wrong.'],
      ['office', 'accepted the return', undefined],
    ]);
    expect(world.snapshot.where(returnQueries, 'return', POLICE)).toMatchObject([{ status: 'answered', reply: 'These.' }]);
  });

  it('runs through sign-off, excuse and exception', async () => {
    const world = played();
    const { work } = world;
    fact(await saveDraft(work, world.who('hospital-rep'), { returnKey: HOSPITAL, onBehalf: false, edits: everythingFor(HOSPITAL) }));
    fact(await askSignOff(work, world.who('hospital-rep'), { returnKey: HOSPITAL }));
    fact(await declineSignOff(work, world.who('hospital-chief'), { returnKey: HOSPITAL, reason: 'More.' }));
    fact(await excuseReturn(work, world.who('office'), { returnKey: HOSPITAL, reason: 'Merged.' }));
    fact(await grantException(work, world.who('office'), { returnKey: HOSPITAL, until: day('2026-11-20'), reason: 'Not merged yet.' }));
    expect(world.row(HOSPITAL)).toMatchObject({ status: 'draft', lockExtendedTo: '2026-11-20' });
  });

  it('opens its rounds by itself, in two places at once', async () => {
    const register = memoryRegister(aPartnership());
    const work = { register, now: () => at('2026-10-01') };
    const both = await Promise.all([openRounds(work), openRounds(work)]);
    expect(both.every(({ ok }) => ok)).toBe(true);
    expect(register.snapshot().all(returnRounds)).toHaveLength(2);
    expect(register.snapshot().all(quarterlyReturns)).toHaveLength(8);
  });
});

describe('two who press at the same moment', () => {
  it('submit once: both get the same receipt', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    const receipts = await Promise.all([submitReturn(world.work, world.who('police-rep'), own), submitReturn(world.work, world.who('police-deputy'), own)]);
    expect(receipts.map((receipt) => fact(receipt).receipt)).toEqual(['2026-Q2-POLICE-1', '2026-Q2-POLICE-1']);
    expect(world.row(POLICE)).toMatchObject({ version: 1 });
    expect(world.snapshot.where(returnAnswers, 'return', POLICE)).toHaveLength(3);
    expect(world.snapshot.where(observations, 'return', POLICE)).toHaveLength(2);
  });

  it('save both their texts, or are told', async () => {
    const world = played();
    const work = interrupted(world, () => world.writes('police-deputy', POLICE, [answer('risks-1', 'Deputy'), answer('voice-1', 'Deputy')]));
    const outcome = fact(await saveDraft(work, world.who('police-rep'), { ...own, edits: [answer('learning-1', 'Rep'), answer('voice-1', 'Rep')] }));
    expect(outcome).toMatchObject({ saved: 1, conflicts: [{ theirs: 'Deputy', byName: 'Police Deputy' }] });
    const content = world.snapshot.get(returnDrafts, POLICE)?.content;
    expect([content?.answers['learning-1']?.text, content?.answers['risks-1']?.text, content?.answers['voice-1']?.text]).toEqual(['Rep', 'Deputy', 'Deputy']);
  });

  it('do not lose an edit into a return that was just submitted: it is refused, and the text stays with its writer', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    const work = interrupted(world, () => world.submits('police-rep', POLICE));
    const outcome = await saveDraft(work, world.who('police-deputy'), { ...own, edits: [answer('learning-1', 'Better', 'We learned to listen.')] });
    expect(outcome).toMatchObject({ ok: false, refusal: { reason: 'already-submitted', message: 'Moor Police has submitted this return (receipt 2026-Q2-POLICE-1). To change it, choose “Correct this return” and say why.' } });
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.learning`)?.answers[0]?.text).toBe('We learned to listen.');
  });

  it('raise two queries with keys of their own', async () => {
    const world = await played().submitted(POLICE);
    await Promise.all([raiseQuery(world.work, world.who('chair'), { returnKey: POLICE, query: 'One?' }), raiseQuery(world.work, world.who('office'), { returnKey: POLICE, query: 'Two?' })]);
    expect(world.snapshot.where(returnQueries, 'return', POLICE).map(({ query }) => query).toSorted()).toEqual(['One?', 'Two?']);
  });

  it('is not accepted over a query that was raised in between', async () => {
    const world = await played().submitted(POLICE);
    const work = interrupted(world, () => world.queries('chair', POLICE, 'Why?'));
    expect(await acceptReturn(work, world.who('office'), { returnKey: POLICE })).toMatchObject({ ok: false, refusal: { reason: 'query-open', message: expect.stringContaining('“Why?”') } });
  });

  it('is told to try again when others never stop changing it', async () => {
    const world = played();
    let count = 0;
    const work = interrupted(world, () => world.writes('police-deputy', POLICE, [answer('risks-1', String(count += 1), count === 1 ? '' : String(count - 1))]), 99);
    expect(await saveDraft(work, world.who('police-rep'), { ...own, edits: [answer('learning-1', 'Rep')] })).toMatchObject({ ok: false, refusal: { reason: 'changed-elsewhere', message: expect.stringMatching(/try again in a few seconds/) } });
  });
});

describe('what is refused', () => {
  it('says what, in a sentence, with what a program needs', async () => {
    const world = played();
    expect(await submitReturn(world.work, world.who('police-rep'), own)).toMatchObject({ ok: false, refusal: { reason: 'incomplete', message: expect.stringMatching(/^5 things are missing/), details: { missing: expect.any(Array) } } });
    expect(await submitReturn(world.work, world.who('chair'), own)).toEqual({ ok: false, refusal: { reason: 'not-permitted', message: 'Only the agency’s own representative and deputy can submit its return. Ask the board office if this should be different.' } });
    expect(await copyForward(world.work, world.who('police-rep'), { ...own, returnKey: '../x' })).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
    expect((await world.register.history({})).length).toBe(0);
  });
});

describe('a file and its row', () => {
  it('are kept and removed together', async () => {
    const world = played();
    const documents = documentStore();
    const { attachment } = fact(await attachReport({ ...world.work, documents }, world.who('police-rep'), { ...own, fileName: 'Audit.pdf', bytes: PDF }));
    const file = world.snapshot.get(returnAttachments, attachment);
    expect(await documents.get(file?.document ?? '')).toEqual(PDF);
    fact(await removeAttachment({ ...world.work, documents }, world.who('police-deputy'), { attachmentKey: attachment }));
    expect([world.snapshot.all(returnAttachments).length, documents.kept.size]).toEqual([0, 0]);
  });

  it('leave nothing behind when the return was submitted in between', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    const documents = documentStore();
    const slow: DocumentStore = { ...documents, put: async (id, bytes) => { await documents.put(id, bytes); await world.submits('police-deputy', POLICE); } };
    expect(await attachReport({ ...world.work, documents: slow }, world.who('police-rep'), { ...own, fileName: 'Audit.pdf', bytes: PDF })).toMatchObject({ ok: false, refusal: { reason: 'already-submitted' } });
    expect([world.snapshot.all(returnAttachments).length, documents.kept.size]).toEqual([0, 0]);
  });

  it('are stored once when sent twice at the same moment', async () => {
    const world = played();
    const documents = documentStore();
    const work = { ...world.work, documents };
    const both = await Promise.all([1, 2].map(() => attachReport(work, world.who('police-rep'), { ...own, fileName: 'Audit.pdf', bytes: PDF })));
    expect(new Set(both.map((one) => fact(one).attachment)).size).toBe(1);
    expect([world.snapshot.all(returnAttachments).length, documents.kept.size]).toEqual([1, 1]);
  });

  it('nothing is stored of a file that is refused', async () => {
    const world = played();
    const documents = documentStore();
    expect(await attachReport({ ...world.work, documents }, world.who('police-rep'), { ...own, fileName: 'Audit.exe', bytes: PDF })).toMatchObject({ ok: false, refusal: { reason: 'file-kind', message: 'Attach a file of one of these kinds: pdf, docx, xlsx, odt, ods, csv.' } });
    expect(documents.kept.size).toBe(0);
  });
});
