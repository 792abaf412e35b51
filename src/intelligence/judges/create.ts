import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { parsePrompt, variablesUsed } from '../../libraries/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { IntelligenceParts } from '../parts.ts';
import { type Judge, judgeVariables } from './judge.ts';
import { insertJudge } from './store.ts';

export interface NewJudge {
  readonly name: string;
  /** `LIBRARY/NAME`, `…@7` or `…@production`: whatever it means now is pinned. */
  readonly prompt: string;
  /** Whose answers it judges: `LIBRARY/NAME`. */
  readonly target: string;
}

/**
 * Makes a published version of a governed prompt a judge of another prompt's answers. Admins. Entry `judge.create`.
 * @throws Problem 404, `judge.create.unpublished` 422, `judge.create.unfit` 422, `judge.create.name_taken` 409
 */
export async function createJudge(
  parts: IntelligenceParts,
  principal: Principal,
  { name, prompt, target }: NewJudge,
): Promise<Judge> {
  authorize(principal, 'judge.create', theOrganization);
  const { organization } = principal;
  const resolved = await parts.libraries.resolve(principal, prompt);
  const judged = await parts.libraries.resolve(principal, target);
  if (!resolved.published || resolved.version === null)
    throw refusal('unpublished', 422, 'A judge is a published version. Have the prompt approved first.');
  const parsed = parsePrompt(resolved.text);
  const used = parsed.ok ? variablesUsed(parsed.prompt).map((variable) => variable.name) : [];
  const other = used.find((variable) => !judgeVariables.some((known) => known === variable));
  if (!used.includes('output') || other !== undefined)
    throw refusal(
      'unfit',
      422,
      `A judge's prompt takes {{output}}, and may take {{input}} and {{order}}. ${other === undefined ? 'Use {{output}} in it.' : `This one wants {{${other.slice(0, 60)}}} too, which nobody fills.`}`,
    );
  const judge: Judge = {
    ...{ id: newId('jdg'), name, library: resolved.library.id, path: resolved.path },
    ...{ version: resolved.version, digest: resolved.digest },
    target: { library: judged.library.id, path: judged.path },
    ...{ createdBy: principal.id, createdAt: parts.clock.now() },
  };
  return parts.ledger.record(async (tx) => {
    if (!(await insertJudge(tx, organization, judge)))
      throw refusal('name_taken', 409, `There is a judge named ${name}. Choose another name.`);
    const { id, library, path, version, digest } = judge;
    return {
      entry: {
        ...{ organization, action: 'judge.create', actor: actorOf(principal) },
        subject: { kind: 'judge', id },
        data: { name, prompt: { library, path, version, digest }, target: { ...judge.target } },
      },
      value: judge,
    };
  });
}

const refusal = (what: string, status: 409 | 422, detail: string) =>
  new Problem({ code: `judge.create.${what}`, status, detail });
