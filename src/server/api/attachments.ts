import type { DocumentStore } from '../../ports/documents.ts';
import { attachReport } from '../../use-cases/attach-report.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import { removeAttachment } from '../../use-cases/remove-attachment.ts';
import type { Endpoints } from './endpoint.ts';
import { writing } from './writing.ts';

/** Room for a file of 4 MB in base64, and a little around it. */
const BODY_LIMIT = 6 * 1_048_576;

export function attachmentEndpoints(work: Work & { readonly documents: DocumentStore }): Endpoints<'attachReport' | 'removeAttachment'> {
  return {
    attachReport: {
      permission: ['write draft', 'answer on behalf'],
      bodyLimit: BODY_LIMIT,
      answer: ({ viewer, body, ...address }) =>
        attachReport(work, viewer, { ...writing(address), fileName: body.fileName, bytes: Buffer.from(body.base64, 'base64') }),
    },
    removeAttachment: {
      permission: ['write draft', 'answer on behalf'],
      answer: ({ viewer, params }) => removeAttachment(work, viewer, { attachmentKey: params.key }),
    },
  };
}
