import type { Clock } from '../../platform/clock.ts';
import type { Vault } from '../../platform/crypto/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { OrganizationId } from '../entry.ts';
import type { Form } from '../forms/form.ts';
import type { Recorder } from '../ledger.ts';
import type { ReadParts } from '../prove.ts';
import type { SendParts } from './send.ts';
import { type StoredTarget, selectTarget } from './store/targets.ts';
import { credentialPlace, type ExportTarget, formsOf, type TargetKind } from './target.ts';
import type { Header } from './targets.ts';

export interface GovernParts extends ReadParts, SendParts, Recorder {
  readonly vault: Vault;
  readonly clock: Clock;
}

/** @throws the identical 404 */
export async function openTarget(
  parts: GovernParts,
  organization: OrganizationId,
  id: string,
): Promise<StoredTarget> {
  const target = await selectTarget(parts.reader, organization, id);
  if (target === undefined) throw notFound();
  return target;
}

/** A credential as it is kept. @throws Problem `export_target.header_refused` 422 */
export function headerOf(
  { vault }: GovernParts,
  { organization, id, kind }: Pick<StoredTarget, 'organization' | 'id' | 'kind'>,
  header: Header | null,
): Pick<StoredTarget, 'headerName' | 'wrapped'> {
  if (header === null) return { headerName: null, wrapped: null };
  if (kind === 'syslog')
    throw new Problem({ code: 'export_target.header_refused', status: 422, detail: noHeader });
  const wrapped = vault.wrap(Buffer.from(header.value), credentialPlace(organization, id));
  return { headerName: header.name.toLowerCase(), wrapped };
}

const noHeader = 'Syslog has no headers. Leave the credential out.';

/** @throws Problem `export_target.form_refused` 422 */
export function formFor(kind: TargetKind, asked: Form | undefined): Form {
  const [usual] = formsOf[kind];
  const form = formsOf[kind].find((known) => known === (asked ?? usual));
  if (form !== undefined) return form;
  throw new Problem({
    code: 'export_target.form_refused',
    status: 422,
    detail: `A target of this kind takes ${formsOf[kind].join(' or ')}.`,
  });
}

/** What an entry says of a target. Never the credential, and of the address only whose it is. */
export const toldOf = ({
  name,
  kind,
  form,
  url,
  state,
  headerName,
}: Omit<ExportTarget, 'id' | 'createdAt'>) => ({
  ...{ name, kind, form, state, header: headerName },
  host: new URL(url.replace(/^tls:/, 'https:')).host,
});

export const nameTaken = () =>
  new Problem({
    code: 'export_target.name_taken',
    status: 409,
    detail: 'Another export target has this name. Choose another.',
  });
