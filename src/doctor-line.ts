/** What the doctor found about one thing. */
export interface Line {
  /** What was looked at: `database`, `disk`, … Machines tell lines by it. */
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  /** What was found, in a sentence. Holds no secret. */
  readonly found: string;
  /** What to do; null when nothing. */
  readonly todo: string | null;
}

export const ok = (check: string, found: string): Line => ({ check, state: 'ok', found, todo: null });
export const warn = (check: string, found: string, todo: string): Line => ({
  check,
  state: 'warn',
  found,
  todo,
});
export const fail = (check: string, found: string, todo: string): Line => ({
  check,
  state: 'fail',
  found,
  todo,
});

/** The lines as people read them. Pure. */
export function linesText(lines: readonly Line[]): string {
  const width = Math.max(...lines.map(({ check }) => check.length));
  return lines
    .map(({ check, state, found, todo }) => {
      const line = `${state.padEnd(4)}  ${check.padEnd(width)}  ${found}`;
      return todo === null ? line : `${line}\n${' '.repeat(width + 8)}→ ${todo}`;
    })
    .join('\n');
}

/** Why something failed, in one line without a secret. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed';
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const code = 'code' in error && typeof error.code === 'string' && error.message === '' ? error.code : '';
  return `${error.message}${code}${cause}`.replaceAll(/\s+/g, ' ').slice(0, 300);
}
