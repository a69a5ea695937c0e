import { hear } from '../../bot/commands.ts';

describe('what somebody says to the bot', () => {
  it.each([
    ['help', 'help'], ['Hi', 'help'], ['HELLO!', 'help'], ['', 'help'], ['?', 'help'], ['🙂', 'help'], ['What can you do?', 'help'],
    ['my returns', 'my-returns'], ['My Returns.', 'my-returns'], ['  MY   RETURNS  ', 'my-returns'], ['please my returns', 'my-returns'],
    ['what is due', 'due'], ['What’s due?', 'due'], ["what's due", 'due'], ['WHAT IS DUE?!', 'due'],
    ['who are we waiting for', 'waiting'], ['Who are we waiting for?', 'waiting'], ['who’s missing', 'waiting'],
    ['post escalations here', 'post-escalations-here'], ['Post escalations here.', 'post-escalations-here'],
  ])('%j is the command %s', (text, command) => {
    expect(hear(text)).toEqual({ kind: 'command', command, guessed: false });
  });

  it.each([['my retruns', 'my-returns'], ['halp', 'help'], ['what is deu', 'due'], ['who are we wating for', 'waiting'], ['my return s', 'my-returns']])('%j is understood as a near miss of %s', (text, command) => {
    expect(hear(text)).toEqual({ kind: 'command', command, guessed: true });
  });

  it.each(['post escalation here', 'the weather', 'no', 'x'.repeat(100_000), 'my returns are terribly late because of the holidays', '<b>help me</b>', '\u0000'.repeat(3) + 'zzzz'])('%.40j is no command', (text) => {
    expect(hear(text)).toEqual({ kind: 'unknown' });
  });
});
