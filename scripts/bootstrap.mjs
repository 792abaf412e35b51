// The first thing every npm script runs. Plain JavaScript for any Node >= 18: installs what is missing, then hands over to the
// pinned Node, which runs TypeScript directly. It does nothing else, so that nothing else needs to work on an old Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.countersign-installed');
const entries = {
  demo: ['scripts/demo.ts'],
  serve: ['scripts/serve.ts'],
  test: ['scripts/test.ts'],
  'test:long': ['scripts/test.ts', '--long'],
  mutate: ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'test/mutation/stryker.config.json'],
  'bench:library': ['test/bench/library-scale.ts'],
  'bench:simulation': ['test/bench/simulation.ts'],
  'bench:policy': ['test/bench/policy.ts'],
  'bench:classes': ['test/bench/classes.ts'],
  security: ['test/security/run.ts'],
  'bench:ledger': ['test/bench/ledger.ts'],
  'bench:executions': ['test/bench/executions.ts'],
  'bench:find': ['test/bench/find.ts'],
  'bench:search': ['test/bench/search.ts'],
  'bench:debt': ['test/bench/debt.ts'],
  'bench:recall': ['test/bench/recall.ts'],
  'bench:intelligence': ['test/bench/intelligence.ts'],
  'bench:access': ['test/bench/access.ts'],
  'bench:gateway': ['test/bench/gateway.ts'],
  'bench:soak': ['test/bench/soak.ts'],
};

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function atLeast(version, major, minor) {
  const [here = 0, hereMinor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return here > major || (here === major && hereMinor >= minor);
}

/** The lockfile and the platform decide what an installation holds. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function installed() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();
}

/** Runs a command with this terminal, and resolves with its exit code. Ctrl-C reaches the child by itself: wait for it. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const ignore = () => undefined;
    const pass = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore);
    process.on('SIGTERM', pass);
    child.on('error', (error) => {
      process.stderr.write(`${command} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore);
      process.off('SIGTERM', pass);
      resolve(signal === null ? (code ?? 1) : 1);
    });
  });
}

async function install() {
  if (installed()) return;
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const started = Date.now();
  process.stderr.write('Installing dependencies (about a minute the first time) ');
  const dots = setInterval(() => process.stderr.write('.'), 3000);
  const args = ['ci', '--loglevel=error', '--no-fund', '--no-audit', '--include=dev', '--include=optional'];
  const env = { ...process.env, npm_config_loglevel: 'error' };
  const code = await run(command, [...first, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  clearInterval(dots);
  process.stderr.write(` ${Math.round((Date.now() - started) / 1000)} s\n`);
  if (code !== 0)
    fail('The installation failed; npm said why above. Mend that and run the same command again.');
  writeFileSync(stampFile, wantedStamp());
}

function pinnedNode() {
  const pinned = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  if (existsSync(pinned)) return pinned;
  if (atLeast(process.version, 22, 18)) return process.execPath;
  return fail(
    `No Node for ${process.platform} ${process.arch} is pinned here. Install Node 24 and run the same command again.`,
  );
}

if (!atLeast(process.version, 18, 0))
  fail(`This is Node ${process.version}. Install Node 18 or newer; the rest installs itself.`);
const entry = entries[process.argv[2] ?? ''];
if (entry === undefined) fail(`usage: node scripts/bootstrap.mjs ${Object.keys(entries).join('|')}`);
await install();
const node = pinnedNode();
const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);
const args = ['--disable-warning=ExperimentalWarning', ...entry, ...process.argv.slice(3)];
// What was compiled once starts in half the time; a fresh installation begins a fresh one.
const compiled = join(root, 'node_modules', '.cache', 'node-compile');
const env = { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path };
process.exitCode = await run(node, args, { env });
