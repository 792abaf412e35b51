import type { Principal } from '../../access/index.ts';
import type { RequestFacts } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';

/** What a push means to slices that libraries do not know. The composition root gives these. */
export interface GitHooks {
  authenticate(facts: RequestFacts): Promise<Principal | undefined>;
  /**
   * Called when a branch was pushed, with the push options as given (`change`, `title=…`).
   * @returns a line for the person, e.g. the address of the change; undefined when nothing was asked for
   */
  afterPush(
    principal: Principal,
    library: Library,
    branch: string,
    options: readonly string[],
  ): Promise<string | undefined>;
  readonly log: Log;
}

export type GitParts = LibrariesParts & GitHooks;
