/** A key as the form has it before it is made. Names are typed with commas between. */
export type KeyDraft = {
  displayName: string;
  app: string;
  libraries: readonly string[];
  may: string;
  actions: string;
  environments: string;
  models: string;
  useCases: string;
  ipRanges: string;
  checks: string;
  days: string;
};

export const emptyDraft: KeyDraft = {
  displayName: '',
  app: '',
  libraries: [],
  may: 'all',
  actions: '',
  environments: '',
  models: '',
  useCases: '',
  ipRanges: '',
  checks: '',
  days: '90',
};

/** What keys are mostly for. `these` takes what is typed. */
export const mays = [
  { value: 'all', label: 'Everything that its holder may' },
  { value: 'run', label: 'Run prompts' },
  { value: 'call', label: 'Run prompts and call models directly' },
  { value: 'read', label: 'Read libraries and prompts, change nothing' },
  { value: 'these', label: 'These actions…' },
];

const actionsOf: Readonly<Record<string, readonly string[]>> = {
  run: ['execution.create'],
  call: ['execution.create', 'execution.create_raw'],
  read: ['library.read', 'asset.read'],
};

export const namesOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** What the key is narrowed to; nothing when nothing is chosen. */
export function scopeOf(
  draft: KeyDraft,
  bindsChecks: boolean,
): Record<string, readonly string[]> | undefined {
  const actions = draft.may === 'these' ? namesOf(draft.actions) : (actionsOf[draft.may] ?? []);
  const lists = {
    libraries: draft.libraries,
    actions,
    environments: namesOf(draft.environments),
    models: namesOf(draft.models),
    useCases: namesOf(draft.useCases),
    ipRanges: namesOf(draft.ipRanges),
    checks: bindsChecks ? namesOf(draft.checks) : [],
  };
  const narrowed = Object.entries(lists).filter(([, names]) => names.length > 0);
  return narrowed.length === 0 ? undefined : Object.fromEntries(narrowed);
}

/** What it will be able to do, in words, before it is made. */
export function reachInWords(draft: KeyDraft, holder: string, bindsChecks: boolean): string {
  const scope = scopeOf(draft, bindsChecks) ?? {};
  const { libraries, actions, environments, models, useCases, ipRanges, checks } = scope;
  const may = mays.find(({ value }) => value === draft.may)?.label ?? '';
  const what =
    checks !== undefined && actions === undefined
      ? `report the checks ${listed(checks)} of changes, and nothing else`
      : draft.may === 'these'
        ? actions === undefined
          ? `do everything that ${holder} may`
          : `do only this: ${listed(actions)}`
        : draft.may === 'all'
          ? `do everything that ${holder} may`
          : `${may.charAt(0).toLowerCase()}${may.slice(1)}`;
  const clauses = [
    what,
    libraries === undefined ? '' : `in ${listed(libraries)} alone`,
    environments === undefined ? '' : `as live in ${listed(environments)}`,
    models === undefined ? '' : `with ${listed(models)}`,
    useCases === undefined ? '' : `for published prompts whose use case is ${listed(useCases, 'or')}`,
    ipRanges === undefined ? 'from anywhere' : `only from ${listed(ipRanges, 'or')}`,
    draft.days === '' ? 'until somebody revokes it' : `for ${draft.days} days`,
  ];
  return `Whoever has this key can act as ${holder}: ${clauses.filter(Boolean).join(', ')}.`;
}

function listed(names: readonly string[], word = 'and'): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}
