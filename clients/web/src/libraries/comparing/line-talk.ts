import type { ReactNode } from 'react';

/** `a`: the old text, `b`: the new one. */
export type DiffSide = 'a' | 'b';

/** What can be said about the lines of a difference. The difference draws it; what it is, is for who shows the difference to know. */
export interface LineTalk {
  /** What stands under a line; null when nothing does. */
  under(side: DiffSide, line: number): ReactNode;
  /** Whether something stands under a line. */
  has(side: DiffSide, line: number): boolean;
  /** Lines of this side may be talked about. */
  takes(side: DiffSide): boolean;
  isPicked(side: DiffSide, line: number): boolean;
  /** A line was picked. @param extend from the line picked before to this one */
  pick(side: DiffSide, line: number, extend: boolean): void;
}
