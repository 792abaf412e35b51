import type { Tx } from '../../platform/db/index.ts';
import { kindOf } from '../asset.ts';
import type { Digest } from '../libraries.ts';
import { claimsOf, titleOf } from '../prompt-facts.ts';
import type { RepositoryKey } from '../store/tables.ts';
import { signatureOf } from './signature.ts';
import { writeSignatures } from './store.ts';

/** A file that came to stand on `main`. */
export interface Published {
  readonly path: string;
  readonly text: string;
  readonly digest: Digest;
  readonly version: number | null;
  readonly since: Date;
}

/** Keeps what prompts are compared by, in the publisher's transaction. Other kinds are not compared. */
export async function signPrompts(
  tx: Tx,
  library: RepositoryKey,
  files: readonly Published[],
): Promise<void> {
  const prompts = files.filter(({ path }) => kindOf(path) === 'prompt');
  await writeSignatures(
    tx,
    library,
    prompts.map(({ path, text, digest, version, since }) => {
      const claims = claimsOf(path, text);
      return {
        ...{ path, digest, version, since },
        signature: signatureOf(path, text),
        title: titleOf(path, text),
        model: claims?.model ?? null,
        risk: claims?.risk ?? null,
        redirect: claims?.redirect ?? null,
      };
    }),
  );
}
