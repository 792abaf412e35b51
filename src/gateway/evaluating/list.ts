import { authorize, type Principal, permits, theOrganization } from '../../access/index.ts';
import type { Library } from '../../libraries/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import type { Evaluation } from './evaluation.ts';
import { casesOf, findEvaluation, listEvaluations } from './store.ts';
import { type EvaluationPageWire, type EvaluationWire, evaluationPageWire, evaluationWire } from './wire.ts';

/** The runs of a library's evaluations, newest first; of one change, or of one file. @throws Problem 404 */
export async function listRuns(
  parts: GatewayParts,
  principal: Principal,
  wanted: {
    readonly library: string;
    readonly change?: string | undefined;
    readonly path?: string | undefined;
    readonly limit: number;
  },
): Promise<EvaluationWire[]> {
  const library = await parts.libraries.find(principal, wanted.library);
  authorize(principal, 'evaluation.list', resourceOf(library));
  const { organization } = principal;
  const found = await listEvaluations(parts.reader, organization, { ...wanted, library: library.id });
  return wires(parts, principal, found);
}

const resourceOf = ({ id, visibility }: Library) => ({
  kind: 'library' as const,
  id,
  restricted: visibility === 'restricted',
});

/** One run with every case. The identical 404 where the library is not theirs to see. */
export async function readRun(
  parts: GatewayParts,
  principal: Principal,
  id: string,
): Promise<EvaluationPageWire> {
  authorize(principal, 'evaluation.read', theOrganization);
  const { organization } = principal;
  const found = isId('evr', id) ? await findEvaluation(parts.reader, organization, id) : undefined;
  const library = await parts.libraries.byId(
    organization,
    found?.library ?? 'lib_00000000000000000000000000',
  );
  if (found === undefined || library === undefined) throw notFound();
  if (!permits(principal, 'evaluation.list', resourceOf(library))) throw notFound();
  const [names, cases] = await Promise.all([
    parts.access.names(organization, [found.startedBy]),
    casesOf(parts.reader, organization, [found.id]),
  ]);
  return evaluationPageWire(found, library.name, cases.get(found.id) ?? [], names);
}

export async function wires(
  parts: GatewayParts,
  { organization }: Principal,
  found: readonly Evaluation[],
): Promise<EvaluationWire[]> {
  const [first] = found;
  if (first === undefined) return [];
  const [library, names, cases] = await Promise.all([
    parts.libraries.byId(organization, first.library),
    parts.access.names(
      organization,
      found.map(({ startedBy }) => startedBy),
    ),
    casesOf(
      parts.reader,
      organization,
      found.map(({ id }) => id),
    ),
  ]);
  return found.map((one) => evaluationWire(one, library?.name ?? '', cases.get(one.id) ?? [], names));
}
