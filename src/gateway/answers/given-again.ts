import { isJsonObject, parseJson } from '../json.ts';
import { openContent } from '../open-content.ts';
import type { GatewayParts } from '../parts.ts';
import { replayingProvider } from '../providers/replaying.ts';
import { findByCacheKey } from '../store/executions.ts';
import type { Treated } from '../treating/treat.ts';
import { cacheKeyOf } from './cache-key.ts';

/**
 * The plan as it is answered: by what was answered before to the very same question, where the prompt allows that and there is something; otherwise
 * with the key by which its own answer may be found. Nothing is copied: what is given again is the content of the execution that it was made
 * for, so whoever erases that erases it everywhere. It is looked through anew, and is an execution with a verdict and a record of its own.
 */
export async function givenAgain(parts: GatewayParts, treated: Treated): Promise<Treated> {
  const { plan, verdict } = treated;
  const { cacheSeconds } = plan.terms;
  const runs = verdict.decision === 'permit' && treated.refusal === null && !treated.held;
  if (cacheSeconds === null || !runs) return treated;
  const { organization } = plan.principal;
  const cacheKey = cacheKeyOf(plan, verdict);
  if (cacheKey === null) return treated;
  const since = new Date(parts.clock.now().getTime() - cacheSeconds * 1_000);
  const found = await findByCacheKey(parts.reader, organization, cacheKey, since);
  const known = found && (await openContent(parts, organization, found));
  const reply = known?.output === undefined ? undefined : parseJson(known.output.text);
  if (found === undefined || !isJsonObject(reply))
    return { ...treated, plan: { ...plan, terms: { ...plan.terms, cacheKey } } };
  const terms = { ...plan.terms, retries: 0, cacheKey: null, answeredFrom: found };
  const provider = replayingProvider(plan.provider, reply);
  return { ...treated, plan: { ...plan, provider, onward: null, terms } };
}
