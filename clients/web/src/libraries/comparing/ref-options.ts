import type { Branch, Version } from '../../api/types.ts';
import type { Option } from '../../design/Field.tsx';

const isCommit = /^[0-9a-f]{40}$/;

/** What a ref is called on a page: `v7`, `production`, `commit 1a2b3c4d`, or the branch's name. */
export function refName(ref: string): string {
  if (isCommit.test(ref)) return `commit ${ref.slice(0, 8)}`;
  if (/^@\d+$/.test(ref)) return `v${ref.slice(1)}`;
  return ref.startsWith('@sha256:') ? `${ref.slice(1, 16)}…` : ref.replace(/^@/, '');
}

/** Everything that one side of a comparison may be; what is chosen already is always among it. */
export function refOptions(
  chosen: string,
  {
    versions,
    environments,
    branches,
  }: { versions: readonly Version[]; environments: readonly string[]; branches: readonly Branch[] },
): Option[] {
  const options = [
    ...versions.map(({ number, live }) => ({
      value: `@${number}`,
      label: live.length === 0 ? `v${number}` : `v${number} (live in ${live.join(', ')})`,
    })),
    ...environments.map((name) => ({ value: `@${name}`, label: `live in ${name} now` })),
    ...branches.map(({ name }) => ({ value: name, label: name === 'main' ? 'main' : `branch ${name}` })),
  ];
  const isThere = chosen === '' || options.some(({ value }) => value === chosen);
  return isThere ? options : [{ value: chosen, label: refName(chosen) }, ...options];
}
