import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { z } from 'zod';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

it('has a lockfile that every platform can install from: npm ci wants each optional package in it', () => {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const paths = Object.keys(packages);
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => `${path} wants ${name}`),
  );
  expect(missing).toEqual([]);
  expect(paths.length).toBeGreaterThan(200);
});

it('names no host that packages come from: every machine uses its own', () => {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const hosts = Object.values(packages).flatMap(({ resolved }) =>
    resolved?.includes('://') ? [resolved] : [],
  );
  expect(hosts).toEqual([]);
});

it('pins every dependency exactly, each with a line of why', () => {
  const why = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
  const manifest = z.object({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  });
  const { dependencies, devDependencies } = manifest.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies }))
    expect(`${name} ${version}`).toMatch(/ (npm:[a-z]+@)?\d+\.\d+\.\d+$/);
  for (const name of Object.keys(dependencies)) expect(why).toContain(`\`${name}\``);
});

it('commits nothing that belongs to one machine', () => {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n');
  const strays = files.filter(
    (file) => /(^|\/)(node_modules|data|dist|test-results)\//.test(file) || /\.log$/.test(file),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(strays).toEqual([]);
});
