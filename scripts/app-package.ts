import { parseEnv } from 'node:util';
import { AppManifestUtils } from '@microsoft/app-manifest';
import JSZip from 'jszip';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../src/assurance/outcome.ts';

const Guid = z.guid('is not a GUID such as 11111111-2222-4333-8444-555555555555');
const WebAddress = z.url({ protocol: /^https$/, error: 'is not a web address that starts with https://' });

const Environment = z.object({
  PUBLIC_HOST: z.string('is missing').regex(/^[a-z0-9.-]+\.[a-z]{2,}$/, 'is not a host name in lower case, such as assurance.example.org, without https:// or a path'),
  TEAMS_APP_ID: Guid,
  BOT_APP_ID: Guid,
  DEVELOPER_NAME: z.string('is missing').min(1, 'is empty').max(32, 'is longer than 32 characters'),
  DEVELOPER_WEBSITE: WebAddress,
  PRIVACY_URL: WebAddress,
  TERMS_URL: WebAddress,
});

export type PackageInput = {
  /** The manifest with `${{NAME}}` where a value of the environment goes. */
  readonly manifestTemplate: string;
  /** The text of an env file: one NAME=value a line. */
  readonly environmentText: string;
  readonly appVersion: string;
  readonly color: Uint8Array;
  readonly outline: Uint8Array;
};

/**
 * Fills the manifest from an environment, validates it against Microsoft's schema without a network, checks both icons and zips them.
 * Gives the bytes of the zip, or everything that is wrong at once.
 */
export async function packageApp(input: PackageInput): Promise<Outcome<Uint8Array, readonly string[]>> {
  const faults: string[] = [];
  const environment = Environment.safeParse(parseEnv(input.environmentText));
  if (!environment.success) faults.push(...environment.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  faults.push(...iconFaults('color.png', input.color, 192), ...iconFaults('outline.png', input.outline, 32));
  if (!environment.success) return refuse(faults);

  const values: Readonly<Record<string, string>> = { ...environment.data, APP_VERSION: input.appVersion };
  const filled = input.manifestTemplate.replaceAll(/\$\{\{(\w+)\}\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) faults.push(`The manifest asks for ${name}, which no environment gives`);
    return value === undefined ? placeholder : JSON.stringify(value).slice(1, -1);
  });
  faults.push(...await manifestFaults(filled));
  if (faults.length > 0) return refuse(faults);

  const zip = new JSZip().file('manifest.json', filled).file('color.png', input.color).file('outline.png', input.outline);
  return accept(await zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' }));
}

async function manifestFaults(text: string): Promise<readonly string[]> {
  let manifest: unknown;
  try { manifest = JSON.parse(text); } catch (error) { return [`The manifest is not JSON: ${(error as Error).message}`]; }
  return (await AppManifestUtils.validateAgainstSchema(manifest as Parameters<typeof AppManifestUtils.validateAgainstSchema>[0])).map((fault) => `The manifest: ${fault}`);
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Teams refuses an icon of another size only after upload; the PNG header tells it now. */
function iconFaults(name: string, bytes: Uint8Array, side: number): readonly string[] {
  if (bytes.length < 24 || PNG_SIGNATURE.some((byte, index) => bytes[index] !== byte)) return [`${name} is not a PNG image`];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return width === side && height === side ? [] : [`${name} is ${width} by ${height} pixels; Teams needs ${side} by ${side}`];
}
