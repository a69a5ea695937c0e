import { z } from 'zod';
import { ActionChange, ActionLog, NewAction } from '../assurance/action-log/action-log-model.ts';
import { CalendarPage } from '../assurance/calendar/calendar-page-model.ts';
import { MyDesk } from '../assurance/desk/my-desk-model.ts';
import { EscalationDecision, EscalationsPage } from '../assurance/escalations/escalations-page-model.ts';
import { DeliveriesPage } from '../assurance/operations/deliveries-page-model.ts';
import { BatchWritten, ExchangePage, ImportBatch, ImportMapping, ImportPreview, SUBJECTS } from '../assurance/exchange/exchange-model.ts';
import { Me } from '../assurance/partnership/me-model.ts';
import { DraftEdit, DraftSaved, Receipt, ReturnForm } from '../assurance/returns/return-form-model.ts';
import { ReturnReading } from '../assurance/returns/return-reading-model.ts';
import { ReturnsTracker } from '../assurance/returns/returns-tracker-model.ts';
import { Day } from '../assurance/time/day.ts';
import { Quarter } from '../assurance/time/quarter.ts';
import { route } from './route.ts';

const nothing = z.object({});
const Key = z.string().min(1).max(255);
const byReturn = z.object({ key: Key });
const Words = (what: string, most = 4_000) => z.string().trim().min(1, `Enter ${what}`).max(most, `Use ${most} characters or fewer`);
const onBehalf = z.object({ onBehalf: z.enum(['true', 'false']).optional() });
const done = z.object({ message: z.string() });

/** Every route of the API. The server answers no other, and each names its permission where it is registered. */
export const ROUTES = {
  me: route({ method: 'GET', path: '/api/me', params: nothing, query: nothing, body: nothing, answer: Me }),
  myDesk: route({ method: 'GET', path: '/api/my-desk', params: nothing, query: nothing, body: nothing, answer: MyDesk }),

  returnsTracker: route({ method: 'GET', path: '/api/returns', params: nothing, query: z.object({ quarter: Quarter.optional() }), body: nothing, answer: ReturnsTracker }),
  returnReading: route({ method: 'GET', path: '/api/returns/:key', params: byReturn, query: z.object({ version: z.coerce.number().int().positive().optional() }), body: nothing, answer: ReturnReading }),
  returnForm: route({ method: 'GET', path: '/api/returns/:key/form', params: byReturn, query: onBehalf, body: nothing, answer: ReturnForm }),
  saveDraft: route({ method: 'POST', path: '/api/returns/:key/draft', params: byReturn, query: onBehalf, body: z.object({ edits: z.array(DraftEdit).min(1).max(500) }), answer: DraftSaved }),
  copyForward: route({ method: 'POST', path: '/api/returns/:key/copy-forward', params: byReturn, query: onBehalf, body: z.object({ question: Key.optional() }), answer: DraftSaved }),
  askSignOff: route({ method: 'POST', path: '/api/returns/:key/ask-sign-off', params: byReturn, query: nothing, body: nothing, answer: done }),
  /** The senior officer sends it back to be changed. */
  declineSignOff: route({ method: 'POST', path: '/api/returns/:key/decline-sign-off', params: byReturn, query: nothing, body: z.object({ reason: Words('a reason', 1_000) }), answer: done }),
  /** Submits; for an agency whose executive signs off, only the senior officer's submission counts. */
  submitReturn: route({ method: 'POST', path: '/api/returns/:key/submit', params: byReturn, query: onBehalf, body: z.object({ correctionReason: Words('a reason', 1_000).optional() }), answer: Receipt }),
  startCorrection: route({ method: 'POST', path: '/api/returns/:key/start-correction', params: byReturn, query: onBehalf, body: nothing, answer: done }),
  raiseQuery: route({ method: 'POST', path: '/api/returns/:key/queries', params: byReturn, query: nothing, body: z.object({ section: Key.optional(), query: Words('the query') }), answer: done }),
  answerQuery: route({ method: 'POST', path: '/api/queries/:key/answer', params: byReturn, query: nothing, body: z.object({ reply: Words('a reply') }), answer: done }),
  acceptReturn: route({ method: 'POST', path: '/api/returns/:key/accept', params: byReturn, query: nothing, body: nothing, answer: done }),
  askDeputy: route({ method: 'POST', path: '/api/returns/:key/ask-deputy', params: byReturn, query: nothing, body: z.object({ note: z.string().max(500).optional() }), answer: done }),
  remindNow: route({ method: 'POST', path: '/api/returns/:key/remind', params: byReturn, query: nothing, body: nothing, answer: done }),
  excuseReturn: route({ method: 'POST', path: '/api/returns/:key/excuse', params: byReturn, query: nothing, body: z.object({ reason: Words('a reason', 1_000) }), answer: done }),
  grantException: route({ method: 'POST', path: '/api/returns/:key/exception', params: byReturn, query: nothing, body: z.object({ until: Day, reason: Words('a reason', 1_000) }), answer: done }),
  /** The file's bytes in base64: at most 4 MB of file. */
  attachReport: route({ method: 'POST', path: '/api/returns/:key/attachments', params: byReturn, query: onBehalf, body: z.object({ fileName: Words('a file name', 200), base64: z.base64() }), answer: done }),
  removeAttachment: route({ method: 'DELETE', path: '/api/attachments/:key', params: byReturn, query: nothing, body: nothing, answer: done }),

  escalations: route({ method: 'GET', path: '/api/escalations', params: nothing, query: nothing, body: nothing, answer: EscalationsPage }),
  decideEscalation: route({ method: 'POST', path: '/api/escalations/:key/decision', params: byReturn, query: nothing, body: EscalationDecision, answer: done }),
  recordReply: route({ method: 'POST', path: '/api/escalations/:key/reply', params: byReturn, query: nothing, body: z.object({ reply: Words('the reply'), repliedBy: Key.optional() }), answer: done }),
  closeEscalation: route({ method: 'POST', path: '/api/escalations/:key/close', params: byReturn, query: nothing, body: z.object({ outcome: Words('the outcome') }), answer: done }),

  calendar: route({ method: 'GET', path: '/api/calendar', params: nothing, query: z.object({ boardYear: z.coerce.number().int().min(2000).max(2100).optional() }), body: nothing, answer: CalendarPage }),
  confirmEvent: route({ method: 'POST', path: '/api/calendar/:key/confirm', params: byReturn, query: nothing, body: z.object({ startsOn: Day, endsOn: Day, tentative: z.boolean() }), answer: done }),

  actionLog: route({ method: 'GET', path: '/api/actions', params: nothing, query: nothing, body: nothing, answer: ActionLog }),
  addAction: route({ method: 'POST', path: '/api/actions', params: nothing, query: nothing, body: NewAction, answer: z.object({ key: z.string(), message: z.string() }) }),
  changeAction: route({ method: 'POST', path: '/api/actions/:key', params: byReturn, query: nothing, body: ActionChange, answer: done }),

  deliveries: route({ method: 'GET', path: '/api/deliveries', params: nothing, query: nothing, body: nothing, answer: DeliveriesPage }),
  retryDelivery: route({ method: 'POST', path: '/api/deliveries/:key/retry', params: byReturn, query: nothing, body: nothing, answer: done }),
  acknowledge: route({ method: 'POST', path: '/api/deliveries/:key/acknowledge', params: byReturn, query: nothing, body: nothing, answer: done }),

  exchange: route({ method: 'GET', path: '/api/exchange', params: nothing, query: nothing, body: nothing, answer: ExchangePage }),
  /** What an import of this file would do: the file's bytes in base64, at most 5 MB of file. Without a mapping one is proposed. */
  previewImport: route({
    method: 'POST', path: '/api/imports/preview', params: nothing, query: nothing, answer: ImportPreview,
    body: z.object({ subject: z.enum(SUBJECTS), fileName: Words('a file name', 200), base64: z.base64(), sheet: z.string().max(200).optional(), mapping: ImportMapping.optional() }),
  }),
  /** Writes a batch of the rows that were previewed. */
  importRows: route({ method: 'POST', path: '/api/imports/rows', params: nothing, query: nothing, body: ImportBatch, answer: BatchWritten }),
} as const;
export type RouteName = keyof typeof ROUTES;

/**
 * Answered outside the table because they are not JSON: a return as a file (`GET /api/returns/:key/download?version=&format=docx|html|csv`),
 * an attachment (`GET /api/attachments/:key`), a list or the whole register (`GET /api/exports/:key?format=csv|xlsx`, `GET /api/exports?format=zip|xlsx`) and the stream of changes (`GET /api/events`, server-sent events named `changed` whose data
 * is `{"lists": ["Quarterly returns"]}`; a fetch-based reader sends the bearer token).
 */
export const FILE_ROUTES = {
  downloadReturn: '/api/returns/:key/download',
  attachment: '/api/attachments/:key',
  exportList: '/api/exports/:key',
  exportAll: '/api/exports',
  events: '/api/events',
} as const;
