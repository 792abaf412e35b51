import { Problem } from '../../platform/problem.ts';

function badDelta(): Problem {
  return new Problem({
    code: 'git.bad_pack',
    status: 422,
    detail:
      'The pack is damaged: a delta does not fit its base. Run `git fsck` in your copy, then push again.',
  });
}

/** The two sizes that begin a delta (gitformat-pack, "Deltified representation"), and where its instructions begin. */
function sizes(delta: Uint8Array): { base: number; result: number; at: number } {
  let at = 0;
  const size = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = delta[at];
      if (byte === undefined || factor > 2 ** 40) throw badDelta();
      at += 1;
      value += (byte & 0x7f) * factor;
      if ((byte & 0x80) === 0) return value;
    }
  };
  const base = size();
  const result = size();
  return { base, result, at };
}

/** How large the object will be: asked before anything is allocated for it. */
export function deltaResultSize(delta: Uint8Array): number {
  return sizes(delta).result;
}

/** @throws Problem `git.bad_pack` 422 when it reaches outside its base or does not make the size it says */
export function applyDelta(base: Uint8Array, delta: Uint8Array): Uint8Array {
  const said = sizes(delta);
  if (said.base !== base.length) throw badDelta();
  const result = Buffer.allocUnsafe(said.result);
  let filled = 0;
  let { at } = said;
  const byte = (): number => {
    const value = delta[at];
    if (value === undefined) throw badDelta();
    at += 1;
    return value;
  };
  const append = (piece: Uint8Array, length: number) => {
    if (piece.length !== length || filled + length > result.length) throw badDelta();
    result.set(piece, filled);
    filled += length;
  };
  while (at < delta.length) {
    const code = byte();
    if (code === 0) throw badDelta();
    if ((code & 0x80) === 0) {
      append(delta.subarray(at, at + code), code);
      at += code;
      continue;
    }
    let offset = 0;
    let length = 0;
    for (let bit = 0; bit < 4; bit += 1) if (code & (1 << bit)) offset += byte() * 256 ** bit;
    for (let bit = 0; bit < 3; bit += 1) if (code & (16 << bit)) length += byte() * 256 ** bit;
    if (length === 0) length = 0x10000;
    append(base.subarray(offset, offset + length), length);
  }
  if (filled !== result.length) throw badDelta();
  return result;
}
