import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { listTemplates } from '../templates/list-templates.ts';
import { templateListSchema } from '../templates/wire.ts';
import { operation } from './shapes.ts';

/** Operations that give somebody a text to start from. */
export function startingOperations(): Operation<Principal>[] {
  return [
    operation({
      id: 'template.list',
      method: 'get',
      path: '/api/v1/templates',
      summary: 'List texts to start from',
      description: 'Prompts with sample variables, and a starter for each other kind. Part of the product.',
      answer: { schema: templateListSchema },
      handle: ({ principal }) => listTemplates(principal),
    }),
  ];
}
