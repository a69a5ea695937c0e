import { z } from 'zod';

export type GraphCredential =
  /** Certificate and key as PEM text; the certificate's public half is registered with the app. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly privateKey: string }
  | { readonly kind: 'secret'; readonly secret: string }
  /** The identity that Azure gives to the machine; with `clientId` a user-assigned one. */
  | { readonly kind: 'managed-identity'; readonly clientId?: string };

/** How to reach one tenant's Microsoft Graph as one app. Made of the configuration, never read from the environment here. */
export type GraphSettings = {
  /** With the version: `https://graph.microsoft.com/v1.0`. */
  readonly baseUrl: string;
  /** `https://login.microsoftonline.com` */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: GraphCredential;
  /** Further hosts, `name` or `name:port`, that Graph's links may lead to and that may be given the token. */
  readonly extraHosts: readonly string[];
  /** Named to Microsoft with every request, so that throttling treats us as a known app. */
  readonly organisation: string;
  readonly version: string;
  /** True in the local environment only: lets base URL and authority be http, on this machine. */
  readonly loopbackHttp: boolean;
  /** Resource units that may be spent in a minute: 1,250 for a tenant with up to 1,000 licences. */
  readonly unitsPerMinute: number;
};

/** A setting that would send tokens where they do not belong, or nowhere. */
export class GraphSettingsRefused extends Error {
  override readonly name = 'GraphSettingsRefused';
}

/** The names of this machine, as they stand in a URL. */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const Url = z.url({ protocol: /^https?$/ });

/** @throws {GraphSettingsRefused} for what is no URL, or http other than on this machine in the local environment. */
export function checkedUrl(what: string, text: string, loopbackHttp: boolean): URL {
  const parsed = Url.safeParse(text);
  if (!parsed.success) throw new GraphSettingsRefused(`${what} is not a web address: ${text}`);
  const url = new URL(text);
  if (url.protocol === 'http:' && !(loopbackHttp && LOOPBACK.has(url.hostname))) {
    throw new GraphSettingsRefused(`${what} must begin with https: ${text}. Plain http is for this machine only, in the local environment only.`);
  }
  return url;
}

/** Product names go to Microsoft without spaces and separators, which the header's own form uses. */
export function userAgentOf({ organisation, version }: Pick<GraphSettings, 'organisation' | 'version'>): string {
  return `NONISV|${organisation.replaceAll(/[^A-Za-z0-9.-]/g, '')}|PartnershipAssurance/${version}`;
}
