import { z } from 'zod';
import { FILE_ROUTES } from '../../api-contract/routes.ts';
import { mayReadAttachment } from '../../assurance/returns/decide-attachments.ts';
import { returnAttachments } from '../../assurance/returns/quarterly-return.ts';
import { returnDocument, type ReturnDocument } from '../../assurance/returns/return-document.ts';
import type { DocumentStore } from '../../ports/documents.ts';
import { explainCommon } from '../../use-cases/explain-common.ts';
import { savedAs } from '../downloads/disposition.ts';
import { returnAsCsv } from '../downloads/return-as-csv.ts';
import { returnAsDocx } from '../downloads/return-as-docx.ts';
import { returnAsHtml } from '../downloads/return-as-html.ts';
import { refusal, type HttpServer } from '../http.ts';
import { answerRefusal, permitted, type ApiContext, type RoutePermission } from './endpoint.ts';
import { EXPORT_PERMISSION } from './exchange.ts';

const FORMATS = {
  docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', of: returnAsDocx },
  html: { mediaType: 'text/html; charset=utf-8', of: returnAsHtml },
  csv: { mediaType: 'text/csv; charset=utf-8', of: returnAsCsv },
} as const satisfies Record<string, { mediaType: string; of: (document: ReturnDocument) => string | Uint8Array | Promise<Uint8Array> }>;

const Download = z.object({ format: z.enum(['docx', 'html', 'csv']).default('docx'), version: z.coerce.number().int().positive().optional() });

/** Nothing inside a file that somebody wrote or attached may load or run anything. */
const INERT = { 'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox" };

/** Who may ask for each file address at all; which return or file it covers is decided in `src/assurance`. */
export const FILE_PERMISSIONS: Readonly<Record<keyof typeof FILE_ROUTES, RoutePermission>> = {
  downloadReturn: ['read submitted return', 'read draft'],
  attachment: ['read submitted return', 'read draft', 'answer on behalf'],
  exportList: EXPORT_PERMISSION,
  exportAll: EXPORT_PERMISSION,
  events: 'everybody in the register',
};

/** A return as Word, page or sheet, and the reports that agencies attached. */
export function serveFiles(server: HttpServer, context: ApiContext & { readonly documents: DocumentStore }): void {
  server.handle({ method: 'GET', path: FILE_ROUTES.downloadReturn }, permitted(context, FILE_PERMISSIONS.downloadReturn, async ({ params, query }, { viewer, snapshot, moment }) => {
    const asked = Download.safeParse(query);
    if (!asked.success) return refusal(400, 'invalid', 'Ask for format=docx, format=html or format=csv, and for a version as a whole number.');
    const { format, version } = asked.data;
    const document = returnDocument(snapshot, viewer, moment.today, { returnKey: params['key'] ?? '', version });
    if (!document.ok) return answerRefusal(document.refusal);
    const { mediaType, of } = FORMATS[format];
    return { kind: 'bytes', status: 200, body: await of(document.fact), mediaType, headers: { ...INERT, 'Content-Disposition': savedAs(`${document.fact.fileStem}.${format}`) } };
  }));

  server.handle({ method: 'GET', path: FILE_ROUTES.attachment }, permitted(context, FILE_PERMISSIONS.attachment, async ({ params }, { viewer, snapshot }) => {
    const file = snapshot.get(returnAttachments, params['key'] ?? '');
    if (!file) return answerRefusal(explainCommon({ reason: 'not-found' }));
    if (!mayReadAttachment(snapshot, viewer, file)) return answerRefusal(explainCommon({ reason: 'not-permitted', capability: file.version === undefined ? 'read draft' : 'read submitted return' }));
    const bytes = await context.documents.get(file.document);
    if (!bytes) return refusal(404, 'not-found', 'The register names this report, but its content is missing. Tell the board office.');
    return { kind: 'bytes', status: 200, body: bytes, mediaType: file.mediaType, headers: { ...INERT, 'Content-Disposition': savedAs(file.fileName) } };
  }));
}
