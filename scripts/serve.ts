import { runMain } from '../src/main.ts';
import { buildWeb } from './build-web.ts';

await buildWeb((sentence) => process.stderr.write(`${sentence}\n`));
await runMain(['serve', ...process.argv.slice(2)]);
