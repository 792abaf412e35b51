import { authorize, type Principal } from '../../access/index.ts';
import type { Candidate, ChangeId } from '../../changes/index.ts';
import { type Digest, evaluationCases, type Library, type Oid } from '../../libraries/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import { type Item, mostCases, promptsOf } from './evaluation.ts';

/** What to run: everything that a change is about, or one file against a version. */
export type Asked =
  | { readonly change: string }
  | { readonly library: string; readonly path: string; readonly version: string };

/** What runs, and what it is compared with. */
export interface Selection {
  readonly library: Library;
  readonly change: ChangeId | null;
  readonly path: string | null;
  /** What stands after the @ of a reference. */
  readonly version: string;
  readonly baseline: string | null;
  readonly digest: Digest | null;
  readonly head: Oid | null;
  /** Digests that must run, by path, where they are known. */
  readonly expected: ReadonlyMap<string, Digest>;
  readonly branch: string | null;
  /** How many evaluations in force the change itself alters or removes: whoever decides has to know. */
  readonly altered: number;
  readonly items: readonly Item[];
}

const suffix = '.eval.yaml';

/** @throws Problem 404, 403, `evaluation.run.no_cases`, `evaluation.run.too_many` 422, `evaluation.run.ended` 409 */
export async function select(parts: GatewayParts, principal: Principal, asked: Asked): Promise<Selection> {
  const selection =
    'change' in asked
      ? await ofChange(parts, principal, asked.change)
      : await ofFile(parts, principal, asked);
  const { items } = selection;
  if (items.length === 0)
    throw new Problem({
      code: 'evaluation.run.no_cases',
      status: 422,
      detail: `There is no case to run. Write one in a file ending in ${suffix} beside the prompt, or save one from Try it.`,
    });
  if (items.length > mostCases)
    throw new Problem({
      code: 'evaluation.run.too_many',
      status: 422,
      detail: `${items.length} cases are more than the ${mostCases} of one run. Split the evaluation into files, and run them one by one.`,
    });
  return selection;
}

const resourceOf = ({ id, visibility }: Library, path: string) => ({
  kind: 'library' as const,
  id,
  restricted: visibility === 'restricted',
  paths: [path],
});

async function ofFile(
  parts: GatewayParts,
  principal: Principal,
  { library: name, path, version }: Extract<Asked, { path: string }>,
): Promise<Selection> {
  const library = await parts.libraries.find(principal, name);
  authorize(principal, 'evaluation.run', resourceOf(library, path));
  authorize(principal, 'branch.list', resourceOf(library, path));
  const branch = version.startsWith('branch:') ? version.slice('branch:'.length) : null;
  const head = await parts.libraries.head(library, branch ?? 'main');
  const text = head === undefined ? undefined : await parts.libraries.textAt(library, head, path);
  if (head === undefined || text === undefined) throw notFound();
  return {
    ...{ library, change: null, path, version, digest: null, branch, altered: 0 },
    baseline: version === 'production' ? null : 'production',
    head: branch === null ? null : head,
    expected: new Map(),
    items: numbered(itemsOf(library, path, text)),
  };
}

/** The evaluations that the change brings or alters, and those in force that name a prompt which it alters. */
async function ofChange(parts: GatewayParts, principal: Principal, id: string): Promise<Selection> {
  const candidate = await parts.changes.candidate(principal, id, 'evaluation.run');
  const { library, branch, environment, digest, head, assets } = candidate;
  const inForce = await parts.libraries.liveTexts(parts.reader, library, environment, 'evaluation');
  const kept = inForce.filter(({ path }) => !assets.has(path));
  const brought = [...assets].flatMap(([path, asset]) =>
    path.endsWith(suffix) && asset !== null ? [{ path, text: asset.text }] : [],
  );
  const items = [
    ...brought.flatMap(({ path, text }) => itemsOf(library, path, text)),
    ...kept.flatMap(({ path, text }) =>
      itemsOf(library, path, text).filter(({ prompt }) => alters(candidate, prompt)),
    ),
  ];
  const known = [...assets].flatMap(([path, asset]) =>
    asset === null ? [] : [[path, asset.digest] as const],
  );
  return {
    ...{ library, change: candidate.id, path: null, digest, head, branch },
    altered: inForce.length - kept.length,
    version: `branch:${branch}`,
    baseline: environment,
    expected: new Map(known),
    items: numbered(items),
  };
}

const alters = ({ library, assets }: Candidate, prompt: string): boolean =>
  assets.get(`${prompt.slice(library.name.length + 1)}.prompt`) != null;

function itemsOf({ name }: Library, path: string, text: string): Omit<Item, 'place'>[] {
  const { prompts, cases } = evaluationCases(text);
  return promptsOf(name, path, prompts).flatMap((prompt) =>
    cases.map((one) => ({ path, prompt: `${name}/${prompt}`, case: one })),
  );
}

const numbered = (items: readonly Omit<Item, 'place'>[]): Item[] =>
  items.map((item, at) => ({ ...item, place: at + 1 }));
