import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { z } from 'zod';
import { installDebian } from '../support/debian-programs.ts';
import { type MarkedRequest, markedRequests } from './requests.ts';

/**
 * `npm run security`: Debian's sqlmap over every parameter of every operation, and its wapiti over every address, against a server with
 * sample data of its own. Outside `npm test`: it takes many minutes. Ends with 1 when one of them finds something.
 * `--only=TEXT` narrows to operations whose name holds it; `--minutes=N` stops beginning new ones after that time, and says how far it came.
 */
const execute = promisify(execFile);

/** Runs a program without an input: sqlmap would wait for targets from an open one. */
function run(
  program: string,
  args: readonly string[],
  options: { maxBuffer?: number; timeout?: number } = {},
) {
  const running = execute(program, [...args], { encoding: 'utf8', ...options });
  running.child.stdin?.end();
  return running;
}

const say = (sentence: string) => process.stdout.write(`${sentence}\n`);
const flag = (name: string) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = flag('only') ?? '';
const minutes = Number(flag('minutes') ?? 600);
const port = 4189;
const atOnce = 3;

const demo = z.object({
  address: z.string(),
  people: z.array(z.object({ roles: z.array(z.string()), key: z.string() })),
});

/** sqlmap's exit code says nothing of what it found; its last words do. What "appears" on the way it often takes back itself. */
const found = /identified the following injection point/;
const looked = /all tested parameters do not appear to be injectable/;

async function sqlmap(
  folder: string,
  { operation, text }: MarkedRequest,
): Promise<{ finding: string | undefined; looked: boolean }> {
  const file = join(folder, `${operation}.txt`);
  await writeFile(file, text);
  const { stdout } = await run(
    'sqlmap',
    [
      ...[
        '-r',
        file,
        '--batch',
        '--ignore-stdin',
        '--dbms=postgresql',
        '--level=1',
        '--risk=1',
        '--technique=BEUS',
      ],
      ...[
        '--ignore-code=400,401,403,404,405,409,410,413,415,422,429,500,501,502,503',
        '--threads=2',
        '--timeout=10',
        '--retries=0',
      ],
      ...['--disable-coloring', '--flush-session', '--output-dir', join(folder, 'out', operation)],
    ],
    { maxBuffer: 50_000_000, timeout: 900_000 },
  ).catch((error: unknown) => ({ stdout: `could not run: ${String(error)}` }));
  await writeFile(`${file}.log`, stdout);
  return {
    finding: found.test(stdout) ? file : undefined,
    looked: looked.test(stdout) || found.test(stdout),
  };
}

async function overEvery(folder: string, requests: readonly MarkedRequest[]): Promise<string[]> {
  const findings: string[] = [];
  const started = performance.now();
  let [done, marks, silent, next] = [0, 0, 0, 0];
  const worker = async () => {
    for (let request = requests[next]; request !== undefined; request = requests[next]) {
      if (performance.now() - started > minutes * 60_000) return;
      next += 1;
      const first = await sqlmap(folder, request);
      // A page that differs by itself can look like an answer of a database: what is real is found again.
      const result = first.finding === undefined ? first : await sqlmap(folder, request);
      done += 1;
      marks += request.marks;
      if (!result.looked) silent += 1;
      if (!result.looked) say(`  ${request.operation}: sqlmap did not come to a verdict, see ${folder}`);
      if (result.finding !== undefined) findings.push(`${request.operation}: ${result.finding}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const seconds = Math.round((performance.now() - started) / 1000);
  say(
    `sqlmap: ${done} of ${requests.length} operations, ${marks} places, ${findings.length} found, ${silent} without a verdict, in ${seconds} s`,
  );
  return findings;
}

const report = z.object({ vulnerabilities: z.record(z.string(), z.array(z.unknown())) });

async function wapiti(
  folder: string,
  address: string,
  key: string,
  requests: readonly MarkedRequest[],
): Promise<string[]> {
  const output = join(folder, 'wapiti.json');
  const addresses = requests.flatMap((request) => request.address ?? []);
  const options = [
    ...['-u', `${address}/`, '--scope', 'domain', '--flush-session', '-f', 'json', '-o', output],
    ...[
      '-H',
      `Authorization: Bearer ${key}`,
      '-m',
      'sql,exec,file,xss,crlf,redirect,xxe',
      '--max-scan-time',
      '600',
    ],
    ...addresses.flatMap((one) => ['-s', one]),
  ];
  await run('wapiti', options, { maxBuffer: 50_000_000, timeout: 1_200_000 });
  const { vulnerabilities } = report.parse(JSON.parse(await readFile(output, 'utf8')));
  const findings = Object.entries(vulnerabilities).flatMap(([name, list]) =>
    list.map((one) => `${name}: ${JSON.stringify(one).slice(0, 300)}`),
  );
  say(`wapiti: ${addresses.length} addresses, ${findings.length} found; the report is ${output}`);
  return findings;
}

async function startDemo(data: string): Promise<{ file: z.infer<typeof demo>; stop: () => void }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'scripts/demo.ts'], {
    env: { ...process.env, PORT: String(port), COUNTERSIGN_DATA: data, COUNTERSIGN_TEST_DEMO_DAYS: '24' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  for (const until = performance.now() + 300_000; !said.includes('Countersign is at'); await sleep(500))
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`the server did not start:\n${said}`);
  const file = demo.parse(JSON.parse(await readFile(join(data, 'demo.json'), 'utf8')));
  return { file, stop: () => child.kill('SIGTERM') };
}

const folder = await mkdtemp(join(tmpdir(), 'countersign-security-'));

for (const program of ['sqlmap', 'wapiti'])
  if (
    !(await run(program, ['--version']).then(
      () => true,
      () => false,
    )) &&
    !(await installDebian([program], program, 'there is nothing to run'))
  )
    throw new Error(
      `${program} is not here and could not be installed. On Debian: apt-get install ${program}`,
    );
const server = await startDemo(join(folder, 'data'));
const { address, people } = server.file;
const key = people.find(({ roles }) => roles.includes('admin'))?.key ?? '';
const document: unknown = await (await fetch(`${address}/api/openapi.json`)).json();
const requests = markedRequests(document, address, key).filter(
  ({ operation, marks }) => operation.includes(only) && marks > 0,
);
const findings = [...(await overEvery(folder, requests)), ...(await wapiti(folder, address, key, requests))];
for (const finding of findings) say(`FOUND ${finding}`);
server.stop();
if (findings.length === 0) await rm(join(folder, 'data'), { recursive: true, force: true });
say(`Everything that was said is in ${folder}`);
process.exitCode = findings.length === 0 ? 0 : 1;
