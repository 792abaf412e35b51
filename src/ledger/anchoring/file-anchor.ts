import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isId } from '../../platform/id.ts';
import type { OrganizationId } from '../entry.ts';
import type { Anchor } from './anchor.ts';

const suffix = '.checkpoint';

/** An anchor in a folder: one file a log, named after its organization. Put it where who can restore the database cannot write. */
export function fileAnchor(folder: string): Anchor {
  const nameOf = (organization: OrganizationId) => `${organization}${suffix}`;
  return {
    name: folder,
    organizations: async () => {
      const names = await readdir(folder).catch(unlessMissing([]));
      const found: OrganizationId[] = [];
      for (const name of names) {
        const id = name.endsWith(suffix) ? name.slice(0, -suffix.length) : '';
        if (isId('org', id)) found.push(id);
      }
      return found;
    },
    read: (organization) =>
      readFile(join(folder, nameOf(organization)), 'utf8').catch(unlessMissing(undefined)),
    write: async (checkpoints) => {
      for (const [organization, checkpoint] of checkpoints)
        await replace(folder, nameOf(organization), checkpoint);
    },
  };
}

const unlessMissing =
  <Value>(value: Value) =>
  (error: unknown): Value => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
    throw error;
  };

async function replace(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(draft, 'wx', 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // Commit point: before this line the old checkpoint is remembered, after it the new one.
    await rename(draft, join(folder, name));
  } finally {
    await rm(draft, { force: true });
  }
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
