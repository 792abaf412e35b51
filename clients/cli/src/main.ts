import { Command } from 'commander';
import { addAccessCommands } from './access.ts';
import { addBudgetCommands } from './budget.ts';
import { addChangeCommands } from './change/index.ts';
import { addComparingCommands } from './comparing.ts';
import { addEvaluationCommands } from './evaluation.ts';
import { addEvidenceCommands } from './evidence.ts';
import { addExportCommand } from './export.ts';
import { addImportCommand } from './import.ts';
import { addKeyCommands } from './key.ts';
import { addLedgerCommands } from './ledger.ts';
import { addLiveCommands } from './live.ts';
import { addMergeDriverCommand } from './merge-driver.ts';
import { addPolicyCommands } from './policy.ts';
import { addProviderCommands } from './provider.ts';
import { addRecallCommands } from './recall.ts';
import { addRunCommand } from './run.ts';
import { addServerCommands } from './server.ts';
import { explainFailure } from './terminal.ts';
import { addWitnessCommands } from './witnesses.ts';

const program = new Command('countersign')
  .description('The system of record for AI execution')
  .showHelpAfterError('(add --help to see what there is)');
addServerCommands(program);
addRunCommand(program);
addChangeCommands(program);
addComparingCommands(program);
addLiveCommands(program);
addAccessCommands(program);
addKeyCommands(program);
addRecallCommands(program);
addEvaluationCommands(program);
addPolicyCommands(program);
addBudgetCommands(program);
addProviderCommands(program);
addImportCommand(program);
addExportCommand(program);
addLedgerCommands(program);
addWitnessCommands(program);
addEvidenceCommands(program);
addMergeDriverCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  explainFailure(error);
}
