import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientAddress, contains, isWithin, readRange, readRangeList } from './address-range.ts';

const rangesOf = (text: string) => readRangeList(text) ?? [];

describe('ranges of addresses', () => {
  it('reads addresses and CIDR, and nothing else', () => {
    for (const text of [
      '10.0.0.0/8',
      '10.1.2.3',
      '2001:db8::/32',
      '::',
      '::ffff:10.0.0.1',
      '0.0.0.0/0',
      '::/0',
    ])
      expect(readRange(text)).toBeDefined();
    for (const text of [
      '',
      '10.0.0.0/33',
      '::/129',
      '10.0.0',
      '010.0.0.1',
      '10.0.0.0/',
      '10.0.0.0/-1',
      'fe80::1%eth0',
      '1.2.3.4 ',
      'x',
    ])
      expect(readRange(text), text).toBeUndefined();
  });

  it('takes an IPv4 address for the same, however it is written', () => {
    expect(isWithin(rangesOf('10.0.0.0/8'), '::ffff:10.9.9.9')).toBe(true);
    expect(isWithin(rangesOf('10.0.0.0/8'), '::ffff:a09:909')).toBe(true);
    expect(isWithin(rangesOf('::ffff:10.0.0.0/104'), '10.9.9.9')).toBe(true);
    expect(isWithin(rangesOf('::/0'), '10.9.9.9')).toBe(false);
    expect(isWithin(rangesOf('fe80::/10'), 'fe80::1%eth0')).toBe(true);
  });

  it('agrees with Node’s own list (property)', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.ipV4(), (network, bits, address) => {
        const theirs = new BlockList();
        theirs.addSubnet(network, bits, 'ipv4');
        expect(isWithin(rangesOf(`${network}/${bits}`), address)).toBe(theirs.check(address, 'ipv4'));
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6(), (network, bits, address) => {
        // Node’s list takes IPv4 in IPv6 its own way; ours is tested above.
        fc.pre(!/\./.test(network + address) && !/^::|^0+:/.test(network) && !/^::|^0+:/.test(address));
        const theirs = new BlockList();
        theirs.addSubnet(network, bits, 'ipv6');
        expect(isWithin(rangesOf(`${network}/${bits}`), address)).toBe(theirs.check(address, 'ipv6'));
      }),
    );
  });

  it('knows which range is in which', () => {
    const within = (inner: string, outer: string) => {
      const [one, other] = [readRange(inner), readRange(outer)];
      return one !== undefined && other !== undefined && contains(other, one);
    };
    expect(within('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
    expect(within('10.0.0.0/8', '10.0.0.0/8')).toBe(true);
    expect(within('10.0.0.0/7', '10.0.0.0/8')).toBe(false);
    expect(within('11.0.0.1', '10.0.0.0/8')).toBe(false);
    expect(within('10.0.0.1', '::/0')).toBe(false);
  });
});

describe('AT-44 where a request came from', () => {
  const proxies = rangesOf('192.0.2.0/24, 2001:db8::/32');
  const from = (peer: string | undefined, forwardedFor?: string) =>
    clientAddress({ peer, forwardedFor }, proxies);

  it('is the peer, whatever it says of itself, unless it is a trusted proxy', () => {
    expect(from('203.0.113.9', '10.0.0.1')).toBe('203.0.113.9');
    expect(from('203.0.113.9')).toBe('203.0.113.9');
    expect(clientAddress({ peer: '192.0.2.1', forwardedFor: '10.0.0.1' }, [])).toBe('192.0.2.1');
    expect(from(undefined, '10.0.0.1')).toBeUndefined();
  });

  it('is whom trusted proxies name, from the right, and nobody further left', () => {
    expect(from('192.0.2.1', '203.0.113.9')).toBe('203.0.113.9');
    expect(from('192.0.2.1', '10.0.0.1, 203.0.113.9')).toBe('203.0.113.9');
    expect(from('::ffff:192.0.2.1', '10.0.0.1,203.0.113.9, 2001:db8::5')).toBe('203.0.113.9');
    expect(from('192.0.2.1')).toBe('192.0.2.1');
    expect(from('192.0.2.1', '192.0.2.7')).toBe('192.0.2.7');
  });

  it('is unknown when a trusted proxy names what is no address', () => {
    for (const text of ['', 'unknown', '10.0.0.1, ', '10.0.0.1, 203.0.113.9:80'])
      expect(from('192.0.2.1', text)).toBeUndefined();
  });
});
