import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { convert } from '../import/convert.ts';
import { pastedSchema } from '../import/paste-wire.ts';
import { fileLimits } from '../library.ts';
import { listTemplates } from '../templates/list-templates.ts';
import { templateListSchema } from '../templates/wire.ts';
import { operation, plainText } from './shapes.ts';

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
    operation({
      id: 'prompt.convert',
      method: 'post',
      path: '/api/v1/prompts/convert',
      summary: 'Make a prompt of a pasted text',
      description:
        'Of plain text, a conversation, messages or a request as JSON, a curl command, or LangChain JSON; Dotprompt stays as it is. The notes say what was recognized and what was not. Writes nothing.',
      body: z.strictObject({
        text: plainText(fileLimits.bytesPerFile).refine((text) => text.trim() !== '', 'must hold a text'),
        name: plainText(200).optional().meta({ description: 'Becomes its description if it has none' }),
      }),
      answer: { schema: pastedSchema },
      handle: async ({ principal, body }) => {
        const made = convert(principal, body);
        return { ...made, variables: [...made.variables], notes: [...made.notes] };
      },
    }),
  ];
}
