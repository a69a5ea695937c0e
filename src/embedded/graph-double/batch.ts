import { z } from 'zod';
import { Refused, refusal, type GraphCall, type Reply } from './exchange.ts';

const Inner = z.strictObject({
  id: z.string().min(1), method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']), url: z.string().startsWith('/'),
  headers: z.record(z.string(), z.string()).optional(), body: z.unknown().optional(), dependsOn: z.array(z.string()).optional(),
});
const Envelope = z.strictObject({ requests: z.array(z.unknown()).min(1) });
type Inner = z.infer<typeof Inner>;

const MOST = 20;
const bad = (message: string) => new Refused(400, 'BadRequest', message);

/** `$batch`: every inner request has its own answer, and the answers come in any order. */
export async function batchCall(call: GraphCall, run: (inner: GraphCall) => Promise<Reply>, random: () => number): Promise<Reply> {
  const envelope = Envelope.safeParse(call.body);
  if (!envelope.success) throw bad('Invalid batch payload format.');
  if (envelope.data.requests.length > MOST) throw bad(`Number of requests in a batch must be less than or equal to ${MOST}.`);
  const requests = envelope.data.requests.map((each) => {
    const parsed = Inner.safeParse(each);
    if (!parsed.success) throw bad('Invalid batch payload format.');
    return parsed.data;
  });
  checkDependencies(requests);
  const answers = new Map<string, Reply>();
  for (const request of requests) {
    const met = (request.dependsOn ?? []).every((id) => (answers.get(id)?.status ?? 500) < 400);
    answers.set(request.id, met ? await run(innerCall(request)) : refusal(424, 'FailedDependency', 'A request that this one depends on has failed.'));
  }
  const responses = [...answers].map(([id, { status, headers, body }]) => ({ id, status, headers: { 'Cache-Control': 'no-store', 'Content-Type': 'application/json', ...headers }, ...(body === undefined ? {} : { body }) }));
  for (let last = responses.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [responses[last], responses[other]] = [responses[other] as typeof responses[number], responses[last] as typeof responses[number]];
  }
  return { status: 200, body: { responses } };
}

/** All independent, a chain in which each waits for the one before, or all waiting for the same one. */
function checkDependencies(requests: readonly Inner[]): void {
  const seen = new Set<string>();
  for (const { id, dependsOn = [] } of requests) {
    if (seen.has(id)) throw bad(`Request id ${id} comes twice.`);
    for (const each of dependsOn) if (!seen.has(each)) throw bad(`Request ${id} depends on ${each}, which does not come before it.`);
    seen.add(id);
  }
  const parallel = requests.every(({ dependsOn = [] }) => dependsOn.length === 0);
  const [first, ...others] = requests;
  const waits = ({ dependsOn = [] }: Inner, id: string | undefined) => dependsOn.length === 1 && dependsOn[0] === id;
  const chain = others.every((each, index) => waits(each, requests[index]?.id));
  const same = others.every((each) => waits(each, first?.id));
  if (!parallel && !chain && !same) throw bad('The dependencies must be all parallel, a chain, or all on the same request.');
}

function innerCall({ method, url, headers = {}, body }: Inner): GraphCall {
  const address = new URL(url, 'http://inner');
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (body !== undefined && lower.get('content-type') === undefined) throw bad('Write request id does not contain Content-Type header or body.');
  return { method, path: decodeURIComponent(address.pathname), query: address.searchParams, header: (name) => lower.get(name.toLowerCase()), body, bytes: Buffer.alloc(0) };
}
