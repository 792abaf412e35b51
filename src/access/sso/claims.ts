import { z } from 'zod';
import { isStorable } from '../../platform/untrusted-json.ts';
import type { Claims } from './identity.ts';

const schema = z.record(z.string().max(300), z.json());

/** Claims as plain data that any table takes: what cannot be kept is left out, and so is what is longer than any claim needs to be. */
export function untrustedClaims(given: object): Claims {
  const kept: Record<string, z.output<ReturnType<typeof z.json>>> = Object.create(null);
  for (const [name, value] of Object.entries(given)) {
    const parsed = schema.safeParse({ [name]: value });
    if (!parsed.success || name === '__proto__') continue;
    const claim = parsed.data[name];
    if (claim !== undefined && isStorable(claim) && JSON.stringify(claim).length <= 100_000)
      kept[name] = claim;
  }
  return { ...kept };
}
