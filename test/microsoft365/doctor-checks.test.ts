import type { Instant } from '../../src/assurance/time/instant.ts';
import { certificateFinding } from '../../src/microsoft365/doctor-checks.ts';
import { findingLine, missing } from '../../src/microsoft365/doctor-finding.ts';
import { selfSigned } from '../support/self-signed.ts';

describe('the certificate that the app signs in with', () => {
  const credential = { kind: 'certificate', ...selfSigned() } as const;

  it.each([['2026-11-02', 'ok'], ['2048-12-15', 'note'], ['2050-01-01', 'missing'], ['2019-01-01', 'missing']])('on %s is %s', (day, state) => {
    expect(certificateFinding(credential, `${day}T09:00:00.000Z` as Instant)?.state).toBe(state);
  });

  it('is missing where the file holds none that can be read', () => {
    expect(certificateFinding({ ...credential, certificate: 'nothing of the kind' }, '2026-11-02T09:00:00.000Z' as Instant)).toMatchObject({ state: 'missing', next: expect.stringContaining('step 3') });
  });
});

it('tells what is missing on one line, whatever it was told', () => {
  expect(findingLine(missing('Site', 'It is\nnot there.', 'a SharePoint administrator', 'look'))).toBe('missing  Site: It is not there. Who can fix it: a SharePoint administrator. Next: look');
});
