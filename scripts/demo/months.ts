import type { House } from '../../src/server.ts';
import { addPerson } from './add-person.ts';
import { crewTeams, crowd, dayOf, type Employee, type Runnable, type Runner } from './crowd.ts';
import { insideClient } from './inside.ts';
import type { Ratings } from './quality.ts';
import { caller, hourMs, type Stage } from './stage.ts';

const dayMs = 86_400_000;

/**
 * Months of people who run what others publish, so that figures about them have something to say. Everything takes the roads that users take,
 * at the time that the clock of the seeding says: nothing is dated back afterwards.
 */
export interface Months {
  /** Lets so many days go by, with what these prompts were used for. */
  pass(days: number, prompts: readonly Runnable[]): Promise<void>;
  /** What they run today, all at this moment. */
  today(prompts: readonly Runnable[]): Promise<void>;
}

export async function startMonths(house: House, stage: Stage, ratings: Ratings): Promise<Months> {
  const admin = caller(stage, 'amara@northwind.example');
  for (const team of crewTeams) await admin('team.create', { body: team });
  const start = stage.clock.now().getTime();
  const runners: Runner[] = [];
  const waiting = [...crowd];

  const join = async (employee: Employee) => {
    const email = `${employee.name.toLowerCase().replace(/[^a-z]+/g, '.')}@northwind.example`;
    const { id, key } = await addPerson(house, admin, { name: employee.name, email, roles: ['viewer'] });
    await admin('team.add_member', { params: { team: employee.team }, body: { member: id } });
    runners.push({ employee, call: insideClient(house, key) });
  };

  const dayNow = () => Math.floor((midnightOf(stage) - start) / dayMs);
  const joinToday = async () => {
    for (const employee of waiting.filter(({ joins }) => joins <= dayNow())) {
      waiting.splice(waiting.indexOf(employee), 1);
      await join(employee);
    }
  };
  const runsToday = (prompts: readonly Runnable[]): Run[] =>
    isWeekend(stage)
      ? []
      : runners.flatMap(({ employee, call }) =>
          dayOf(stage, employee, dayNow(), prompts).map((run) => ({ ...run, call })),
        );

  const passDay = async (prompts: readonly Runnable[]) => {
    const midnight = midnightOf(stage);
    await joinToday();
    const runs = runsToday(prompts);
    for (const hour of [...new Set(runs.map((run) => run.hour))].toSorted((one, other) => one - other)) {
      advanceTo(stage, midnight + hour * hourMs);
      await runAll(
        stage,
        ratings,
        runs.filter((run) => run.hour === hour),
      );
    }
    advanceTo(stage, midnight + dayMs + 6 * hourMs);
  };

  return {
    pass: async (days, prompts) => {
      for (let passed = 0; passed < days; passed += 1) await passDay(prompts);
    },
    today: async (prompts) => {
      await joinToday();
      await runAll(stage, ratings, runsToday(prompts));
    },
  };
}

type Run = ReturnType<typeof dayOf>[number] & { readonly call: Runner['call'] };

const midnightOf = ({ clock }: Stage) => Math.floor(clock.now().getTime() / dayMs) * dayMs;
const isWeekend = ({ clock }: Stage) => [0, 6].includes(clock.now().getUTCDay());
const advanceTo = ({ clock }: Stage, atMs: number) =>
  clock.advance(Math.max(0, atMs - clock.now().getTime()));

/** Side by side: the ledger takes what comes at once in few transactions. */
async function runAll({ random }: Stage, ratings: Ratings, runs: readonly Run[]): Promise<void> {
  const answers = await Promise.all(
    runs.map(({ call, prompt }) =>
      call('execution.create', {
        body: {
          prompt: `${prompt.library}/${prompt.name}@production`,
          variables: random.pick(prompt.inputs),
        },
      }),
    ),
  );
  for (const [at, { prompt, call }] of runs.entries()) await ratings.read(prompt, answers[at], call);
}
