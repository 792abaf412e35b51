import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { tokens } from '../diff/index.ts';
import { parsePrompt } from '../dotprompt/index.ts';
import { type Choice, type MergeResult, merge } from './index.ts';

/** Paths of every kind; the texts below are tried as each of them. */
const paths = ['a.prompt', 'a.workflow.yaml', 'a.eval.yaml', 'a.cedar', 's/SKILL.md', 'a.txt'];

const prompt = `---
model: a/b # which
config:
  temperature: 0.2
  topK: 3
input:
  schema:
    name: string
    city?: string, where
---
{{role "system"}}
You are kind and brief.
Never lie to anyone.

{{role "user"}}
Hello {{name}} of {{city}}!
{{#if city}}
Tell me about it.
{{/if}}
`;
const yaml = `# top
kind: x
steps:
  - id: one
    run: [a, b]
  - id: two
    run: {c: 1, d: 2}
notes: |
  A long text
  on two lines.
`;
const cedar = `@id("one")
permit (principal, action, resource)
when { context.a };

@id("two")
forbid (principal, action, resource);
`;
const bases = [prompt, yaml, cedar, prompt.replaceAll('\n', '\r\n'), yaml.trimEnd(), ''];

const piece = fc.constantFrom(
  'x: 1\n',
  '    zip: string\n',
  '{{/if}}\n',
  '{{#if a}}\n',
  'word ',
  '\n',
  '  - id: three\n    run: []\n',
  '@id("three")\npermit (principal, action, resource);\n',
  '{{role "model"}}\n',
  'äöü 👩‍👧 ',
  '{{name}}',
  ': ',
  '"',
);

/** Edits by line: delete, repeat, insert, move; and inside lines by word. */
const change = fc.record({
  type: fc.constantFrom('delete', 'insert', 'move', 'word', 'drop'),
  at: fc.nat(60),
  to: fc.nat(60),
  piece,
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

function applied(text: string, changes: readonly Change[]): string {
  return changes.reduce((whole, { type, at, to, piece }) => {
    const byWord = type === 'word' || type === 'drop';
    const list = byWord ? [...tokens(whole)] : (whole.match(/[^\n]*\n|[^\n]+$/g) ?? []);
    const place = at % (list.length + 1);
    const [taken] = type === 'insert' || type === 'word' ? [piece] : list.splice(place, 1);
    if (type !== 'delete' && type !== 'drop')
      list.splice(type === 'move' ? to % (list.length + 1) : place, 0, taken ?? '');
    return list.join('');
  }, text);
}

const changes = fc.array(change, { minLength: 1, maxLength: 3 });
const sides = fc
  .tuple(fc.constantFrom(...paths), fc.constantFrom(...bases), changes, changes)
  .map(([path, base, one, other]) => ({
    path,
    base,
    ours: applied(base, one),
    theirs: applied(base, other),
  }));
const loose = fc.record({
  path: fc.constantFrom(...paths),
  base: fc.array(piece, { maxLength: 8 }).map((list) => list.join('')),
  ours: fc.array(piece, { maxLength: 8 }).map((list) => list.join('')),
  theirs: fc.array(piece, { maxLength: 8 }).map((list) => list.join('')),
});
const any = fc.oneof(sides, loose);
const runs = { numRuns: 300 };

function resolved(result: MergeResult, choice: Choice): string {
  if (result.clean) return result.text;
  const resolution = result.resolve(new Map(result.conflicts.map(({ id }) => [id, choice])));
  if (!resolution.complete) throw new Error(`missing ${resolution.missing.join()}`);
  return resolution.text;
}

describe('merge', () => {
  it('gives the one side that changed anything, byte for byte', () => {
    fc.assert(
      fc.property(any, ({ path, base, ours: side }) => {
        const expected = { clean: true, text: side };
        expect(merge(path, base, side, base)).toEqual(expected);
        expect(merge(path, base, base, side)).toEqual(expected);
        expect(merge(path, base, side, side)).toEqual(expected);
      }),
      runs,
    );
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(any, ({ path, base, ours, theirs }) => {
        const [one, other] = [merge(path, base, ours, theirs), merge(path, base, theirs, ours)];
        expect(one.clean).toBe(other.clean);
        if (one.clean) expect(other).toEqual(one);
        else {
          expect(resolved(one, 'ours')).toBe(resolved(other, 'theirs'));
          expect(resolved(one, 'theirs')).toBe(resolved(other, 'ours'));
        }
      }),
      runs,
    );
  });

  it('loses no word that only one side brought, and none that only one side took comes back', () => {
    fc.assert(
      fc.property(any, ({ path, base, ours, theirs }) => {
        const result = merge(path, base, ours, theirs);
        if (!result.clean) return;
        const [was, one, other, all] = [base, ours, theirs, result.text].map((text) => new Set(tokens(text)));
        for (const side of [one, other])
          for (const token of side ?? [])
            if (!was?.has(token) && token.trim() !== '') expect(all).toContain(token);
        for (const token of all ?? []) expect(one?.has(token) || other?.has(token)).toBe(true);
      }),
      runs,
    );
  });

  it('reads as a prompt, or as YAML, if both sides do', () => {
    fc.assert(
      fc.property(any, ({ path, base, ours, theirs }) => {
        const result = merge(path, base, ours, theirs);
        const reads = path.endsWith('.prompt') ? readsAsPrompt : readsAsYaml;
        if (!/prompt|yaml/.test(path) || !reads(ours) || !reads(theirs)) return;
        if (result.clean) expect(reads(result.text)).toBe(true);
        expect(reads(resolved(result, 'ours'))).toBe(true);
        expect(reads(resolved(result, 'theirs'))).toBe(true);
      }),
      runs,
    );
  });

  it('has markers around every conflict, and a text without any once all are decided', () => {
    const choice = fc.constantFrom<Choice>('ours', 'theirs', 'base', 'both', { text: 'mine' }, { text: '' });
    fc.assert(
      fc.property(any, choice, ({ path, base, ours, theirs }, chosen) => {
        const result = merge(path, base, ours, theirs);
        if (result.clean) return;
        expect(result.conflicts.length).toBeGreaterThan(0);
        const count = (marker: string) =>
          result.text.split('\n').filter((line) => line.startsWith(marker)).length;
        expect(count('<<<<<<< ours')).toBeGreaterThan(0);
        expect([count('======='), count('>>>>>>> theirs')]).toEqual([
          count('<<<<<<< ours'),
          count('<<<<<<< ours'),
        ]);
        for (const { ours: one, theirs: other } of result.conflicts) expect(one).not.toBe(other);
        expect(resolved(result, chosen)).not.toMatch(/^(?:<{7}|={7}|>{7})/m);
        const [first, ...rest] = result.conflicts.map(({ id }) => id);
        const partly = result.resolve(new Map(rest.map((id) => [id, chosen])));
        expect(partly).toEqual({ complete: false, missing: [first] });
      }),
      runs,
    );
  });

  it("has every conflict in git's markers as either side has its line", () => {
    fc.assert(
      fc.property(any, ({ path, base, ours, theirs }) => {
        const result = merge(path, base, ours, theirs);
        if (result.clean || /\r/.test(base + ours + theirs)) return;
        const kept = (side: 0 | 1) =>
          result.text.replace(/^<{7} ours\n([\s\S]*?)^={7}\n([\s\S]*?)^>{7} theirs\n/gm, (_, one, other) =>
            side === 0 ? one : other,
          );
        expect(kept(0).trimEnd()).toBe(resolved(result, 'ours').trimEnd());
        expect(kept(1).trimEnd()).toBe(resolved(result, 'theirs').trimEnd());
      }),
      runs,
    );
  });

  it('answers hostile texts in bounded time', { timeout: 90_000 }, () => {
    const size = 65_536;
    const hostile = [
      'a\n',
      '{{',
      '{{!--',
      '{{a}}',
      'a: 1\n',
      '- ',
      '[',
      'a: &a [*a]\n',
      '"',
      '{{#if a}}\n',
      'é\u0301',
      '@id("a");\n',
    ];
    for (const path of paths)
      for (const unit of hostile) {
        const base = unit.repeat(Math.floor(size / unit.length));
        const started = process.cpuUsage();
        merge(path, base, `x${base.slice(9)}`, `${base.slice(9)}y`);
        expect([path, unit, process.cpuUsage(started).user < 3_000_000]).toEqual([path, unit, true]);
      }
  });
});

function readsAsPrompt(text: string): boolean {
  return parsePrompt(text).ok;
}

function readsAsYaml(text: string): boolean {
  try {
    parse(text, { uniqueKeys: false, logLevel: 'silent' });
    return true;
  } catch {
    return false;
  }
}
