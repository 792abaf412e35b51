import type { Call, Stage } from './stage.ts';

/** How often somebody turns to a prompt on a working day, on average. */
const habits = { power: 3.8, habitual: 0.7, novice: 0.3, low: 0.04, none: 0 } as const;

/** One of those who only run what others publish. */
export interface Employee {
  readonly name: string;
  readonly team: string;
  readonly habit: keyof typeof habits;
  /** Day of the history on which they join. */
  readonly joins: number;
}

const crews = [
  {
    team: 'service-desk',
    displayName: 'Service desk',
    names:
      'Ines Duarte,Jonas Weber,Kalina Petrova,Liam Byrne,Mira Sato,Noor Haddad,Oskar Nilsson,Priya Nair,Quentin Morel',
  },
  {
    team: 'marketing',
    displayName: 'Marketing',
    names: 'Rosa Vidal,Sami Laine,Tessa de Boer,Umar Aziz,Viola Conti,Wanda Novak,Yusuf Demir',
  },
  {
    team: 'platform',
    displayName: 'Platform engineering',
    names:
      'Zoe Marchetti,Aron Levin,Bianca Costa,Cheng Li,Deepa Rao,Emil Hansen,Farah Omar,Goran Ilic,Hana Kim',
  },
  { team: 'finance', displayName: 'Finance', names: 'Ivo Kovac,Julia Brandt,Kofi Mensah' },
  {
    team: 'sales',
    displayName: 'Sales',
    names: 'Leonie Maurer,Mateo Silva,Nadia Popescu,Owen Clarke,Paula Fuchs,Rafael Ortiz',
  },
] as const;

export const crewTeams = crews.map(({ team, displayName }) => ({ name: team, displayName }));

const shares: readonly (keyof typeof habits)[] = [
  ...(['habitual', 'novice', 'habitual', 'power', 'low', 'habitual', 'novice', 'none'] as const),
];

/** Everybody, in waves over the first two months, with habits spread over all teams. */
export const crowd: readonly Employee[] = crews.flatMap(({ team, names }, crew) =>
  names.split(',').map((name, at) => ({
    name,
    team,
    habit: shares[(at + crew) % shares.length] ?? 'none',
    joins: ((at * 17 + crew * 11) % 8) * 9,
  })),
);

/** A prompt that can be run now. */
export interface Runnable {
  readonly library: string;
  readonly name: string;
  readonly inputs: readonly object[];
}

const favorites: Readonly<Record<string, string>> = {
  'service-desk': 'support',
  marketing: 'marketing',
  platform: 'engineering',
  finance: 'support',
  sales: 'marketing',
};

/** What of a working day somebody runs: more as months go by, mostly of their own library. Hours are within office hours. */
export function dayOf(
  { random }: Pick<Stage, 'random'>,
  employee: Employee,
  day: number,
  prompts: readonly Runnable[],
): { readonly hour: number; readonly prompt: Runnable }[] {
  if (day < employee.joins || prompts.length === 0) return [];
  const season = 0.7 + 0.5 * Math.min(1, (day - employee.joins) / 90);
  const wanted = habits[employee.habit] * season;
  const count = Math.floor(wanted) + (random.next() < wanted - Math.floor(wanted) ? 1 : 0);
  const own = prompts.filter(({ library }) => library === favorites[employee.team]);
  return Array.from({ length: count }, () => ({
    hour: 7 + random.below(11),
    prompt: random.pick(own.length > 0 && random.next() < 0.75 ? own : prompts),
  }));
}

/** Somebody of the crowd, with a key like any client's. */
export interface Runner {
  readonly employee: Employee;
  readonly call: Call;
}
