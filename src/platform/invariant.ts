/** States something that only a bug can make false. The message is for us; the caller sees a plain 500 with the request's id. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant: ${message}`);
}

/** Makes a switch over a union exhaustive by type. */
export function unreachable(value: never): never {
  throw new Error(`invariant: unreachable value ${JSON.stringify(value)}`);
}
