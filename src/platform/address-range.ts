import { isIP } from 'node:net';

/** Internet addresses by their common first bits, as `10.0.0.0/8` says; one address is a range of its own. */
export interface AddressRange {
  readonly version: 4 | 6;
  readonly first: bigint;
  /** How many of the leading bits are the same in all of it. */
  readonly bits: number;
}

const widthOf = { 4: 32, 6: 128 } as const;
/** `::ffff:0:0/96`: how an IPv4 address is written where IPv6 ones are (RFC 4291 §2.5.5.2). It is the same place. */
const mapped = 0xffffn << 32n;

/** Reads `10.0.0.0/8`, `2001:db8::/32` or one address. Pure. @returns undefined when it is none, or a zone is named */
export function readRange(text: string): AddressRange | undefined {
  const [, address = '', length] = /^([0-9a-f:.]+?)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const written = isIP(address);
  if (written !== 4 && written !== 6) return undefined;
  const wide = widthOf[written];
  const given = length === undefined ? wide : Number(length);
  if (given > wide) return undefined;
  const value = bitsOf(address, written);
  const inside4 = written === 6 && given >= 96 && value >> 32n === mapped >> 32n;
  const version = inside4 ? 4 : written;
  const bits = inside4 ? given - 96 : given;
  const rest = BigInt(widthOf[version] - bits);
  return { version, first: ((inside4 ? value & 0xffff_ffffn : value) >> rest) << rest, bits };
}

/** Ranges, comma separated. @returns undefined when a part is none */
export function readRangeList(text: string): readonly AddressRange[] | undefined {
  const ranges = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readRange);
  return ranges.every((range) => range !== undefined) ? ranges : undefined;
}

export function contains(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.version !== inner.version || inner.bits < outer.bits) return false;
  const rest = BigInt(widthOf[outer.version] - outer.bits);
  return inner.first >> rest === outer.first >> rest;
}

/** Whether an address is in one of the ranges. What is no address is in none. */
export function isWithin(ranges: readonly AddressRange[], address: string): boolean {
  // A link-local peer comes with its zone, which says on which of our own cards, not where.
  const one = readRange(address.split('%', 1)[0] ?? '');
  return one !== undefined && ranges.some((range) => contains(range, one));
}

export interface Arrival {
  /** Of the TCP connection: the one address that nobody can claim. */
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
}

/**
 * Where a request came from (attack AT-44): the peer, unless that is a proxy that the operator trusts; then whom that proxy names, and so
 * on, from the right: what stands further left, anybody may have written. Pure.
 * @returns undefined when it cannot be known: then nothing that depends on it is permitted
 */
export function clientAddress(
  { peer, forwardedFor }: Arrival,
  trusted: readonly AddressRange[],
): string | undefined {
  let address = peer;
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    if (address === undefined || !isWithin(trusted, address) || forwardedFor === undefined) return address;
    const named = hop.trim();
    address = isIP(named) === 0 ? undefined : named;
  }
  return address;
}

function bitsOf(address: string, version: 4 | 6): bigint {
  if (version === 4) return address.split('.').reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
  const [head = '', tail] = withoutDots(address).split('::', 2);
  const before = head.split(':').filter((group) => group !== '');
  const after = (tail ?? '').split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** The last four bytes may be written as IPv4 is. */
function withoutDots(address: string): string {
  const [, before, dotted] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  if (before === undefined || dotted === undefined) return address;
  const value = bitsOf(dotted, 4);
  return `${before}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
