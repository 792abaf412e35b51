import { authorize, named, type Principal, theOrganization } from '../../access/index.ts';
import type { IntelligenceParts } from '../parts.ts';
import { selectCorrections } from './store.ts';

/**
 * The corrections of an execution that one may read, the latest of each writer marked. Their text is content: whoever ran it and whoever wrote
 * it read it here; to others it is null. @throws Problem 404
 */
export async function listCorrections(parts: IntelligenceParts, principal: Principal, id: string) {
  authorize(principal, 'correction.list', theOrganization);
  const { organization } = principal;
  const { execution } = await parts.gateway.evidence.one(principal, id);
  const corrections = await selectCorrections(parts.reader, organization, execution.id);
  const names = await parts.access.names(
    organization,
    corrections.map(({ writer }) => writer),
  );
  const latest = new Map(corrections.map((correction) => [correction.writer, correction.id]));
  return Promise.all(
    corrections.map(async (correction) => {
      const { writer, sealed, entry, createdAt } = correction;
      const mine = writer === principal.id;
      const opened =
        mine || execution.principal === principal.id
          ? await parts.gateway.beside.open(organization, execution.id, `correction/${correction.id}`, sealed)
          : undefined;
      return {
        ...{ id: correction.id, by: named(names, writer), mine, entry, createdAt },
        ...{ stands: latest.get(writer) === correction.id, text: opened?.text ?? null },
        commitment: sealed.commitment,
      };
    }),
  );
}
