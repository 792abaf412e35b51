import type { Template } from '../../api/types.ts';

/** Names that a new asset may have: path segments of small letters, digits and dashes. */
export const assetNamePattern = /^[a-z0-9][a-z0-9-]{0,62}(?:\/[a-z0-9][a-z0-9-]{0,62})*$/;

const suffixes = [
  '/SKILL.md',
  '.workflow.yaml',
  '.eval.yaml',
  '.requirement.yaml',
  '.classes.yaml',
  '.model.yaml',
  '.use-case.yaml',
  '.value.yaml',
  '.prompt',
  '.cedar',
] as const;

const suffixOf = (path: string): string => suffixes.find((suffix) => path.endsWith(suffix)) ?? '';

/** `my-skill/SKILL.md` is called `my-skill`. */
export const nameOfPath = (path: string): string => path.slice(0, path.length - suffixOf(path).length);

/** The file that a name becomes, of the kind that `like` is. */
export const pathNamed = (name: string, like: string): string => `${name}${suffixOf(like)}`;

/** A template's text for an asset of this name. A rule's id holds its folders, so that two rules never share one. */
export function textNamed({ kind, suggestedPath, text }: Template, name: string): string {
  if (kind === 'prompt') return text;
  const own = kind === 'policy' ? name.replaceAll('/', '.') : (name.split('/').at(-1) ?? name);
  return text.replaceAll(nameOfPath(suggestedPath), () => own);
}
