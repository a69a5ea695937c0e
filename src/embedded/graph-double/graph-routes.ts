import type { Message } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { batchCall } from './batch.ts';
import type { Drive } from './drive.ts';
import { denied, missing, Refused, type GraphCall, type Reply } from './exchange.ts';
import { allow, listCall, unknown, type ListRoutes } from './list-routes.ts';
import type { Subscriptions } from './subscriptions.ts';

export type SentMail = { readonly from: string; readonly message: Message; readonly saveToSentItems: boolean };

type Parts = ListRoutes & {
  readonly drive: Drive;
  readonly subscriptions: Subscriptions;
  readonly mail: SentMail[];
  readonly mailboxes: readonly string[];
  readonly random: () => number;
  /** Carries out one request that came inside a batch. */
  readonly inside: (call: GraphCall) => Promise<Reply>;
};

const Recipients = z.array(z.object({ emailAddress: z.object({ address: z.email(), name: z.string().optional() }) }));
const Mail = z.strictObject({
  message: z.object({ subject: z.string(), body: z.object({ contentType: z.enum(['HTML', 'Text', 'html', 'text']), content: z.string() }), toRecipients: Recipients.min(1) }),
  saveToSentItems: z.boolean().optional(),
});

/** Finds what a request asks for. What is not documented, or not needed by anybody here, is refused. */
export function graphRoutes(parts: Parts): (call: GraphCall) => Promise<Reply> {
  return async (call) => {
    try {
      requireJson(call);
      return await route(call, parts);
    } catch (error) {
      if (error instanceof Refused) return error.reply();
      throw error;
    }
  };
}

async function route(call: GraphCall, parts: Parts): Promise<Reply> {
  const { site, drive, subscriptions } = parts;
  const [, area = '', name = '', ...rest] = call.path.split('/');
  if (call.path === '/$batch') {
    allow(call, 'POST');
    return await batchCall(call, parts.inside, parts.random);
  }
  if (area === 'subscriptions') return await subscriptions.call(call, name === '' ? [] : [name, ...rest]);
  if (area === 'users' && rest.length === 1 && rest[0] === 'sendMail') return sendMail(call, name, parts);
  if (area === 'drives') {
    if (name !== drive.id) throw missing();
    return drive.call(call, call.path.slice(`/drives/${name}`.length));
  }
  if (area !== 'sites') throw unknown(call);
  const byPath = /^\/sites\/([^/:]+):(\/[^:]+):?$/.exec(call.path);
  if (byPath || (name === site.id && rest.length === 0)) {
    allow(call, 'GET');
    if (byPath && (byPath[1] !== site.hostname || byPath[2] !== site.path)) throw missing('Requested site could not be found');
    site.need('read');
    return { status: 200, body: site.describeSelf() };
  }
  if (name !== site.id) throw missing('Requested site could not be found');
  const [part, ...below] = rest;
  if (part === 'lists') return listCall(call, below, parts);
  if (part === 'drive') return drive.call(call, call.path.slice(`/sites/${name}/drive`.length));
  // Only somebody with Sites.FullControl.All may look at a site's grants.
  if (part === 'permissions') throw denied();
  throw unknown(call);
}

function sendMail(call: GraphCall, mailbox: string, { mail, mailboxes }: Parts): Reply {
  allow(call, 'POST');
  if (!mailboxes.includes(mailbox)) throw new Refused(404, 'ErrorInvalidUser', `The requested user '${mailbox}' is invalid.`);
  const parsed = Mail.safeParse(call.body);
  if (!parsed.success) throw new Refused(400, 'ErrorInvalidRecipients', 'At least one valid recipient and a subject and body are needed.');
  mail.push({ from: mailbox, message: (call.body as { readonly message: Message }).message, saveToSentItems: parsed.data.saveToSentItems ?? true });
  return { status: 202 };
}

function requireJson(call: GraphCall): void {
  if (call.bytes.length === 0 || call.path.endsWith('/content')) return;
  if (!/^application\/json\b/i.test(call.header('content-type') ?? '')) throw new Refused(415, 'UnsupportedMediaType', 'The content type must be application/json.');
}
