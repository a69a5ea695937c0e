import { z } from 'zod';
import { FILE_ROUTES } from '../../api-contract/routes.ts';
import { exchangePage } from '../../assurance/exchange/exchange-page.ts';
import { refuse } from '../../assurance/outcome.ts';
import { LISTS } from '../../register/lists.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import { exportRegister } from '../../use-cases/export-register.ts';
import { importRows, type ImportPace } from '../../use-cases/import-rows.ts';
import { previewImport } from '../../use-cases/preview-import.ts';
import { csvFile } from '../downloads/csv.ts';
import { savedAs } from '../downloads/disposition.ts';
import { registerAsWorkbook, registerAsZip } from '../downloads/register-files.ts';
import { refusal, type HttpServer } from '../http.ts';
import { readSheetFile } from '../uploads/sheet-file.ts';
import { answerRefusal, permitted, type ApiContext, type Endpoints, type RoutePermission } from './endpoint.ts';

/** Room for a file of 5 MB in base64, and its mapping. */
const FILE_BODY_LIMIT = 8 * 1_048_576;
/** Room for a batch of rows with long answers in them. */
const BATCH_BODY_LIMIT = 4 * 1_048_576;

export function exchangeEndpoints(work: Work & { readonly importPace?: ImportPace }): Endpoints<'exchange' | 'previewImport' | 'importRows'> {
  return {
    exchange: { permission: ['export register'], answer: ({ snapshot, viewer }) => exchangePage(snapshot, viewer, LISTS) },
    previewImport: {
      permission: ['import rows'],
      bodyLimit: FILE_BODY_LIMIT,
      async answer({ viewer, body: { base64, ...request } }) {
        const sheets = await readSheetFile(request.fileName, Buffer.from(base64, 'base64'));
        return sheets.ok ? previewImport(work, viewer, { ...request, sheets: sheets.fact }) : refuse(sheets.refusal);
      },
    },
    importRows: { permission: ['import rows'], bodyLimit: BATCH_BODY_LIMIT, answer: ({ viewer, body }) => importRows(work, viewer, body) },
  };
}

const MEDIA_TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', zip: 'application/zip' } as const;
export const EXPORT_PERMISSION: RoutePermission = ['export register'];

const ListFormat = z.object({ format: z.enum(['csv', 'xlsx']).default('xlsx') });
const AllFormat = z.object({ format: z.enum(['zip', 'xlsx']).default('xlsx') });

/** One list, or all of them, as files. */
export function serveExports(server: HttpServer, context: ApiContext): void {
  server.handle({ method: 'GET', path: FILE_ROUTES.exportList }, permitted(context, EXPORT_PERMISSION, async ({ params, query }, { viewer, moment }) => {
    const asked = ListFormat.safeParse(query);
    if (!asked.success) return refusal(400, 'invalid', 'Ask for format=csv or format=xlsx.');
    const { format } = asked.data;
    const exported = exportRegister(context, viewer, { list: params['key'] ?? '' });
    if (!exported.ok) return answerRefusal(exported.refusal);
    const [table] = exported.fact.tables;
    const body = format === 'csv' ? csvFile(table ? [table.headings, ...table.rows] : []) : await registerAsWorkbook(exported.fact);
    return { kind: 'bytes', status: 200, body, mediaType: MEDIA_TYPES[format], headers: { 'Content-Disposition': savedAs(`${(table?.name ?? 'list').replaceAll('_', '-')}-${moment.today}.${format}`) } };
  }));

  server.handle({ method: 'GET', path: FILE_ROUTES.exportAll }, permitted(context, EXPORT_PERMISSION, async ({ query }, { viewer, moment }) => {
    const asked = AllFormat.safeParse(query);
    if (!asked.success) return refusal(400, 'invalid', 'Ask for format=xlsx or format=zip.');
    const { format } = asked.data;
    const exported = exportRegister(context, viewer, {});
    if (!exported.ok) return answerRefusal(exported.refusal);
    const body = format === 'zip' ? registerAsZip(exported.fact) : await registerAsWorkbook(exported.fact);
    return { kind: 'bytes', status: 200, body, mediaType: MEDIA_TYPES[format], headers: { 'Content-Disposition': savedAs(`register-${moment.today}.${format}`) } };
  }));
}
