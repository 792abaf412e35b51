import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { buildWeb } from './build-web.ts';
import { ensureChromium } from './chromium.ts';

/**
 * `npm test`: types, lint and format, then every test (unit, integration on both databases, browser), and one plain last line
 * `N passed, N failed`. Arguments that are not flags narrow the tests: `npm test -- changes`.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = (name: string) => join(root, 'node_modules', name);
const say = (sentence: string) => process.stdout.write(`${sentence}\n`);

interface Count {
  passed: number;
  failed: number;
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment,
    });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function check(name: string, args: readonly string[], count: Count): Promise<void> {
  const started = Date.now();
  const code = await run(args);
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (code === 0) count.passed += 1;
  else count.failed += 1;
}

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numTotalTests: z.number(),
  success: z.boolean(),
});

/** Runs vitest and adds its counts. A run that ended without a report, or without a test, is a failure. */
async function vitest(args: readonly string[], count: Count, environment: NodeJS.ProcessEnv): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  const outputFile = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`];
  const code = await run([bin('vitest/vitest.mjs'), 'run', ...reporters, ...args], environment);
  const text = await readFile(outputFile, 'utf8').catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  if (text === undefined) {
    count.failed += 1;
    return;
  }
  const result = report.parse(JSON.parse(text));
  count.passed += result.numPassedTests;
  count.failed += result.numFailedTests;
  if (result.numFailedTests === 0 && (code !== 0 || result.numTotalTests === 0)) count.failed += 1;
}

const started = Date.now();
const count: Count = { passed: 0, failed: 0 };
const flags = process.argv.slice(2);
const long = flags.includes('--long');
const narrow = flags.filter((flag) => flag !== '--long');
try {
  const chromium = ensureChromium(say);
  if (narrow.length === 0) {
    await check('types', [bin('ts7/bin/tsc'), '--noEmit', '-p', '.'], count);
    await check('types of the API', [join(root, 'scripts', 'generate-api.ts'), '--check'], count);
    await check('types of the web app', [bin('ts7/bin/tsc'), '--noEmit', '-p', 'clients/web'], count);
    await check(
      'lint and format',
      [
        bin('@biomejs/biome/bin/biome'),
        'ci',
        '--colors=off',
        '--max-diagnostics=20',
        '--error-on-warnings',
        '.',
      ],
      count,
    );
  }
  await buildWeb(say);
  await vitest(narrow, count, {
    ...process.env,
    CHROMIUM: chromium,
    ...(long ? { COUNTERSIGN_TEST_LONG: '1' } : {}),
  });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  count.failed += 1;
}
say(`npm test took ${Math.round((Date.now() - started) / 1000)} s`);
say(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
