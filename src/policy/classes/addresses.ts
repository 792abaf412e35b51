import { isIPv6 } from 'node:net';
import type { Detector, Found } from './finding.ts';

const v4 = /(?<![\w.-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w-]|\.\d)/g;
const v6 = /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;
/** Loopback, unspecified, broadcast, and those of RFC 5737 and RFC 3849, which documents use. */
const nobody =
  /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:0?db8:|::1$)/i;

/** Addresses of the Internet Protocol (RFC 4291, RFC 6943). Four small numbers with points are a version as often: those need a word near them. */
export const addresses: Detector = ({ text, lower }) => {
  const found: Found[] = [];
  if (text.includes('.'))
    for (const { 0: written, index: start } of text.matchAll(v4)) {
      if (nobody.test(written)) continue;
      const isVersion = /(?:version|v|release|section|§)[ .:]?$/.test(
        lower.slice(Math.max(0, start - 9), start),
      );
      const isSmall = written.split('.').every((one) => Number(one) < 20);
      const confidence = isVersion || isSmall ? 'possible' : 'certain';
      found.push({ dataClass: 'ip_address', kind: '', start, end: start + written.length, confidence });
    }
  if (text.includes(':'))
    for (const { 0: written, index: start } of text.matchAll(v6)) {
      if (!isIPv6(written) || nobody.test(written) || /^[\d:]+$/.test(written)) continue;
      found.push({
        dataClass: 'ip_address',
        kind: '',
        start,
        end: start + written.length,
        confidence: 'certain',
      });
    }
  return found;
};
