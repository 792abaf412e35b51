import { describe, expect, it } from 'vitest';
import { isForbiddenHost, isPublicAddress } from './outgoing-address.ts';

describe('an address of the public internet (AT-49)', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'])(
    '%s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
  it.each([
    '127.0.0.1',
    '127.8.8.8',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    'localhost',
    'example.com',
    '0x7f.1',
  ])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it('names that mean a metadata service', () => {
    expect(isForbiddenHost('metadata.google.internal.')).toBe(true);
    expect(isForbiddenHost('[fd00:ec2::254]')).toBe(true);
  });
});
