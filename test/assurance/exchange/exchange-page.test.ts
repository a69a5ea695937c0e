import { exchangePage } from '../../../src/assurance/exchange/exchange-page.ts';
import { me } from '../../../src/assurance/partnership/me.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { LISTS } from '../../../src/register/lists.ts';
import { snapshotOf } from '../../support/memory-register.ts';
import { aPartnership, DUE, viewer } from '../../support/world.ts';

describe('the page of import and export', () => {
  const snapshot = snapshotOf(aPartnership());

  it('offers the board office every list but the drafts, with its rows, and says which names officers', () => {
    const page = exchangePage(snapshot, viewer(snapshot, 'office'), LISTS);
    if (!page.ok) throw new Error(page.refusal.message);
    expect(page.fact.heading).toBe(`${LISTS.length - 1} lists can be exported, 4 can be imported`);
    expect(page.fact.lists.map(({ name }) => name)).not.toContain(returnDrafts.name);
    expect(page.fact.lists.find(({ name }) => name === 'people')).toMatchObject({ rows: 17, contact: true });
    expect(page.fact.lists.find(({ name }) => name === 'agencies')).toMatchObject({ rows: 4, contact: false });
    expect(page.fact.subjects.map(({ title }) => title)).toEqual(['Action log', 'Figures', 'People', 'Seats']);
  });

  it('is in nobody else’s navigation, and refused to them', () => {
    expect(me(snapshot, viewer(snapshot, 'office'), DUE).pages.at(-1)).toBe('exchange');
    for (const person of ['police-rep', 'chair', 'scrutineer', 'police-chief', 'stranger']) {
      expect(me(snapshot, viewer(snapshot, person), DUE).pages).not.toContain('exchange');
      expect(exchangePage(snapshot, viewer(snapshot, person), LISTS)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    }
  });
});
