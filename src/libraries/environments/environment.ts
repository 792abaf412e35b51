/** Where published versions go live. */
export interface Environment {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Its pointers move only by publishing a change. So far that is true of every environment. */
  readonly protected: boolean;
  /** Lists show the smaller first. */
  readonly position: number;
}

/** What people mean when they name none. It is there from the first day and cannot be retired. */
export const production = 'production';

/** Environments that every organization has without anybody making them. A row of the same name takes their place. */
export const defaultEnvironments: readonly Environment[] = [
  {
    name: 'staging',
    displayName: 'Staging',
    description: 'Where a version is tried before anybody depends on it.',
    protected: true,
    position: 10,
  },
  {
    name: production,
    displayName: 'Production',
    description: 'What applications and people run.',
    protected: true,
    position: 20,
  },
];

/** An organization with more of them than this is no help to anybody, and every list would have to be paged. */
export const mostEnvironments = 20;

/** A row: it adds an environment, or takes a default's place; a retired one hides the default of its name too. */
export interface EnvironmentRow extends Environment {
  readonly retired: boolean;
}

/** The environments of an organization that has these rows, in order. */
export function environmentsFrom(rows: readonly EnvironmentRow[]): readonly Environment[] {
  const byName = new Map<string, EnvironmentRow>();
  for (const environment of defaultEnvironments)
    byName.set(environment.name, { ...environment, retired: false });
  for (const row of rows) byName.set(row.name, row);
  return [...byName.values()]
    .filter(({ retired }) => !retired)
    .sort((left, right) => left.position - right.position || (left.name < right.name ? -1 : 1))
    .map(({ retired: _, ...environment }) => environment);
}

/**
 * Why an environment may not be called this, as a sentence, or undefined when it may. A name stands in references
 * (`LIBRARY/NAME@staging`), so it must read as nothing else that can stand there.
 */
export function environmentNameFault(name: string): string | undefined {
  if (!/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    return 'A name starts with a lower-case letter and goes on with letters, digits and hyphens, at most 63.';
  if (name.startsWith('branch') || name.startsWith('sha256'))
    return 'Names that start with "branch" or "sha256" mean something else in references. Choose another name.';
  return undefined;
}
