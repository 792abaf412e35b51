import type { Command } from 'commander';
import { addDecidingCommands } from './deciding.ts';
import { addGoingLiveCommands } from './going-live.ts';
import { addLifeCommands } from './life.ts';
import { addReadingCommands } from './reading.ts';
import { addTakingPartCommands } from './taking-part.ts';
import { addTalkingCommands } from './talking.ts';

const afterHelp = `
CHANGE is LIBRARY#NUMBER, such as support#12, or an id, chg_….
The exit code is 0 when it is done, 1 when it was refused or failed, 2 when you were asked and said no.`;

/** `countersign change …`: the life of a change from a terminal. Each family of commands has a file of its own. */
export function addChangeCommands(program: Command): void {
  const change = program
    .command('change')
    .description('review, approve and publish changes')
    .addHelpText('after', afterHelp);
  addReadingCommands(change);
  addLifeCommands(change);
  addGoingLiveCommands(change);
  addDecidingCommands(change);
  addTalkingCommands(change);
  addTakingPartCommands(change);
}
