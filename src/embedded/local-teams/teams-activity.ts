import { type Conversation, type Person, threadAddress } from './world.ts';

/** An activity as Teams sends it to a bot. */
export type TeamsActivity = Readonly<Record<string, unknown>> & { readonly type: string };

export type Tenant = {
  readonly tenantId: string;
  readonly bot: { readonly id: string; readonly name: string };
  /** Where the bot answers to: the connector's address, ending in a slash. */
  readonly serviceUrl: string;
};

/** Teams' id of a bot. */
export function botAccount(bot: Tenant['bot']): { id: string; name: string } {
  return { id: `28:${bot.id}`, name: bot.name };
}

/**
 * What every activity has in common: who, where, through which connector. `threadId` is the post in a channel that the
 * activity belongs to.
 */
export function envelope(given: {
  tenant: Tenant;
  conversation: Conversation;
  person: Person | undefined;
  id: string;
  at: string;
  threadId?: string | undefined;
}): Record<string, unknown> & { readonly entities: readonly object[] } {
  const { tenant, conversation, person, threadId } = given;
  const bot = botAccount(tenant.bot);
  return {
    id: given.id,
    timestamp: given.at,
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl: tenant.serviceUrl,
    from: person
      ? { id: person.teamsId, name: person.name, aadObjectId: person.aadObjectId, tenantId: person.tenantId }
      : bot,
    recipient: bot,
    conversation: {
      id: threadId === undefined ? conversation.id : threadAddress(conversation.id, threadId),
      tenantId: tenant.tenantId,
      conversationType: conversationType(conversation),
      isGroup: conversation.kind !== 'personal',
      ...(conversation.kind === 'personal' ? {} : { name: conversation.name }),
    },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/London' }],
    channelData: { tenant: { id: tenant.tenantId }, ...placeData(conversation) },
  };
}

function conversationType(conversation: Conversation): 'personal' | 'channel' | 'groupChat' {
  return conversation.kind === 'meeting' ? 'groupChat' : conversation.kind;
}

function placeData(conversation: Conversation): Record<string, unknown> {
  switch (conversation.kind) {
    case 'personal':
      return {};
    case 'meeting':
      return { meeting: { id: conversation.id } };
    case 'channel':
      return {
        teamsChannelId: conversation.id,
        teamsTeamId: conversation.teamId,
        channel: { id: conversation.id, name: conversation.name },
        team: { id: conversation.teamId, name: conversation.teamName },
      };
  }
}
