import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, 'clients', 'web');
const stampFile = join(web, 'dist', '.built-from');

/** Builds the web app when its sources changed since the last build. Says so, because it takes some seconds. */
export async function buildWeb(say: (sentence: string) => void): Promise<void> {
  const stamp = await sourceStamp();
  if (existsSync(stampFile) && (await readFile(stampFile, 'utf8')) === stamp) return;
  say('Building the web app …');
  const started = Date.now();
  await vite([]);
  await buildEvidencePage();
  await writeFile(stampFile, stamp);
  say(`Built the web app in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

async function sourceStamp(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [web, join(root, 'clients', 'sdk')]) {
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .filter((path) => !path.includes(`${join(web, 'dist')}`) && !path.includes('node_modules'))
      .sort();
    for (const path of paths) hash.update(path.slice(root.length)).update(await readFile(path));
  }
  return hash.update(await readFile(join(root, 'package-lock.json'))).digest('hex');
}

/** Only the script of evidence pages: half a second, for tests that need no more. */
export const buildEvidencePage = (): Promise<void> => vite(['--config', 'vite.evidence.config.ts']);

function vite(more: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--logLevel',
      'warn',
      ...more,
    ];
    const child = spawn(process.execPath, args, { cwd: web, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('The web app could not be built; Vite said why above.')),
    );
  });
}
