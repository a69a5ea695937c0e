import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Request, type Response, TeamsActivityHandler } from 'botbuilder';
import { createBot } from '../../bot/adapter.ts';
import { returnKey } from '../../src/assurance/returns/quarterly-return.ts';
import { people } from '../../src/assurance/partnership/person.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { at, QUARTER } from '../support/world.ts';
import { largeRegister } from './large-register.ts';
import type { Bench, Measure } from './measure.ts';
import { TODAY, WRITING } from './ten-years.ts';

type Handle = (request: Request, response: Response) => Promise<void>;

const TURNS = 1_000;
const WARM_UP = 500;
const ATMOST_TIMES = 1.5;

/** A turn through botbuilder with a pretend Teams on the other side, for our bot and for the barest one that answers the same kind of turn. */
export const bench: Bench = {
  name: 'Bot turn for the return card',
  run: async (): Promise<readonly Measure[]> => {
    const folder = mkdtempSync(join(tmpdir(), 'bot-turn-'));
    const file = join(folder, 'register.db');
    copyFileSync(await largeRegister(), file);
    const register = new SqliteRegister(file, LISTS);
    const teams = await acceptingTeams();
    const representative = register.snapshot().get(people, `${WRITING}-rep`);
    if (!representative?.objectId || !representative.tenantId) throw new Error('The ten years have no representative who can sign in');
    const { tenantId, objectId } = representative;
    const bot = createBot({ connection: { kind: 'local', tenantId }, log: () => {}, tab: (path) => path, work: { register, now: () => at(TODAY) } });

    const from = { id: '29:rep', name: 'Rep', aadObjectId: objectId };
    const envelope = { id: '1', channelId: 'msteams', serviceUrl: teams.serviceUrl, from, recipient: { id: '28:bot', name: 'Bot' }, conversation: { id: 'a:1', conversationType: 'personal', tenantId, isGroup: false }, channelData: { tenant: { id: tenantId } } };
    const data = { verb: 'view-return', returnKey: returnKey(QUARTER, WRITING) };
    const message = { ...envelope, type: 'message', text: 'hello', value: data };
    const invoke = { ...envelope, type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb: 'view-return', data } } };
    const echo = echoBot();
    if (!JSON.stringify(await turn(bot.handle, invoke)).includes('Input.ChoiceSet')) throw new Error('The bot does not answer with the return card');

    const [shown = NaN, echoed = NaN] = await inTurns([() => turn(bot.handle, message), () => turn(echo, message)]);
    const [pressed = NaN, echoedPress = NaN] = await inTurns([() => turn(bot.handle, invoke), () => turn(echo, invoke)]);
    teams.stop();
    await register.close();
    rmSync(folder, { recursive: true });
    return [
      { what: 'return card sent into the chat', value: shown, unit: 'ms', baseline: { what: 'a bare echo bot', value: echoed, atMostTimes: ATMOST_TIMES } },
      { what: 'return card as the answer to a press', value: pressed, unit: 'ms', baseline: { what: 'a bare bot’s answer to a press', value: echoedPress } },
    ];
  },
};

/** The middle time of each, in milliseconds; one after the other in every round, so that a busy machine slows all of them. */
async function inTurns(works: readonly (() => Promise<unknown>)[]): Promise<readonly number[]> {
  const times = works.map((): number[] => []);
  for (let round = 0; round < TURNS + WARM_UP; round += 1) {
    for (const [index, work] of works.entries()) {
      const started = performance.now();
      await work();
      if (round >= WARM_UP) times[index]?.push(performance.now() - started);
    }
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN);
}

async function acceptingTeams(): Promise<{ readonly serviceUrl: string; readonly stop: () => void }> {
  const child = fork(join(import.meta.dirname, 'accepting-teams.ts'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const [said] = await once(child.stdout as NodeJS.ReadableStream, 'data') as [Buffer];
  return { serviceUrl: said.toString().trim(), stop: () => { child.disconnect(); } };
}

function echoBot(): Handle {
  class Echo extends TeamsActivityHandler {
    constructor() {
      super();
      this.onMessage(async (context, next) => { await context.sendActivity(`Echo: ${context.activity.text}`); await next(); });
    }
    protected override onAdaptiveCardInvoke() {
      return Promise.resolve({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Echo' as never });
    }
  }
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  const echo = new Echo();
  return (request, response) => adapter.process(request, response, (context) => echo.run(context));
}

async function turn(handle: Handle, activity: object): Promise<unknown> {
  let sent: unknown;
  const response = { socket: null, header: () => {}, status: () => {}, send: (body: unknown) => { sent = body; }, end: () => {} };
  await handle({ method: 'POST', headers: {}, body: structuredClone(activity) } as Request, response as unknown as Response);
  return sent;
}
