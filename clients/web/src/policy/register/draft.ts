import type { ModelDefinition, UseCaseDefinition } from '../../api/types.ts';
import { type Plain, setAt } from '../../changes/requirements/document.ts';

/** A model or a use case as it is typed: every field is text, lists stand between commas. */
export type Draft = Readonly<Record<string, string>>;

const listed = (values: readonly string[] | null): string => values?.join(', ') ?? '';
const dollars = (microUsd: number | undefined): string =>
  microUsd === undefined ? '' : String(microUsd / 1_000_000);
const said = (value: boolean | null | undefined): string => (value == null ? '' : value ? 'yes' : 'no');

export const modelDraft = (model: ModelDefinition): Draft => ({
  model: model.model,
  provider: model.provider,
  version: model.version ?? '',
  status: model.status,
  owner: model.owner,
  risk: model.risk,
  description: model.description ?? '',
  useCases: listed(model.useCases),
  regions: listed(model.regions),
  training: said(model.terms?.training),
  retentionDays: model.terms?.retentionDays == null ? '' : String(model.terms.retentionDays),
  link: model.terms?.link ?? '',
  input: dollars(model.price?.inputMicroUsdPerMillion),
  output: dollars(model.price?.outputMicroUsdPerMillion),
  retires: model.retires ?? '',
  successor: model.successor ?? '',
});

export const draftOfUseCase = (useCase: UseCaseDefinition): Draft => ({
  ...{ name: useCase.name, title: useCase.title, owner: useCase.owner, purpose: useCase.purpose },
  ...{ risk: useCase.risk, legalBasis: useCase.legalBasis, dataClasses: listed(useCase.dataClasses) },
});

const list = (typed: string): string[] =>
  typed
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
const words = (typed: string): Plain | undefined => (typed.trim() === '' ? undefined : typed.trim());
const several = (typed: string): Plain | undefined => (list(typed).length === 0 ? undefined : list(typed));
const number = (typed: string): Plain | undefined => (typed.trim() === '' ? undefined : Number(typed));
const yesNo = (typed: string): Plain | undefined => (typed === '' ? undefined : typed === 'yes');

type Written = readonly [path: readonly string[], value: Plain | undefined];

/** The file with what was typed; what else stands in it stays, comments included. */
const written = (base: string, values: readonly Written[]): string =>
  values.reduce((text, [path, value]) => setAt(text, path, value), base);

/** In the order in which people read it; what is not said goes away. */
const emptyModel =
  'model:\nprovider:\nversion:\nstatus:\nowner:\nrisk:\ndescription:\nuseCases:\nregions:\nterms:\n  training:\n  retentionDays:\n  link:\nprice:\n  input:\n  output:\nretires:\nsuccessor:\n';
const emptyUseCase = 'name:\ntitle:\nowner:\npurpose:\nrisk:\nlegalBasis:\ndataClasses:\n';

export function modelText(draft: Draft, base: string | null): string {
  const field = (name: string) => draft[name] ?? '';
  return written(base ?? emptyModel, [
    ...['model', 'provider', 'version', 'status', 'owner', 'risk', 'description'].map(
      (name): Written => [[name], words(field(name))],
    ),
    [['useCases'], several(field('useCases'))],
    [['regions'], several(field('regions'))],
    [['terms', 'training'], yesNo(field('training'))],
    [['terms', 'retentionDays'], number(field('retentionDays'))],
    [['terms', 'link'], words(field('link'))],
    [['price', 'input'], number(field('input'))],
    [['price', 'output'], number(field('output'))],
    [['retires'], words(field('retires'))],
    [['successor'], words(field('successor'))],
  ]);
}

export function textOfUseCase(draft: Draft, base: string | null): string {
  const field = (name: string) => draft[name] ?? '';
  return written(base ?? emptyUseCase, [
    ...['name', 'title', 'owner', 'purpose', 'risk', 'legalBasis'].map(
      (name): Written => [[name], words(field(name))],
    ),
    [['dataClasses'], several(field('dataClasses'))],
  ]);
}

/** A file's name from what a thing is called: small letters, digits and dashes. */
export const fileNamed = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

/** What a person still has to say before it can be proposed; null when nothing. */
export function missingOf(draft: Draft, names: Readonly<Record<string, string>>): string | null {
  const empty = Object.entries(names).find(([name]) => (draft[name] ?? '').trim() === '');
  if (empty !== undefined) return `Say ${empty[1]} first.`;
  const [input, output] = [draft.input ?? '', draft.output ?? ''];
  if ((input === '') !== (output === '')) return 'A price is for input and output: say both, or neither.';
  return null;
}
