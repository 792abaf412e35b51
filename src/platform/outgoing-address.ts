import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Addresses at which clouds keep machine credentials, and other link-local ones: nothing that is sent out may go there. */
const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16, 'ipv4');
forbidden.addSubnet('0.0.0.0', 8, 'ipv4');
forbidden.addAddress('100.100.100.200', 'ipv4');
// Azure's own, which gives machines their credentials.
forbidden.addAddress('168.63.129.16', 'ipv4');
forbidden.addSubnet('fe80::', 10, 'ipv6');
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6');
forbidden.addAddress('::', 'ipv6');
// The same in forms that a network may translate: IPv4-compatible, NAT64 (RFC 6052), 6to4.
for (const net of ['::a9fe:0', '64:ff9b::a9fe:0', '64:ff9b:1::a9fe:0']) forbidden.addSubnet(net, 112, 'ipv6');
for (const address of ['::6464:64c8', '64:ff9b::6464:64c8', '::a83f:8110', '64:ff9b::a83f:8110'])
  forbidden.addAddress(address, 'ipv6');
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6');
const forbiddenNames = new Set(['metadata', 'metadata.google.internal', 'metadata.goog', 'instance-data']);

/** True for an IP address that nothing may be sent to. False for names: those are checked when they are resolved. */
export function isForbiddenAddress(host: string): boolean {
  const version = isIP(host);
  return version !== 0 && forbidden.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/** As `isForbiddenAddress`, for a URL's host name, and for names that mean such an address. */
export function isForbiddenHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return forbiddenNames.has(host.toLowerCase()) || isForbiddenAddress(host);
}

/** Addresses that are not of the public internet: private, loopback, shared, documentation, multicast, and other forms of IPv4. */
const internal = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  internal.addSubnet(net, bits, 'ipv4');
const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const)
  internal.addSubnet(net, bits, 'ipv6');

/** True for an IP address of the public internet. False for names: those are checked when they are resolved. */
export function isPublicAddress(host: string): boolean {
  const version = isIP(host);
  if (version === 4) return !internal.check(host, 'ipv4');
  return version === 6 && publicIpv6.check(host, 'ipv6') && !internal.check(host, 'ipv6');
}

/** As `guardedLookup`, for names that anybody may have chosen: to public addresses only. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = (addresses ?? []).filter((found) => isPublicAddress(found.address));
    const [first] = allowed;
    if (error !== null) callback(error, []);
    else if (first === undefined) callback(new Error(`${hostname} resolves to no public address`), []);
    else if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};

/** Resolves names for outgoing connections, and refuses names that lead to a forbidden address now, whatever they led to before. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = (addresses ?? []).filter((found) => !isForbiddenAddress(found.address));
    const [first] = allowed;
    if (error !== null) callback(error, []);
    else if (first === undefined)
      callback(new Error(`${hostname} resolves to no address that may be reached`), []);
    else if (options.all === true) callback(null, allowed);
    else callback(null, first.address, first.family);
  });
};
