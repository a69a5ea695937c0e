import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { ROUTES, type RouteName } from '../../src/api-contract/routes.ts';
import { placeOf, valueOf } from '../../tab/pages/return-form/draft.ts';
import { builtTab } from './built-tab.ts';
import { tabAnswers } from './tab-answers.ts';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

/** How one route answers instead of as usual. */
export type Instead = { readonly status: number; readonly body: unknown } | 'never';

export type FakeApi = Awaited<ReturnType<typeof startFakeApi>>;

/**
 * A real server on loopback with the built tab and made-up answers, each parsed by its route's schema so that they cannot drift from
 * the contract. It keeps what is saved to the draft, as the real one does.
 */
export async function startFakeApi() {
  const files = readFiles(await builtTab());
  let answers = tabAnswers();
  const insteads = new Map<RouteName, Instead>();
  const streams = new Set<ServerResponse>();
  const asked: { route: RouteName; body: unknown; query: Record<string, string> }[] = [];
  let localSignIn = true;

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname.startsWith('/tab')) return sendFile(url.pathname, response);
    if (url.pathname.startsWith('/local/')) {
      if (!localSignIn) return sendJson(response, 404, { reason: 'not-found', message: 'No.' });
      return sendJson(response, 200, url.pathname === '/local/people' ? [{ key: 'police-rep', name: 'Police Rep', words: 'Representative of Moor Police' }] : { token: 'a-token' });
    }
    if (request.headers.authorization !== 'Bearer a-token') return sendJson(response, 401, { reason: 'not-signed-in', message: 'Sign in.' });
    if (url.pathname === '/api/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      streams.add(response);
      server.emit('listening-page');
      response.on('close', () => streams.delete(response));
      return;
    }
    const found = routeFor(request.method ?? 'GET', url.pathname);
    if (!found) return sendJson(response, 404, { reason: 'not-found', message: 'There is no such address.' });
    const { name, params } = found;
    const instead = insteads.get(name);
    if (instead === 'never') return;
    if (instead) return sendJson(response, instead.status, instead.body);
    const route = ROUTES[name];
    const query = route.query.safeParse(Object.fromEntries(url.searchParams));
    const body = route.body.safeParse(route.method === 'POST' ? await readJson(request) : {});
    if (!query.success || !body.success) return sendJson(response, 400, { reason: 'invalid', message: (query.error ?? body.error)?.issues[0]?.message ?? 'Invalid.' });
    asked.push({ route: name, body: body.data, query: Object.fromEntries(url.searchParams) });
    sendJson(response, 200, route.answer.parse(sayTo(name, params, body.data)));
  }

  function sayTo(name: RouteName, params: Record<string, string>, body: unknown): unknown {
    switch (name) {
      case 'saveDraft': return saveDraft(ROUTES.saveDraft.body.parse(body));
      case 'submitReturn': return { returnKey: params['key'], receipt: 'R-2026Q2-0042', submittedAt: '2026-10-14T13:05:00.000Z', version: 1, late: false, words: 'The return of Moor Police is submitted.' };
      case 'copyForward': return { savedAt: '2026-10-14T13:04:00.000Z', saved: 1, conflicts: [] };
      case 'previewImport': return previewImport(ROUTES.previewImport.body.parse(body));
      case 'importRows': return importRows(ROUTES.importRows.body.parse(body));
      case 'addAction': return { key: '2026-21', message: 'Action 2026-21 is added.' };
      default: return name in answers ? answers[name as keyof typeof answers] : { message: 'Done.' };
    }
  }

  /** Two rows that are right, one that says what is wrong until an owner is given for empty cells. */
  function previewImport({ subject, fileName, mapping }: ReturnType<typeof ROUTES.previewImport.body.parse>) {
    const mended = mapping?.['owner']?.otherwise !== undefined;
    const row = (line: number, title: string) => ({ place: `Row ${line}`, title, cells: [title, line === 4 ? '' : 'Police Rep'] });
    const added = (line: number, title: string) => ({ ...row(line, title), outcome: 'insert', faults: [], values: [{ label: 'Action', after: title }, { label: 'Due', after: '30 November 2026' }] });
    return {
      subject, fileName, sheets: ['Sheet1'], sheet: 'Sheet1', headings: ['Action agreed', 'Lead'], leftOut: ['Row 9 is a total.'],
      fields: [{ name: 'action', label: 'Action', help: '', required: true, choices: [] }, { name: 'owner', label: 'Owner', help: 'A name or an e-mail address.', required: true, choices: [] }],
      mapping: mapping ?? { action: { column: 0 }, owner: { column: 1 } },
      heading: mended ? '3 rows would be added' : '2 rows would be added, 1 row cannot be imported', counts: { insert: mended ? 3 : 2, update: 0, unchanged: 0, refused: mended ? 0 : 1 },
      rows: [added(2, 'Share the protocol'), added(3, 'Train the front desk'), mended ? added(4, 'Review thresholds') : { ...row(4, 'Review thresholds'), outcome: 'refused', faults: ['Owner is empty.'], values: [] }],
    };
  }

  function importRows({ rows }: ReturnType<typeof ROUTES.importRows.body.parse>) {
    return { waitMilliseconds: 0, rows: rows.map(({ place, cells }, index) => ({ place, title: cells[0] ?? '', outcome: 'insert', key: `2026-${index + 30}`, faults: [], values: [] })) };
  }

  /** As the real one: an edit whose `was` is not what is held is not made, and both values are told. */
  function saveDraft({ edits }: ReturnType<typeof ROUTES.saveDraft.body.parse>) {
    const form = answers.returnForm;
    const conflicts = edits.flatMap((edit) => {
      const place = placeOf(edit);
      const question = form.sections.flatMap(({ questions }) => questions).find(({ key }) => place.kind === 'answer' && key === place.question);
      if (question && place.kind === 'answer') {
        if (question.text !== edit.was) return [{ edit, theirs: question.text, byName: 'Police Deputy', at: '2026-10-14T13:01:00.000Z', place: question.wording }];
        question.text = String(valueOf(edit));
      }
      const section = form.sections.find(({ key }) => place.kind === 'nothing-to-raise' && key === place.section);
      if (section) section.nothingToRaise = valueOf(edit) === true;
      const figure = form.figures.find(({ id }) => 'figure' in place && id === place.figure);
      const value = valueOf(edit);
      if (figure && place.kind === 'cell' && typeof value === 'number') figure.cells[place.cell] = value;
      return [];
    });
    form.savedAt = '2026-10-14T13:02:00.000Z';
    return { savedAt: form.savedAt, saved: edits.length - conflicts.length, conflicts };
  }

  function sendFile(path: string, response: ServerResponse): void {
    const file = path.startsWith('/tab/assets/') ? path.slice('/tab/'.length) : 'index.html';
    response.writeHead(files.has(file) ? 200 : 404, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    response.end(files.get(file));
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What the next requests are answered with; change it at will. */
    get answers() { return answers; },
    /** What was asked so far, oldest first. */
    asked,
    answerInstead: (route: RouteName, instead: Instead) => insteads.set(route, instead),
    withoutLocalSignIn() { localSignIn = false; },
    /** Tells every open page that something changed. */
    changed() { for (const stream of streams) stream.write('event: changed\ndata: {"lists":["Quarterly returns"]}\n\n'); },
    /** Resolves when a page listens for changes. */
    async isListenedTo() { while (streams.size === 0) await once(server, 'listening-page'); },
    /** As when a proxy or the server drops long connections. */
    breakStreams() { for (const stream of streams) stream.destroy(); },
    reset() {
      answers = tabAnswers();
      insteads.clear();
      asked.length = 0;
      localSignIn = true;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

/** All files of a built tab, held in memory so that a build beside the tests takes nothing away. */
function readFiles(dist: string): ReadonlyMap<string, Buffer> {
  return new Map(['index.html', ...readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`)].map((file) => [file, readFileSync(join(dist, file))]));
}

function routeFor(method: string, path: string): { name: RouteName; params: Record<string, string> } | undefined {
  for (const [name, route] of Object.entries(ROUTES)) {
    const names = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    const match = new RegExp(`^${route.path.replaceAll(/:\w+/g, '([^/]+)')}$`).exec(path);
    if (route.method === method && match) return { name: name as RouteName, params: Object.fromEntries(names.map((each, index) => [each, decodeURIComponent(match[index + 1] ?? '')])) };
  }
  return undefined;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
