import type { Principal } from '../access/index.ts';
import type { EntryId, OrganizationId } from '../ledger/index.ts';
import type { Digest } from '../libraries/index.ts';
import type { OpenedPayload } from './content.ts';
import { custodyOf, custodyPrincipals } from './custody.ts';
import type { Execution, ExecutionId } from './execution.ts';
import { withNames } from './list.ts';
import { openContent } from './open-content.ts';
import type { GatewayParts } from './parts.ts';
import { provenanceOf } from './provenance.ts';
import { openExecution, provingEntries } from './read.ts';
import { listByDigest } from './store/executions.ts';
import type { CustodyStep, ExecutionWire } from './wire.ts';

export interface EvidentExecution {
  readonly execution: Execution;
  readonly wire: ExecutionWire;
}

/** What an evidence file says of executions. Whoever asks has to hold the right to read them. */
export interface ExecutionEvidence {
  /** One's own, or anybody's with `execution.list_all`, with its chain of custody and all entries that prove it. @throws Problem 404 */
  one(
    principal: Principal,
    id: string,
  ): Promise<EvidentExecution & { readonly custody: CustodyStep[]; readonly entries: EntryId[] }>;
  /** Who used exactly these bytes, newest first. */
  ofVersion(
    principal: Principal,
    version: { readonly library: string; readonly digest: Digest },
    limit: number,
  ): Promise<EvidentExecution[]>;
  /** What was said, with the salts that open its commitments. Empty for what was erased. */
  content(
    organization: OrganizationId,
    execution: ExecutionId,
  ): Promise<{ readonly kind: 'input' | 'output'; readonly payload: OpenedPayload }[]>;
}

export function executionEvidence(parts: GatewayParts): ExecutionEvidence {
  const named = async (principal: Principal, executions: readonly Execution[]) => {
    const wires = await withNames(parts, principal, executions);
    return executions.flatMap((execution, place) => {
      const wire = wires[place];
      return wire === undefined ? [] : [{ execution, wire }];
    });
  };
  return {
    one: async (principal, id) => {
      const execution = await openExecution(parts, principal, id);
      const provenance = await provenanceOf(parts, execution);
      const names = await parts.access.names(
        principal.organization,
        custodyPrincipals(execution, provenance),
      );
      const [evident] = await named(principal, [execution]);
      if (evident === undefined) throw new Error('invariant: one execution has one wire form');
      const custody = custodyOf(execution, provenance, names);
      return { ...evident, custody, entries: await provingEntries(parts, execution) };
    },
    ofVersion: async (principal, version, limit) =>
      named(principal, await listByDigest(parts.reader, principal.organization, version, limit)),
    content: async (organization, execution) => {
      const { input, output } = await openContent(parts, organization, execution);
      return [
        ...(input === undefined ? [] : [{ kind: 'input' as const, payload: input }]),
        ...(output === undefined ? [] : [{ kind: 'output' as const, payload: output }]),
      ];
    },
  };
}
