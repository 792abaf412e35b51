import { createLog } from '../../src/platform/log.ts';
import type { House } from '../../src/server.ts';
import { decideAndPublish, propose } from './acting.ts';
import type { Runnable } from './crowd.ts';
import { textAt } from './inside.ts';
import { seeded } from './random.ts';
import { type Call, caller, type Stage } from './stage.ts';

const judged = { library: 'support', name: 'triage-ticket' } as const;
const judge = { library: 'support', name: 'triage-is-right' } as const;

const text = `---
model: simulated-careful
description: Say whether a triage names the topic and an urgency that fits
config:
  temperature: 0
input:
  schema:
    input: string, what was asked
    output: string, what came out
output:
  format: json
  schema:
    type: object
    properties:
      verdict: {type: string, enum: [pass, fail]}
    required: [verdict]
countersign:
  owner: team:support
  purpose: Judge answers of triage-ticket
  useCase: support
  riskTier: low
  dataClasses: []
---
{{role "system"}}
You check the work of a service desk. Answer pass when topic and urgency fit the ticket, else fail.
{{role "user"}}
{{input}}

The triage:
{{output}}
`;

/** What people say of answers, and what a judge says of some of them. */
export interface Ratings {
  /** Somebody of the crowd has read an answer. */
  read(prompt: Runnable, answer: unknown, call: Call): Promise<void>;
  /** Has a judge look at answers, and whoever ran them say what they think of the same ones. */
  judge(house: House, stage: Stage): Promise<void>;
}

export function startRatings(): Ratings {
  const random = seeded(20_260_902);
  const runs = new Map<string, Call>();
  return {
    read: async ({ library, name }, answer, call) => {
      const execution = textAt(answer, 'id');
      if (library === judged.library && name === judged.name) runs.set(execution, call);
      else if (isAskedOften(name) || random.next() < 0.35) {
        const version = Number(at(answer, 'prompt', 'version') ?? 1);
        const good = isAskedOften(name) && hasFallen(answer) ? 0.3 : Math.min(0.94, 0.66 + 0.08 * version);
        await thumb(call, execution, random.next() < good);
      }
    },
    judge: async (house, stage) => {
      const admin = caller(stage, 'amara@northwind.example');
      const proposal = { ...judge, branch: 'judge-triage', message: 'Add a judge of triages', text };
      await decideAndPublish(stage, await propose(stage, proposal));
      const names = { prompt: `${judge.library}/${judge.name}`, target: `${judged.library}/${judged.name}` };
      const made = await admin('judge.create', { body: { name: judge.name, ...names } });
      const size = runs.size === 0 ? 8 : 160;
      const body = { size, days: 90, among: 'all', bothOrders: false, reason: 'to calibrate the judge' };
      await admin('judge_run.create', { params: { judge: textAt(made, 'id') }, body });
      await house.intelligence.judgeDue(createLog('warn'));
      const asked = { prompt: names.target, days: 90, reason: 'to know how steady triage is' };
      if (runs.size > 0) await admin('consistency.create', { body: asked });
      for (const [execution, passed] of await verdicts(admin)) {
        const call = runs.get(execution);
        // People see it as the judge does, most of the time.
        if (call !== undefined) await thumb(call, execution, random.next() < 0.9 ? passed : !passed);
      }
    },
  };
}

/** Everybody says what they think of this one, and a month ago they began to think less of it. */
const isAskedOften = (name: string) => name === 'reply-to-complaint';
const hasFallen = (answer: unknown) => Date.parse(textAt(answer, 'at')) > Date.now() - 29 * 86_400_000;

const thumb = (call: Call, execution: string, value: boolean) =>
  call('score.create', {
    params: { execution },
    body: { config: 'acceptance', value, ...(value ? {} : { reason: 'wrong' }) },
  });

/** As the log has them. */
async function verdicts(admin: Call): Promise<Map<string, boolean>> {
  const page = at(
    await admin('entry.list', { query: { action: 'judgement.create', limit: '200' } }),
    'items',
  );
  const entries: unknown[] = Array.isArray(page) ? page : [];
  return new Map(
    entries.flatMap((entry): [string, boolean][] => {
      const passed = at(entry, 'data', 'passed');
      return typeof passed === 'boolean' ? [[textAt(entry, 'subject', 'id'), passed]] : [];
    }),
  );
}

function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value;
  for (const name of path)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
  return here;
}

const value = `# What a reply is worth, measured in spring. Finance answers for it.
name: complaint-replies
title: Replies to complaints
useCase: support
owner: team:finance
prompts: [support/reply-to-complaint, support/triage-ticket]
grade: C
source: 40 replies of March by hand against 60 with the prompt, from the time stamps of tickets
start: "START"
minutes:
  before: { low: 9, mid: 12, high: 17 }
  after: { low: 4, mid: 5, high: 7 }
  review: { low: 1, mid: 1.5, high: 2.5 }
  rework: { low: 4, mid: 6, high: 9 }
reworkShare: { low: 0.05, mid: 0.1, high: 0.2 }
wage: { low: 38, mid: 45, high: 52 }
becomesWork: { low: 0.35, mid: 0.5, high: 0.65 }
accepted: { low: 0.6, mid: 0.75, high: 0.85 }
costs:
  - { what: Introduction, once: 180 }
  - { what: Upkeep of the prompts, perMonth: 40 }
`;

const guess = value
  .replace('measured in spring. Finance answers for it.', 'as sales guesses.')
  .replace('name: complaint-replies', 'name: release-notes')
  .replace('title: Replies to complaints', 'title: Release notes')
  .replace('useCase: support', 'useCase: marketing')
  .replace('[support/reply-to-complaint, support/triage-ticket]', '[marketing/summarize-release]')
  .replace('grade: C', 'grade: E')
  .replace(/source: .*/, 'source: A guess, until somebody measures it');

/** What answers are worth, reviewed and approved like everything in the library policy. */
export async function setValues(stage: Stage): Promise<void> {
  const start = new Date(stage.clock.now().getTime() - 84 * 86_400_000).toISOString().slice(0, 10);
  for (const [name, said] of [
    ['complaint-replies', value],
    ['release-notes', guess],
  ] as const) {
    const change = await propose(stage, {
      ...{ library: 'policy', name, path: `${name}.value.yaml`, branch: `value-${name}` },
      message: `Say what ${name.replace('-', ' ')} are worth`,
      text: said.replace('START', start),
    });
    await decideAndPublish(stage, change);
  }
}
