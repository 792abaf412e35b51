import { libraryVisibility, type Principal } from '../access/index.ts';
import type { IntelligenceParts } from './parts.ts';

/** The libraries whose executions and changes somebody's figures are about. Others are in no number, so nothing can be subtracted. */
export interface Sight {
  /** Ids; the empty text stands for raw model calls, which belong to the whole organization. */
  readonly libraries: readonly string[];
  /** Names by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Not only of single libraries. */
  readonly wholeOrganization: boolean;
}

export async function sightOf(
  { libraries }: Pick<IntelligenceParts, 'libraries'>,
  principal: Principal,
): Promise<Sight> {
  const visible = await libraries.visible(principal);
  const { open, within, alsoSeenBy } = libraryVisibility(principal);
  const wholeOrganization = open && within === undefined && (alsoSeenBy === undefined || alsoSeenBy.open);
  return {
    libraries: [...(wholeOrganization ? [''] : []), ...visible.map(({ id }) => id)],
    names: new Map(visible.map(({ id, name }) => [id, name])),
    wholeOrganization,
  };
}
