import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpServer, type HttpServer } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';

let server: HttpServer;
let address: string;
let page: string;
const lines: string[] = [];
const asked: string[] = [];

beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'page-'));
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Index</title>');
  writeFileSync(join(page, 'assets', 'main-abc123.js'), 'export {};'.repeat(200));
  server = createHttpServer({ log: createLog('info', { write: (line) => { lines.push(line); } }), allowedHosts: ['127.0.0.1', 'localhost'], asked: (path) => { asked.push(path); } });
  server.handle({ method: 'GET', path: '/things/:key' }, ({ params, query }) => ({ kind: 'json', status: 200, body: { params, query } }));
  server.handle({ method: 'POST', path: '/things' }, ({ body }) => ({ kind: 'json', status: 200, body: { got: body ?? null } }));
  server.handle({ method: 'POST', path: '/broken' }, () => { throw new Error('Jane Smith wrote this'); });
  server.handle({ method: 'GET', path: '/stream' }, () => ({ kind: 'stream', headers: { 'Content-Type': 'text/event-stream' }, open: (write) => { write('first\n'); return () => {}; } }));
  server.servePage('/page', page);
  const listening = await server.listen(0, '127.0.0.1');
  if (!listening.ok) throw new Error('No free port');
  address = `http://127.0.0.1:${listening.fact}`;
});

afterAll(async () => {
  await server.close();
  rmSync(page, { recursive: true });
});

const post = (path: string, body: string, type = 'application/json') => fetch(address + path, { method: 'POST', body, headers: { 'Content-Type': type } });

describe('the web server', () => {
  it('hands over what stands in the address, decoded', async () => {
    const key = encodeURIComponent('return-due~2026-Q2.police/ü?:'.repeat(10));
    expect(await (await fetch(`${address}/things/${key}?a=1&a=2&b=%20`)).json()).toEqual({ params: { key: decodeURIComponent(key) }, query: { a: '2', b: ' ' } });
  });

  it('tells which of its routes is asked for, and nothing of what stands in the address', async () => {
    asked.length = 0;
    await fetch(`${address}/things/somebody?name=somebody`);
    await fetch(`${address}/nothing`);
    expect(asked).toEqual(['/things/:key']);
  });

  it('may be shown by Teams and by nobody else, and runs only its own scripts', async () => {
    const { headers } = await fetch(`${address}/things/one`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://*.cloud.microsoft https://teams.microsoft.com");
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).not.toMatch(/script-src|unsafe-eval/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.has('x-frame-options')).toBe(false);
    expect(headers.has('server')).toBe(false);
  });

  it.each([
    ['an address that does not exist', '/nowhere', { method: 'GET' }, 404],
    ['an address that cannot be decoded', '/things/%E0%A4%A', { method: 'GET' }, 404],
    ['a method that an address does not answer', '/things', { method: 'PUT' }, 405],
  ])('answers %s in a sentence', async (_, path, init, status) => {
    const response = await fetch(address + path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).not.toBeNull();
    expect(((await response.json()) as { message: string }).message).toMatch(/^[A-Z].+\.$/);
  });

  it.each(['{', '{"a":1', 'nonsense', '{"a":undefined}', '\u0000'])('answers JSON that is not JSON in a sentence: %j', async (body) => {
    const response = await post('/things', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ reason: 'malformed', message: expect.stringContaining('Nothing was changed') });
  });

  it('takes JSON only where it is said to be JSON, so that no form of another site can send it', async () => {
    expect((await post('/things', '{}', 'text/plain')).status).toBe(415);
    expect((await post('/things', 'a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
  });

  it('says that 10 MB is too much, and how much may be sent', async () => {
    const response = await post('/things', JSON.stringify('x'.repeat(10_000_000)));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ reason: 'too-large', message: expect.stringContaining('1 MB') });
  });

  it('answers a fault with a neutral sentence and an id that is in the log, and logs no words of anybody', async () => {
    const response = await post('/broken', '{}');
    const { message } = (await response.json()) as { message: string };
    expect(response.status).toBe(500);
    expect(message).not.toContain('Jane');
    const id = response.headers.get('x-request-id') ?? 'none';
    expect(message).toContain(id);
    expect(lines.filter((line) => line.includes(id) && line.includes('"level":"error"'))).toHaveLength(1);
    expect(lines.join('')).not.toContain('Jane');
  });

  it('logs the pattern of an address, never the key in it', async () => {
    await fetch(`${address}/things/somebody-in-particular`);
    expect(lines.join('')).toContain('/things/:key');
    expect(lines.join('')).not.toContain('somebody-in-particular');
  });

  it('is called by its own name only, so that no other site can reach this machine under a name of its own', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => request(`${address}/things/one`, { headers: { Host: 'evil.example.org' } }, (response) => { response.resume(); resolve(response.statusCode); }).end());
    expect(status).toBe(403);
  });

  it('says that its port is taken', async () => {
    const port = Number(new URL(address).port);
    expect(await createHttpServer({ log: createLog('silent') }).listen(port, '127.0.0.1')).toEqual({ ok: false, refusal: { reason: 'port-taken', port } });
  });
});

describe('a built page', () => {
  it('is asked for anew each time, and answers for every address of its own', async () => {
    for (const path of ['/page', '/page/', '/page/returns/2026-Q2.police', '/page/returns/2026-Q2.police/form?onBehalf=true']) {
      const response = await fetch(address + path);
      expect([path, response.status, response.headers.get('cache-control'), response.headers.get('content-type')]).toEqual([path, 200, 'no-store', 'text/html; charset=utf-8']);
      expect(await response.text()).toContain('Index');
    }
  });

  it('keeps files with a hash in their name for good, and sends them squeezed', async () => {
    const response = await fetch(`${address}/page/assets/main-abc123.js`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe('export {};'.repeat(200));
  });

  it.each(['/page/assets/gone.js', '/page/..%2f..%2f..%2fetc%2fpasswd.json', '/page/%2e%2e/%2e%2e/package.json', '/page/%00.js'])('has nothing else: %s', async (path) => {
    expect((await fetch(address + path)).status).toBe(404);
  });
});
