import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import JSZip from 'jszip';
import { packageApp, type PackageInput } from '../../scripts/app-package.ts';

const root = join(__dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path));
const input: PackageInput = {
  manifestTemplate: read('appPackage', 'manifest.json').toString(), environmentText: read('env', '.env.example').toString(),
  appVersion: '1.2.3', color: read('appPackage', 'color.png'), outline: read('appPackage', 'outline.png'),
};

async function faultsOf(change: Partial<PackageInput>): Promise<readonly string[]> {
  const outcome = await packageApp({ ...input, ...change });
  return outcome.ok ? [] : outcome.refusal;
}

describe('the app package', () => {
  it('holds the filled manifest and both icons, and needs no network', async () => {
    const online = globalThis.fetch;
    globalThis.fetch = () => { throw new Error('no network here'); };
    try {
      const outcome = await packageApp(input);
      if (!outcome.ok) throw new Error(outcome.refusal.join('\n'));
      const zip = await JSZip.loadAsync(outcome.fact);
      expect(Object.keys(zip.files).sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
      const manifest = JSON.parse(await zip.file('manifest.json')?.async('string') ?? '') as Record<string, unknown>;
      expect(manifest['version']).toBe('1.2.3');
      expect(manifest['validDomains']).toEqual(['assurance.example.org']);
      expect(JSON.stringify(manifest)).not.toContain('${{');
    } finally { globalThis.fetch = online; }
  });

  it('names everything that the environment lacks or has wrong, at once', async () => {
    const faults = await faultsOf({ environmentText: 'PUBLIC_HOST=https://assurance.example.org/\nTEAMS_APP_ID=one\nDEVELOPER_NAME=A\nDEVELOPER_WEBSITE=http://example.org\nPRIVACY_URL=https://example.org/privacy' });
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['PUBLIC_HOST', 'TEAMS_APP_ID', 'BOT_APP_ID', 'DEVELOPER_WEBSITE', 'TERMS_URL']);
  });

  it('refuses a manifest with a member Microsoft’s schema does not know', async () => {
    expect((await faultsOf({ manifestTemplate: input.manifestTemplate.replace('"accentColor"', '"acentColor"') })).join()).toMatch(/acentColor|accentColor/);
  });

  it('refuses a placeholder that nothing fills', async () => {
    expect(await faultsOf({ manifestTemplate: input.manifestTemplate.replace('${{DEVELOPER_NAME}}', '${{NOBODY}}') })).toContain('The manifest asks for NOBODY, which no environment gives');
  });

  it('writes an environment’s quotation marks as text', async () => {
    expect(await faultsOf({ environmentText: `${input.environmentText}\nDEVELOPER_NAME='A "quoted" name'` })).toEqual([]);
  });

  it('refuses icons of the wrong size and files that are no images', async () => {
    expect(await faultsOf({ color: input.outline })).toEqual(['color.png is 32 by 32 pixels; Teams needs 192 by 192']);
    expect(await faultsOf({ outline: new Uint8Array([1, 2, 3]) })).toEqual(['outline.png is not a PNG image']);
  });
});
