import type { Principal } from '../access/index.ts';
import type { Library } from '../libraries/index.ts';
import { Problem } from '../platform/problem.ts';
import type { ChangeId } from './change.ts';
import { createChange } from './create.ts';
import type { ChangesParts } from './dossier.ts';
import { livingOn } from './store/changes.ts';

/** The change that lives on a branch, for whatever environment. */
export async function changeOn(
  parts: ChangesParts,
  library: Library,
  branch: string,
): Promise<ChangeId | undefined> {
  for (const environment of await parts.libraries.environments(library.organization)) {
    const living = await livingOn(parts.reader, library.organization, library.id, branch, environment);
    if (living !== undefined) return living;
  }
  return undefined;
}

/**
 * What a push means to changes. A branch with a living change brings that one its next revision. Otherwise the option `change` opens
 * a draft, with `title=`, `description=` and `environment=` from further options.
 * @returns the change that the branch is proposed by; undefined when it is by none and none was asked for
 * @throws Problem `change.create.bad_title` 422, those of `createChange`
 */
export async function proposePush(
  parts: ChangesParts,
  principal: Principal,
  library: Library,
  branch: string,
  options: readonly string[],
): Promise<ChangeId | undefined> {
  const living = await changeOn(parts, library, branch);
  if (living !== undefined || !options.includes('change')) return living;
  const title = (optionOf(options, 'title') ?? `Publish ${branch}`).trim();
  const description = optionOf(options, 'description') ?? '';
  if (title === '' || title.length > 200 || description.length > 20_000)
    throw new Problem({
      code: 'change.create.bad_title',
      status: 422,
      detail: 'A title has 1 to 200 characters, a description at most 20,000. Push again with shorter ones.',
    });
  const environment = optionOf(options, 'environment') ?? 'production';
  return createChange(parts, principal, { library: library.name, branch, title, description, environment });
}

function optionOf(options: readonly string[], name: string): string | undefined {
  const found = options.find((option) => option.startsWith(`${name}=`));
  return found?.slice(name.length + 1).replaceAll('\0', '');
}
