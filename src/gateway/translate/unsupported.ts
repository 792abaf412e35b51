import { Problem } from '../../platform/problem.ts';

/** Nothing is dropped in silence: what has no place in the other dialect is refused. */
export function contentUnsupported(what: string): Problem {
  return new Problem({
    code: 'execution.content_unsupported',
    status: 422,
    detail: `This model is reached in another dialect, which has no place for ${what}. Leave it out, or use a model whose provider takes it.`,
  });
}
