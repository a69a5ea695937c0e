import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Instant } from '../assurance/time/instant.ts';
import type { Mailer } from '../ports/mail.ts';
import { isMailAddress, messageOf, type Sender } from './mail-message.ts';
import { writeWhole } from './whole-file.ts';

/**
 * Stands in for a mail server: each mail becomes one file `2026-10-01T08-00-00.000Z-….eml` in the folder, which any mail program opens.
 * Files sort by the time of sending.
 */
export function mailDrop(options: { readonly folder: string; readonly from: Sender; readonly now: () => Instant }): Mailer {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    async send(mail) {
      if (!isMailAddress(mail.to.address)) return { ok: false, kind: 'unreachable', problem: 'The e-mail address is not one that mail can be sent to' };
      const at = options.now();
      const { message, messageId } = await composer.sendMail(messageOf(mail, options.from, at));
      if (!Buffer.isBuffer(message)) throw new Error('The composer was asked for a buffer');
      await mkdir(options.folder, { recursive: true });
      await writeWhole(join(options.folder, `${at.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`), message);
      return { ok: true, message: messageId };
    },
  };
}
