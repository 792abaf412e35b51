import type { Register } from '../../policy/index.ts';
import type { Cluster, DebtFacts, DebtItem } from '../debt/book.ts';
import { type Finding, findingId } from './finding.ts';

type Prompt = DebtFacts['prompts'][number];

const dayMs = 86_400_000;
/** A prompt is given so long to find its users. */
const newDays = 28;
/** How long before a model goes one is told. */
const retiringDays = 90;

const plural = (count: number, one: string, many: string) =>
  count === 1 ? `one ${one}` : `${count} ${many}`;
const current = (prompts: readonly Prompt[]) =>
  prompts.filter(({ until, redirect }) => until === null && redirect === null);

/** Prompts that stand on main for a while and that nobody ran in the weeks that were looked at. Pure. */
export function unusedPrompts(
  prompts: readonly Prompt[],
  isUsed: (prompt: Prompt) => boolean,
  now: Date,
  measure: string,
): Finding[] {
  return current(prompts)
    .filter((prompt) => now.getTime() - prompt.since.getTime() > newDays * dayMs && !isUsed(prompt))
    .map((prompt) => ({
      id: findingId('unused_prompt', [prompt.library, prompt.path]),
      kind: 'unused_prompt',
      title: `Nobody uses ${prompt.name}`,
      why: `It did not run in the last 12 complete weeks, and its text stands for ${Math.floor((now.getTime() - prompt.since.getTime()) / dayMs)} days.`,
      measure,
      about: aboutOf(prompt),
      behind: null,
      weight: now.getTime() - prompt.since.getTime(),
    }));
}

/** Duplicates of which more than one is used: answers differ by whom one asked. Pure. */
export function competingDuplicates(clusters: readonly Cluster[], measure: string): Finding[] {
  return clusters.flatMap(({ id, members, hours }): Finding[] => {
    const [kept] = members;
    if (kept === undefined) return [];
    const used = members.filter(({ prompt }) => (prompt.executions ?? 0) > 0).length;
    return [
      {
        id: findingId(
          'duplicates',
          members
            .map(({ prompt }) => `${prompt.library}/${prompt.path}`)
            .sort()
            .slice(0, 1),
        ),
        kind: 'duplicates',
        title: `${members.length} prompts say much the same: ${kept.prompt.name} and ${members.length === 2 ? 'one' : members.length - 1} more`,
        why: `${used > 1 ? `${used} of them are used side by side. ` : ''}Merging them saves about ${hours.toFixed(1)} hours of review.`,
        measure,
        about: { ...aboutOf(kept.prompt), cluster: id },
        behind: null,
        weight: hours + (used > 1 ? 1_000 : 0),
      },
    ];
  });
}

/** Prompts whose owner is gone, and prompts that ran as nobody approved them. Pure. */
export function neglected(items: readonly DebtItem[], measure: string): Finding[] {
  return items.flatMap(({ kind, prompt, hours }): Finding[] => {
    const rest = { measure, about: aboutOf(prompt), weight: hours };
    if (kind === 'unowned')
      return [
        {
          id: findingId('unowned_prompt', [prompt.library, prompt.path]),
          kind: 'unowned_prompt',
          title: `Nobody who is here answers for ${prompt.name}`,
          why: 'Its owner has left, or it has none. Notices about it reach nobody.',
          behind: null,
          ...rest,
        },
      ];
    if (kind === 'unapproved')
      return [
        {
          id: findingId('unapproved_use', [prompt.library, prompt.path]),
          kind: 'unapproved_use',
          title: `${prompt.name} runs in texts that nobody approved`,
          why: `${prompt.unapproved} of ${prompt.executions ?? 0} executions of the last four weeks that may be shown ran a draft or a trial. Propose what they run, or stop it by a rule.`,
          behind: { prompt: prompt.name },
          ...rest,
        },
      ];
    return [];
  });
}

/** Models that go soon, or are not approved any more, with the prompts that name them. Pure. */
export function retiringModels(
  prompts: readonly Prompt[],
  { models }: Pick<Register, 'models'>,
  now: Date,
  measure: string,
): Finding[] {
  const soon = new Date(now.getTime() + retiringDays * dayMs).toISOString().slice(0, 10);
  const byModel = Map.groupBy(
    current(prompts).filter(({ model }) => model !== null),
    ({ model }) => model ?? '',
  );
  return [...byModel].flatMap(([model, users]): Finding[] => {
    const going = models.find(
      (one) =>
        one.model === model &&
        (one.status === 'deprecated' ||
          one.status === 'banned' ||
          (one.retires !== null && one.retires <= soon)),
    );
    const [first] = users;
    if (going === undefined || first === undefined) return [];
    const { status, retires, successor } = going;
    const what = retires === null ? `is ${status}` : `retires on ${retires}`;
    const next = successor === null ? 'Choose another model' : `Go over to ${successor}`;
    return [
      {
        id: findingId('retiring_model', [model, what]),
        kind: 'retiring_model',
        title: `${model} ${what}`,
        why: `${plural(users.length, 'prompt names', 'prompts name')} it: ${users
          .slice(0, 5)
          .map(({ name }) => name)
          .join(
            ', ',
          )}${users.length > 5 ? ' and more' : ''}. ${next}, and try both side by side on the change.`,
        measure,
        about: { ...aboutOf(first), model },
        behind: { model },
        weight: retires === null ? users.length : 1e9 - Date.parse(retires) / dayMs,
      },
    ];
  });
}

const libraryOf = (name: string) => name.slice(0, name.indexOf('/'));
const aboutOf = ({ name, path }: Prompt) => ({ library: libraryOf(name), path, name });
