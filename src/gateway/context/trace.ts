import { bitsOf, type Id, isId } from '../../platform/id.ts';

type ExecutionId = Id<'exe'>;

/** The trace that a call belongs to, as its caller says, and the span that called. Lower-case hex, as on the wire. */
export interface TraceParent {
  readonly id: string;
  readonly parent: string;
}

/**
 * Reads a `traceparent` (W3C Trace Context, section 3.2). Undefined for whatever the specification calls invalid: then it is as if there
 * was none, for a trace is nobody's reason to refuse a call. Of a later version only what version 00 has is read.
 */
export function readTraceparent(header: string | undefined): TraceParent | undefined {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header ?? '');
  const [, version, id, parent, , more] = match ?? [];
  if (version === undefined || id === undefined || parent === undefined || version === 'ff') return undefined;
  if (version === '00' && more !== undefined) return undefined;
  if (/^0+$/.test(id) || /^0+$/.test(parent)) return undefined;
  return { id, parent };
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A call that belongs to no trace begins one, which has the number of its execution. */
export const ownTrace = (id: ExecutionId): string => bitsOf(id);

/** An execution is a span: the last 64 bits of its id, which are random. */
export const spanOf = (id: ExecutionId): string => bitsOf(id).slice(16);

/** The execution that began a trace, if one of ours did. The inverse of `ownTrace`. */
export function executionOfTrace(trace: string): ExecutionId | undefined {
  let bits = BigInt(`0x${trace}`);
  let body = '';
  for (let digit = 0; digit < 26; digit++) {
    body = alphabet.charAt(Number(bits & 31n)) + body;
    bits >>= 5n;
  }
  const id = `exe_${body}`;
  return isId('exe', id) ? id : undefined;
}

/** What a client sends on, so that what it does next is below this execution. Always sampled: every execution is recorded. */
export function traceparentOf(id: ExecutionId, given: TraceParent | null): string {
  return `00-${given?.id ?? ownTrace(id)}-${spanOf(id)}-01`;
}
