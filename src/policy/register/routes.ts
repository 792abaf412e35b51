import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { registeredModelShape, registeredUseCaseShape } from '../../libraries/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import type { RegisterInForce } from './in-force.ts';
import type { Registered } from './register.ts';

const operation = operationsOf<Principal>('policy');

const registered = {
  path: z.string().meta({ description: 'In the library policy' }),
  digest: z.string(),
  since: z.string().meta({ description: 'Live in production since' }),
};

/** The HTTP of the register. It is changed as every governed file is: by a change. */
export function registerOperations(inForce: RegisterInForce): Operation<Principal>[] {
  return [
    operation({
      id: 'register.list_models',
      method: 'get',
      path: '/api/v1/register/models',
      summary: 'List the models of the register',
      description:
        'Everybody. `*.model.yaml` in the library `policy`, live in production. A banned model is refused everywhere; a proposed one runs only where a rule of the organization permits it; one that is approved for use cases or regions runs for no others.',
      answer: {
        schema: z.object({
          items: z.array(registeredModelShape.extend(registered)),
          next: z.null(),
        }),
      },
      problems: ['policy.register_unreadable'],
      handle: async ({ principal }) => {
        authorize(principal, 'register.list_models', theOrganization);
        const { models } = await inForce(principal.organization);
        return { items: models.map((one) => ({ ...one, ...placed(one) })), next: null };
      },
    }),
    operation({
      id: 'register.list_use_cases',
      method: 'get',
      path: '/api/v1/register/use-cases',
      summary: 'List the use cases of the register',
      description: 'Everybody. `*.use-case.yaml` in the library `policy`, live in production.',
      answer: {
        schema: z.object({
          items: z.array(registeredUseCaseShape.extend(registered)),
          next: z.null(),
        }),
      },
      problems: ['policy.register_unreadable'],
      handle: async ({ principal }) => {
        authorize(principal, 'register.list_use_cases', theOrganization);
        const { useCases } = await inForce(principal.organization);
        return { items: useCases.map((one) => ({ ...one, ...placed(one) })), next: null };
      },
    }),
  ];
}

const placed = ({ path, digest, since }: Registered) => ({ path, digest, since: since.toISOString() });
