import { isFields, isList, type Value } from '../dotprompt/value.ts';
import type { Found, FoundPrompt, Surroundings } from './found.ts';
import { readLangchain } from './langchain.ts';
import { readLangfuse } from './langfuse.ts';
import { readMessages } from './openai.ts';
import { readPromptfoo } from './promptfoo.ts';

/** What an export of Langfuse, LangSmith, LangChain, promptfoo or a list of messages holds. Undefined when it is none of them. */
export function readExport(value: Value, around: Surroundings): readonly Found[] | undefined {
  const whole = readOne(value, around);
  if (whole !== undefined) return whole;
  const list = listIn(value);
  if (list === undefined || list.length === 0) return undefined;
  const found = list.map((item, index) => readOne(item, { ...around, name: `${around.name}-${index + 1}` }));
  if (found.every((one) => one === undefined)) return undefined;
  const all = found.flatMap((one, index): readonly Found[] => {
    const source = `${around.source}: entry ${index + 1}`;
    return one ?? [{ type: 'nothing', source, why: 'It is no prompt of a known format.' }];
  });
  return newestOnly(all);
}

function readOne(value: Value, around: Surroundings): readonly Found[] | undefined {
  const one =
    readLangfuse(value, around.source) ?? readLangchain(value, around) ?? readMessages(value, around);
  return one === undefined ? readPromptfoo(value, around) : [one];
}

function listIn(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value;
  if (!isFields(value)) return undefined;
  const { data, prompts, commits } = value;
  return [data, prompts, commits].find(isList);
}

/** Of several versions of one prompt the newest is taken, and said. */
function newestOnly(all: readonly Found[]): readonly Found[] {
  const newest = new Map<string, FoundPrompt>();
  for (const found of all) {
    if (found.type !== 'prompt' || found.version === undefined) continue;
    const other = newest.get(found.name);
    if (other?.version === undefined || other.version < found.version) newest.set(found.name, found);
  }
  return all.map((found) => {
    const best = found.type === 'prompt' && found.version !== undefined ? newest.get(found.name) : undefined;
    if (best === undefined || best === found) return found;
    const why = `Version ${best.version} is newer and was taken.`;
    return { type: 'nothing', source: found.source, why };
  });
}
