import type { OrganizationId } from '../../ledger/index.ts';
import { type AssetFault, type LiveText, modelOf, useCaseOf } from '../../libraries/index.ts';
import { boundedCache } from '../../platform/bounded-cache.ts';
import { Problem } from '../../platform/problem.ts';
import { governingEnvironment, policyLibrary } from '../in-force.ts';
import { lately } from '../lately.ts';
import type { PolicyParts } from '../parts.ts';
import type { Register } from './register.ts';

type Parts = Pick<PolicyParts, 'reader' | 'libraries'>;
export type RegisterInForce = (organization: OrganizationId) => Promise<Register>;

const nothing: Register = { models: [], useCases: [] };

/**
 * The register that is live in `production` of the library `policy`; never older than a second on any node. A file that cannot be read keeps
 * everything from running: nobody knows what it would have banned.
 */
export function registerInForce(parts: Parts): RegisterInForce {
  return lately((organization) => readRegister(parts, organization));
}

async function readRegister({ libraries, reader }: Parts, organization: OrganizationId): Promise<Register> {
  const library = await libraries.byName(organization, policyLibrary);
  if (library === undefined) return nothing;
  const models = await libraries.liveTexts(reader, library, governingEnvironment, 'model');
  const useCases = await libraries.liveTexts(reader, library, governingEnvironment, 'use-case');
  return {
    models: await Promise.all(
      models.map(async (file) => ({
        ...(await modelsRead.get(file.digest, () => modelIn(file))),
        ...placeOf(file),
      })),
    ),
    useCases: await Promise.all(
      useCases.map(async (file) => ({
        ...(await useCasesRead.get(file.digest, () => useCaseIn(file))),
        ...placeOf(file),
      })),
    ),
  };
}

/** Texts never change under their digest: each is read once. */
const modelsRead = boundedCache<Awaited<ReturnType<typeof modelIn>>>(2_000);
const useCasesRead = boundedCache<Awaited<ReturnType<typeof useCaseIn>>>(2_000);

async function modelIn({ path, text }: LiveText) {
  const { faults, model } = modelOf(text);
  if (model === null || faults.length > 0) throw unreadable(path, faults);
  return model;
}

async function useCaseIn({ path, text }: LiveText) {
  const { faults, useCase } = useCaseOf(text);
  if (useCase === null || faults.length > 0) throw unreadable(path, faults);
  return useCase;
}

const placeOf = ({ path, digest, since }: LiveText) => ({ path, digest, since });

function unreadable(path: string, faults: readonly AssetFault[]): Problem {
  return new Problem({
    code: 'policy.register_unreadable',
    status: 503,
    detail: `${path} of the register cannot be read (${faults[0]?.message ?? 'it says nothing.'}), so nothing runs. Ask whoever publishes the library policy to mend the file.`,
  });
}
