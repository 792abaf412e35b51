import { visible } from '../visible.ts';

export interface Place {
  readonly path: string;
  readonly firstLine?: number;
  readonly line?: number;
}

/** `emails/welcome.prompt`, `…:12` or `…:12-15` → what a comment is about. */
export function placeNamed(text: string): Place {
  const [, path = '', first, last] = /^(.+?)(?::(\d+)(?:-(\d+))?)?$/s.exec(text) ?? [];
  if (path === '')
    throw new Error(`Name a place as PATH, PATH:LINE or PATH:FIRST-LAST, not ${visible(text)}.`);
  if (first === undefined) return { path };
  const line = Number(last ?? first);
  return { path, firstLine: Number(first), line };
}
