import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ASSET_KINDS, kindOf } from '../asset.ts';
import { parsePrompt, renderPrompt } from '../dotprompt/index.ts';
import { told } from '../kinds/kinds.fixture.ts';
import { assetFaults } from '../prompt-facts.ts';
import { CATALOG } from './catalog.ts';
import { loadTemplates } from './list-templates.ts';

const templates = await loadTemplates();
const prompts = templates.filter(({ kind }) => kind === 'prompt');

describe('the templates', () => {
  it.each(templates)('$id has no faults and is what it says', ({ suggestedPath, text, kind }) => {
    expect(told(assetFaults(suggestedPath, text))).toEqual([]);
    expect(kindOf(suggestedPath)).toBe(kind);
  });

  it('are all files of the folder, under different names, with one of each kind', () => {
    const files = readdirSync(dirname(fileURLToPath(import.meta.url)), { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => kindOf(path) !== 'other');
    expect(files.sort()).toEqual(CATALOG.map(({ suggestedPath }) => suggestedPath).sort());
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
    expect(new Set(CATALOG.map(({ kind }) => kind))).toEqual(
      new Set(ASSET_KINDS.filter((kind) => kind !== 'other')),
    );
    expect(prompts.length).toBeGreaterThanOrEqual(10);
  });

  it.each(prompts)(
    '$id renders with its sample, and shows every value of it',
    ({ text, sampleVariables }) => {
      const result = renderPrompt(text, { variables: sampleVariables });
      if (!result.ok) throw new Error(told(result.faults).join('\n'));
      const shown = JSON.stringify(result.messages);
      for (const value of leaves(sampleVariables))
        expect(shown).toContain(JSON.stringify(value).slice(1, -1));
      expect(result.messages.at(-1)?.role).toBe('user');
      const parsed = parsePrompt(text);
      expect(parsed.ok && parsed.prompt.governance).toMatchObject({ purpose: expect.any(String) });
    },
  );

  it.each(prompts)('$id says what it cannot run without', ({ text }) => {
    const parsed = parsePrompt(text);
    expect(parsed.ok && parsed.prompt.metadata.input?.schema?.required).toContainEqual(expect.any(String));
  });
});

/** Every text and number in a value, as text. */
function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}
