import { Command } from 'commander';
import { addComparingCommands } from './comparing.ts';
import { addLedgerCommands } from './ledger.ts';
import { addMergeDriverCommand } from './merge-driver.ts';
import { addRunCommand } from './run.ts';
import { addServerCommands } from './server.ts';
import { explainFailure } from './terminal.ts';

const program = new Command('countersign')
  .description('The system of record for AI execution')
  .showHelpAfterError('(add --help to see what there is)');
addServerCommands(program);
addRunCommand(program);
addComparingCommands(program);
addLedgerCommands(program);
addMergeDriverCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  explainFailure(error);
}
