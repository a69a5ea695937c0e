import { createGraphClient } from '../../src/microsoft365/graph-client.ts';
import { GraphSettingsRefused, type GraphSettings } from '../../src/microsoft365/graph-settings.ts';
import { heldTime } from '../support/graph-gate.ts';

const settings: GraphSettings = {
  baseUrl: 'https://graph.microsoft.com/v1.0', authority: 'https://login.microsoftonline.com', tenantId: 'northshire.example', clientId: '5a1f1c5e-0000-4000-8000-000000000000',
  credential: { kind: 'secret', secret: 'x' }, extraHosts: [], organisation: 'Northshire', version: '1.0', loopbackHttp: false, unitsPerMinute: 1_250,
};
const made = (differing: Partial<GraphSettings>) => () => createGraphClient({ ...settings, ...differing }, heldTime());

describe('the settings of the way to Graph', () => {
  it('are accepted for Microsoft’s own addresses', () => {
    expect(made({})).not.toThrow();
  });

  it.each([
    ['http to another machine', { baseUrl: 'http://graph.example.com/v1.0', loopbackHttp: true }],
    ['http to this machine outside the local environment', { baseUrl: 'http://127.0.0.1:8080/v1.0' }],
    ['an authority without encryption', { authority: 'http://login.example.com', loopbackHttp: true }],
    ['what is no web address', { baseUrl: 'graph.microsoft.com' }],
    ['another protocol', { baseUrl: 'ftp://graph.microsoft.com/v1.0' }],
    ['an extra host that is a whole address', { extraHosts: ['https://graph.example.com/'] }],
  ])('are refused for %s', (_, differing) => {
    expect(made(differing)).toThrow(GraphSettingsRefused);
  });

  it('let this machine be spoken to without encryption in the local environment', () => {
    expect(made({ baseUrl: 'http://localhost:8080/v1.0', authority: 'http://127.0.0.1:8080', loopbackHttp: true })).not.toThrow();
  });
});
