import type { Request, Response } from 'botbuilder';
import { createBot, type BotConnection, type BotLog } from '../../bot/adapter.ts';
import type { Register } from '../../src/register/register.ts';
import { memoryRegister } from '../support/memory-register.ts';
import { aPartnership, aRound, at, objectIdOf, QUARTER, TENANT } from '../support/world.ts';
import { draw } from './drawn-card.ts';
import { pretendTeams, type PretendTeams } from './pretend-teams.ts';

const LOCAL: BotConnection = { kind: 'local', tenantId: TENANT };
const REAL: BotConnection = { kind: 'tenant', appId: '40000000-0000-4000-8000-000000000000', tenantId: TENANT, allowedTenants: [TENANT], credential: { kind: 'secret', secret: 'not-a-secret' } };
const STRANGE_TENANT = '99999999-0000-4000-8000-000000000000';

describe('the bot’s endpoint', () => {
  let teams: PretendTeams;
  let register: Register;
  let log: [string, unknown][];
  beforeEach(async () => {
    teams = await pretendTeams();
    register = memoryRegister([...aPartnership(), ...aRound()]);
    log = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await teams.stop();
  });

  async function post(body: unknown, { connection = LOCAL, method = 'POST' }: { connection?: BotConnection; method?: string } = {}): Promise<{ status: number; body: unknown }> {
    const note: BotLog = (event, facts) => { log.push([event, facts]); };
    const bot = createBot({ connection, log: note, tab: (path) => `https://assurance.example/tab${path}`, work: { register, now: () => at('2026-10-12') } });
    const answer: { status: number; body: unknown } = { status: 0, body: undefined };
    const response = { socket: null, header: () => {}, status: (status: number) => { answer.status = status; }, send: (sent: unknown) => { answer.body = sent; }, end: () => {} };
    await bot.handle({ method, headers: {}, body } as Request, response as unknown as Response);
    return answer;
  }

  function activity(over: Record<string, unknown> = {}): Record<string, unknown> {
    return {
      type: 'message', id: '1', text: 'help', channelId: 'msteams', serviceUrl: teams.serviceUrl, from: { id: '29:rep', name: 'R', aadObjectId: objectIdOf('police-rep') },
      recipient: { id: '28:bot', name: 'Assurance' }, conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT, isGroup: false }, channelData: { tenant: { id: TENANT } }, ...over,
    };
  }
  const press = (verb: string, data: object) => activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' } });

  it('answers a message in the chat it came from', async () => {
    expect(await post(activity())).toMatchObject({ status: 200 });
    expect(teams.heard).toMatchObject([{ path: '/v3/conversations/a:1/activities/1', body: { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] } }]);
  });

  it('answers a press with the shape that Teams reads', async () => {
    const { status, body } = await post(press('view-return', { returnKey: `${QUARTER}.police` }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(draw((body as { value: never }).value).text).toContain('Moor Police');
  });

  it('answers nobody without Teams’ token in a real environment', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
    expect(await post(activity(), { connection: REAL })).toEqual({ status: 401, body: undefined });
    expect(teams.heard).toEqual([]);
  });

  it('does not start in a real environment without an app id', () => {
    expect(() => createBot({ connection: { ...REAL, appId: ' ' } as BotConnection, log: () => {}, tab: (path) => path, work: { register, now: () => at('2026-10-12') } })).toThrow('no app id');
  });

  it.each([
    ['of another tenant', { channelData: { tenant: { id: STRANGE_TENANT } } }, 'tenant not allowed'],
    ['of a conversation of another tenant', { conversation: { id: 'a:1', tenantId: STRANGE_TENANT } }, 'tenant not allowed'],
    ['that names no tenant', { channelData: {} }, 'not from Teams'],
    ['of another channel', { channelId: 'webchat' }, 'not from Teams'],
    ['that wants the answer sent elsewhere', { serviceUrl: 'https://evil.example/' }, 'service not on this machine'],
  ])('does not answer an activity %s', async (_, over, reason) => {
    await post(activity(over));
    expect(teams.heard).toEqual([]);
    expect(log).toEqual([['activity refused', { reason }]]);
    expect(await post({ ...press('view-return', {}), ...over })).toMatchObject({ status: 403 });
  });

  it.each([[undefined], ['text'], [{}], [{ type: 5 }]])('refuses the body %j without repeating it', async (body) => {
    const answer = await post(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).toBeUndefined();
  });

  it('refuses another method', async () => {
    expect((await post(activity(), { method: 'GET' })).status).toBe(405);
  });

  it('says sorry in plain words when the register fails, to a press and to a message, and logs no more than the kind of fault', async () => {
    const broken = 'secret of police-rep';
    register.commit = () => Promise.reject(new Error(broken));
    const { status, body } = await post(press('save-return', { returnKey: `${QUARTER}.police`, scope: 'more', headline: 'Words' }));
    expect({ status, body }).toMatchObject({ status: 200, body: { type: 'application/vnd.microsoft.activity.message', value: expect.stringContaining('did not work') } });
    await post(activity());
    expect(JSON.stringify(teams.heard.at(-1)?.body)).toContain('did not work');
    expect(JSON.stringify([log, body, teams.heard])).not.toContain(broken);
    expect(log.map(([event]) => event)).toContain('activity failed');
  });

  it('logs that it answered, and nothing of whom or what', async () => {
    await post(activity({ text: 'private words' }));
    expect(log).toEqual([['activity answered', { type: 'message', name: '' }]]);
  });
});
