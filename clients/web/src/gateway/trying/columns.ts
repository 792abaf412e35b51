import type { Version } from '../../api/types.ts';

/** How many stand side by side at most. */
export const mostColumns = 4;

/** One column: which version of the prompt runs, and on which model (null: as the prompt says). */
export type Column = { key: string; selector: string; model: string | null };

/** A way to name a version, and how people read it. */
export type Choice = { value: string; label: string };

/** `production`, `3`, `branch:ben/kind`: what stands after the @ of a reference. */
export const referenceOf = (library: string, name: string, { selector }: Column): string =>
  `${library}/${name}@${selector}`;

/** The versions that can be chosen: what is live first, then every number, and the branch that is open where one may run it. */
export function choicesOf(
  versions: readonly Pick<Version, 'number' | 'live'>[],
  production: number | null,
  branch: string | null,
): Choice[] {
  const live = production === null ? [] : [{ value: 'production', label: liveLabel(production) }];
  const open =
    branch === null ? [] : [{ value: `branch:${branch}`, label: `Branch ${branch}, not published` }];
  const numbered = versions.map(({ number, live: environments }) => {
    const where = environments.length === 0 ? '' : `, live in ${environments.join(' and ')}`;
    return { value: String(number), label: `Version ${number}${where}` };
  });
  return [...open, ...live, ...numbered.filter(({ value }) => value !== String(production))];
}

const liveLabel = (production: number): string => `Version ${production}, live in production`;

/** What the next column is: the choice that no column shows yet, else the first once more, for another model. */
export function nextColumn(columns: readonly Column[], choices: readonly Choice[], key: string): Column {
  const free = choices.find(({ value }) => !columns.some((column) => column.selector === value));
  return { key, selector: free?.value ?? choices[0]?.value ?? 'production', model: null };
}

/** A column's heading. */
export function titleOf({ selector, model }: Column, choices: readonly Choice[]): string {
  const version = choices.find(({ value }) => value === selector)?.label ?? selector;
  return model === null ? version : `${version}, on ${model}`;
}
