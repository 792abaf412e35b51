import { createHash } from 'node:crypto';
import { actorOf, type Principal } from '../../access/index.ts';
import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { fileLimits } from '../library.ts';
import { insertCommits } from '../store/commits.ts';
import { insertBlobFacts, insertObjects } from '../store/objects.ts';
import type { Brought } from './check-push.ts';
import type { GitParts } from './parts.ts';

/** Where commits came to: the ref that brought them, and from where. */
interface Arrival {
  readonly to: { readonly branch: string } | { readonly tag: string };
  readonly parent: Oid;
  readonly commit: Oid;
}

/** One push in its transaction: stores what it brings, and writes its entries. */
export class PushRecord {
  readonly parts: GitParts;
  readonly tx: Tx;
  readonly principal: Principal;
  readonly library: Library;
  /** Commits that refs of this push brought so far. */
  readonly #brought = new Set<Oid>();

  constructor(parts: GitParts, tx: Tx, principal: Principal, library: Library) {
    this.parts = parts;
    this.tx = tx;
    this.principal = principal;
    this.library = library;
  }

  /** Whether a ref brings commits that no other ref of this push brought before it. */
  bringsMore({ commits }: Brought): boolean {
    return commits.some(({ oid }) => !this.#brought.has(oid));
  }

  entry(action: string, data: EntryDraft['data'], id = newId('ent')): EntryDraft {
    const { organization, id: library } = this.library;
    return {
      id,
      organization,
      action,
      actor: actorOf(this.principal),
      subject: { kind: 'library', id: library },
      data,
    };
  }

  /** Stores commits with all that they need, as the pusher's, whoever stands in them. The entry `commit.create` is the caller's to keep or leave. */
  async bring(brought: Brought, { to, parent, commit }: Arrival): Promise<EntryDraft> {
    const id = newId('ent');
    const commits = brought.commits.filter(({ oid }) => !this.#brought.has(oid));
    if (commits.length > 0) {
      await insertObjects(this.tx, this.library, brought.objects);
      await insertBlobFacts(this.tx, this.library, brought.facts);
    }
    const at = this.parts.clock.now();
    const { id: principal, human } = this.principal;
    const rows = commits.map(({ oid, tree, parents, generation, message, paths }) => {
      const row = { oid, tree, parents, generation, message, paths };
      return { ...row, principal, human, at, entry: id };
    });
    await insertCommits(this.tx, this.library, rows);
    for (const { oid } of commits) this.#brought.add(oid);
    const paths = [...new Set(brought.commits.flatMap((made) => made.paths))].sort();
    const told = { commit, parent, ...pathsTold(paths), commits: brought.commits.length };
    return this.entry('commit.create', { ...to, ...told }, id);
  }
}

/** More paths than an entry should hold: their digest says which, the commit objects list them. */
function pathsTold(paths: readonly string[]) {
  const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(path), 0);
  if (bytes <= fileLimits.bytesOfPathsPerCommit) return { paths };
  const digest = createHash('sha256').update(paths.join('\n')).digest('hex');
  return { pathsDigest: `sha256:${digest}`, pathCount: paths.length };
}
