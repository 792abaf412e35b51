import type { PersonId } from '../../access/index.ts';
import type { Ledger, OrganizationId } from '../../ledger/index.ts';
import { claimsOf, type Libraries } from '../../libraries/index.ts';
import { newId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import { governingEnvironment } from '../in-force.ts';
import type { PolicyParts } from '../parts.ts';
import { dueTelling } from './due.ts';
import type { RegisterInForce } from './in-force.ts';
import type { RegisteredModel } from './register.ts';
import { insertTelling, isTold, type Telling } from './store.ts';

/** Between two looks: what is due in days may be minutes late. */
const everyMs = 600_000;
/** More people than an entry has room for are not told by it. */
const mostPeople = 500;

export interface RetirementParts extends Pick<PolicyParts, 'reader' | 'clock'> {
  readonly ledger: Pick<Ledger, 'record' | 'organizations'>;
  readonly libraries: Pick<Libraries, 'all' | 'liveTexts' | 'owners'>;
  readonly log: Log;
}

/** Thrown inside a transaction to leave nothing behind: another node was first. */
class ToldAlready extends Error {}

/** Tells the owners of prompts that use a model of its retirement, 30 and 7 days before: once each, on any number of nodes. */
export function startTellingOfRetirements(parts: RetirementParts, register: RegisterInForce): Loop {
  return startLoop('telling of retirements', everyMs, parts.log, () => tellOfRetirements(parts, register));
}

async function tellOfRetirements(parts: RetirementParts, register: RegisterInForce): Promise<void> {
  for (const organization of await parts.ledger.organizations())
    for (const model of (await register(organization)).models) {
      const days = dueTelling(model, parts.clock.now());
      if (days === null || model.retires === null) continue;
      const { provider, retires } = model;
      const telling = { organization, provider, model: model.model, retires, days };
      if (!(await isTold(parts.reader, telling))) await tell(parts, telling, model);
    }
}

async function tell(parts: RetirementParts, telling: Telling, model: RegisteredModel): Promise<void> {
  const { organization, ...data } = telling;
  const { owners, prompts } = await usersOf(parts, organization, model.model);
  const entry = newId('ent');
  await parts.ledger
    .record(async (tx) => {
      if (!(await insertTelling(tx, telling, parts.clock.now(), entry))) throw new ToldAlready();
      return {
        value: undefined,
        entry: {
          id: entry,
          organization,
          action: 'model.retire_soon',
          actor: { kind: 'system', id: 'policy' },
          subject: { kind: 'model', id: model.model },
          data: { ...data, successor: model.successor, prompts, owners: owners.slice(0, mostPeople) },
        },
      };
    })
    .catch((error: unknown) => {
      if (!(error instanceof ToldAlready)) throw error;
    });
}

/** Who answers for the prompts that are live in production and name a model. */
async function usersOf(
  { libraries, reader }: RetirementParts,
  organization: OrganizationId,
  model: string,
): Promise<{ readonly owners: readonly PersonId[]; readonly prompts: number }> {
  const owners = new Set<PersonId>();
  let prompts = 0;
  for (const library of await libraries.all(organization)) {
    const live = await libraries.liveTexts(reader, library, governingEnvironment, 'prompt');
    const paths = live
      .filter(({ path, text }) => claimsOf(path, text)?.model === model)
      .map(({ path }) => path);
    if (paths.length === 0) continue;
    prompts += paths.length;
    for (const owner of (await libraries.owners(reader, library, paths)).values()) owners.add(owner);
  }
  return { owners: [...owners], prompts };
}
