import type { Rendered } from '../api/types.ts';

const shown = (value: unknown): string =>
  value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value);

/** What a prompt would do differently, apart from its words: model, settings and variables, as sentences. */
export function effectsOf(base: Rendered, head: Rendered): string[] {
  const effects: string[] = [];
  if (base.model !== head.model)
    effects.push(`Runs on ${head.model ?? 'no model'} instead of ${base.model ?? 'no model'}`);
  for (const name of [...new Set([...Object.keys(base.config), ...Object.keys(head.config)])].sort()) {
    const before = shown(base.config[name]);
    const after = shown(head.config[name]);
    if (before !== after) effects.push(`Setting ${name}: ${before} → ${after}`);
  }
  const before = new Map(base.variables.map((input) => [input.name, input]));
  const after = new Map(head.variables.map((input) => [input.name, input]));
  for (const [name, input] of after) {
    const was = before.get(name);
    if (was === undefined)
      effects.push(
        input.required
          ? `Needs a new variable, ${name}: callers without it are refused`
          : `Takes a new optional variable, ${name}`,
      );
    else if (input.required && !was.required)
      effects.push(`Now requires ${name}: callers without it are refused`);
  }
  for (const name of before.keys()) if (!after.has(name)) effects.push(`No longer uses the variable ${name}`);
  return effects;
}
