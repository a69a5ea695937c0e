import { may } from '../../../src/assurance/partnership/permission.ts';
import { snapshotOf } from '../../support/memory-register.ts';
import { aPartnership, aRound, viewer } from '../../support/world.ts';

const snapshot = snapshotOf([...aPartnership(), ...aRound()]);

describe('a draft', () => {
  it('is read by its own agency’s representative, deputy and senior officer and by nobody else', () => {
    const readers = ['police-rep', 'police-deputy', 'police-chief', 'hospital-rep', 'hospital-chief', 'chair', 'scrutineer', 'office', 'stranger']
      .filter((person) => may(viewer(snapshot, person), 'read draft', { agency: 'police' }));
    expect(readers).toEqual(['police-rep', 'police-deputy', 'police-chief']);
  });

  it('is nobody’s where the request does not say whose it is', () => {
    expect(may(viewer(snapshot, 'police-rep'), 'read draft')).toBe(false);
  });
});

describe('a person without a role', () => {
  it('may do nothing', () => {
    expect(may(viewer(snapshot, 'stranger'), 'see calendar')).toBe(false);
  });
});
