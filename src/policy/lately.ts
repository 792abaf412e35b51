import type { OrganizationId } from '../ledger/index.ts';

/** What is remembered is asked for again after this long, while anybody asks. */
const rememberMs = 250;

/** Asks one small question per organization and quarter of a second, however many want the answer. A failure is not remembered. */
export function lately<Value>(
  read: (organization: OrganizationId) => Promise<Value>,
): (organization: OrganizationId) => Promise<Value> {
  const known = new Map<OrganizationId, { readonly askedMs: number; readonly value: Promise<Value> }>();
  return async (organization) => {
    const now = performance.now();
    const before = known.get(organization);
    if (before !== undefined && now - before.askedMs < rememberMs) return before.value;
    const value = read(organization);
    known.set(organization, { askedMs: now, value });
    value.catch(() => known.delete(organization));
    return value;
  };
}
