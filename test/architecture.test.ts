import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** design.md §2, as errors. This test is never loosened to get a change in. */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const order = [
  'platform',
  'ledger',
  'access',
  'libraries',
  'policy',
  'changes',
  'gateway',
  'workflows',
  'decisions',
  'intelligence',
] as const;

interface Source {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly string[];
}

function sourcesUnder(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('node_modules') && !path.includes('/dist/'))
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
      return { path, text, tree, imports: importsOf(tree) };
    });
}

function importsOf(tree: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined)
      if (ts.isStringLiteral(node.moduleSpecifier)) found.push(node.moduleSpecifier.text);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined && ts.isStringLiteral(specifier)) found.push(specifier.text);
    }
    if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    )
      found.push(node.argument.literal.text);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path);
const target = (source: Source, specifier: string): string =>
  relative(root, join(root, dirname(source.path), specifier)).replaceAll('\\', '/');
const sliceOf = (path: string): string | undefined => /^src\/([^/]+)\//.exec(path)?.[1];
const isStore = (path: string) => /^src\/[^/]+\/(?:[^/]+\/)?store(?:\.ts$|\/)/.test(path);
const isRoutes = (path: string) => /\/routes(?:\.ts$|\/)/.test(path) || path.startsWith('src/platform/http/');

const server = sourcesUnder('src');
const product = server.filter((source) => !isTest(source.path));
const clients = sourcesUnder('clients');

/** Every breach as one line, so that a failure reads as a list of what to mend. */
function breaches(sources: readonly Source[], rule: (source: Source) => string[]): string[] {
  return sources.flatMap((source) => rule(source).map((breach) => `${source.path}: ${breach}`));
}

describe('the house', () => {
  it('reads sources at all', () => {
    expect(product.length).toBeGreaterThan(60);
    expect(clients.length).toBeGreaterThan(10);
  });

  it('keeps the order between slices, through their one door', () => {
    const found = breaches(product, (source) => {
      const slice = sliceOf(source.path);
      if (slice === undefined) return [];
      const place = order.findIndex((name) => name === slice);
      if (place < 0) return [`${slice} is not a slice`];
      return source.imports
        .filter((specifier) => specifier.startsWith('.'))
        .flatMap((specifier) => {
          const path = target(source, specifier);
          const other = sliceOf(path);
          if (other === slice) return [];
          if (other === undefined) return [`imports ${path}, which is no slice`];
          if (order.findIndex((name) => name === other) >= place)
            return [`imports ${path}, which is to its right`];
          if (other !== 'platform' && path !== `src/${other}/index.ts`)
            return [`imports ${path} past the slice's door`];
          return [];
        });
    });
    expect(found).toEqual([]);
  });

  it('has SQL in stores only, over tables of the own slice', () => {
    const found = breaches(product, (source) => {
      const slice = sliceOf(source.path);
      if (slice === undefined || source.path.startsWith('src/platform/')) return [];
      const problems: string[] = [];
      if (!isStore(source.path)) {
        if (source.imports.some((specifier) => /^(kysely|pg)$/.test(specifier)))
          problems.push('imports a database library');
        if (/\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(/.test(source.text))
          problems.push('has a query');
      } else {
        const foreign = order.filter((name) => name !== slice && name !== 'platform');
        for (const name of foreign)
          if (new RegExp(`['"\`\\s]${name}_[a-z]+['"\`\\s.]`).test(withoutComments(source)))
            problems.push(`names a table of ${name}`);
      }
      return problems;
    });
    expect(found).toEqual([]);
  });

  it('knows the HTTP framework in routes and platform/http only', () => {
    const found = breaches(product, (source) =>
      isRoutes(source.path)
        ? []
        : source.imports
            .filter((specifier) => /^(hono|@hono\/)/.test(specifier) || specifier.startsWith('hono/'))
            .map((specifier) => `imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('goes noun <- store <- verb <- routes <- index inside a slice, without cycles', () => {
    const inside = new Map(
      product.map((source) => [
        source.path,
        source.imports
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => target(source, specifier)),
      ]),
    );
    const found = breaches(product, (source) => {
      const slice = sliceOf(source.path);
      if (slice === undefined || slice === 'platform') return [];
      const problems: string[] = [];
      for (const path of inside.get(source.path) ?? []) {
        if (sliceOf(path) !== slice) continue;
        const isIndex = source.path === `src/${slice}/index.ts`;
        if (path === `src/${slice}/index.ts`) problems.push('imports its own door');
        if (isRoutes(path) && !isIndex && !isRoutes(source.path))
          problems.push(`imports ${path}; only the door may`);
      }
      return problems;
    });
    expect([...found, ...cycles(inside)]).toEqual([]);
  });

  it('lets only the ledger open a writable transaction', () => {
    const found = breaches(product, (source) => {
      const allowed = /^src\/(platform\/db\/|ledger\/|server\.ts)/.test(source.path);
      if (allowed) return [];
      const code = withoutComments(source);
      return [
        ...(/\bWriter\b/.test(code) ? ['names Writer'] : []),
        ...(/\.transaction\(\)/.test(code) ? ['opens a transaction'] : []),
      ];
    });
    expect(found).toEqual([]);
  });

  it('keeps clients to the API: nothing of src/ is imported there', () => {
    const found = breaches(
      clients.filter((source) => !isTest(source.path)),
      (source) =>
        source.imports
          .filter((specifier) => specifier.startsWith('.') && target(source, specifier).startsWith('src/'))
          .map((specifier) => `imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('keeps the SDK without dependencies', () => {
    const found = breaches(
      clients.filter((source) => source.path.startsWith('clients/sdk/') && !isTest(source.path)),
      (source) =>
        source.imports
          .filter((specifier) => !specifier.startsWith('.'))
          .map((specifier) => `imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('has no casts but `as const`, and no suppressed types', () => {
    const found = breaches([...product, ...clients.filter((source) => !isTest(source.path))], (source) => {
      const problems: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isAsExpression(node) && node.type.getText() !== 'const')
          problems.push(`casts: ${node.getText().slice(0, 60)}`);
        if (ts.isTypeAssertionExpression(node)) problems.push(`casts: ${node.getText().slice(0, 60)}`);
        if (node.kind === ts.SyntaxKind.AnyKeyword) problems.push('uses any');
        ts.forEachChild(node, visit);
      };
      visit(source.tree);
      if (/@ts-(ignore|nocheck|expect-error)/.test(source.text)) problems.push('suppresses the type checker');
      return problems;
    });
    expect(found).toEqual([]);
  });

  it('names files in kebab case, and none after nothing', () => {
    const found = breaches([...product, ...clients], (source) => {
      const name = source.path.split('/').at(-1) ?? '';
      const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.ts$/.test(name);
      const component = /^[A-Z][A-Za-z0-9]*(\.test)?\.tsx$/.test(name) || /^[a-z0-9-]+\.tsx$/.test(name);
      const vague = /(^|\/)(utils?|helpers?|common|managers?|misc)(\/|\.tsx?$)/.test(source.path);
      return [
        ...(kebab || component ? [] : ['is not kebab-case.ts or PascalCase.tsx']),
        ...(vague ? ['has a name that says nothing'] : []),
      ];
    });
    expect(found).toEqual([]);
  });
});

describe('the tables', () => {
  const migrations = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /migrations\/.*\.sql$/.test(name))
    .map((name) => ({ path: `src/${name}`, sql: readFileSync(join(root, 'src', name), 'utf8') }));

  it('all lead with organization_id and carry their slice in the name', () => {
    const found: string[] = [];
    let tables = 0;
    for (const { path, sql } of migrations) {
      for (const [, name, columns] of sql.matchAll(
        /create table (?:if not exists )?(\w+)\s*\(\s*([a-z_]+)/gi,
      )) {
        tables += 1;
        if (columns !== 'organization_id') found.push(`${path}: ${name} leads with ${columns}`);
        if (!name?.startsWith(`${sliceOf(path)}_`))
          found.push(`${path}: ${name} does not carry its slice's name`);
      }
    }
    expect(tables).toBeGreaterThan(10);
    expect(found).toEqual([]);
  });
});

function withoutComments(source: Source): string {
  return source.text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path);
    if (at >= 0) found.push(`cycle: ${[...trail.slice(at), path].join(' -> ')}`);
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
