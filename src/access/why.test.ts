import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allActions, anyGrants, anyPlace, principalWith } from '../../test/support/access-arbitrary.ts';
import { permits } from './authorize.ts';
import type { Grant } from './principal.ts';
import { type Resource, theOrganization } from './resource.ts';
import { sentenceOf, whyOf } from './why.ts';

const now = new Date('2026-11-27T12:00:00Z');
const before = new Date(now.getTime() - 1);
const open: Resource = { kind: 'library', id: 'lib_a', restricted: false };
const restricted: Resource = { ...open, restricted: true };
const grant = (more: Partial<Grant>): Grant => ({
  id: 'gra_1',
  role: 'approver',
  scope: { kind: 'organization' },
  ...more,
});
const reasonFor = (grants: readonly Grant[], resource: Resource, active = true) =>
  whyOf({ active, grants }, 'change.approve', resource, now).reason;

describe('why', () => {
  it('says what authorize says, whoever holds what, and names grants that do it alone (property)', () => {
    const anyEnd = fc.constantFrom(undefined, before, now, new Date(now.getTime() + 1));
    const ending = anyGrants.chain((grants) =>
      fc
        .array(anyEnd, { minLength: grants.length, maxLength: grants.length })
        .map((ends) => grants.map((one, at): Grant => ({ ...one, endsAt: ends[at] }))),
    );
    fc.assert(
      fc.property(ending, fc.constantFrom(...allActions), anyPlace, (grants, action, place) => {
        const inForce = grants.filter(({ endsAt }) => endsAt === undefined || endsAt > now);
        for (const resource of [theOrganization, place]) {
          const why = whyOf({ active: true, grants }, action, resource, now);
          expect(why.allowed).toBe(permits(principalWith(inForce), action, resource));
          for (const one of why.by) expect(permits(principalWith([one]), action, resource)).toBe(true);
          expect(why.reason === null).toBe(why.allowed);
          expect(why.by.length > 0).toBe(why.allowed);
          expect(whyOf({ active: false, grants }, action, resource, now)).toMatchObject({
            allowed: false,
            reason: 'left',
          });
        }
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['no_grant', [], open],
    ['no_grant', [grant({ role: 'viewer', endsAt: before })], open],
    ['role_lacks_it', [grant({ role: 'viewer' })], open],
    ['ended', [grant({ endsAt: now })], open],
    ['restricted', [grant({})], restricted],
    ['elsewhere', [grant({ scope: { kind: 'library', library: 'lib_b' } })], open],
    ['part_only', [grant({ scope: { kind: 'folder', library: 'lib_a', path: 'legal' } })], open],
    // The nearest comes first: what one would mend.
    ['ended', [grant({ scope: { kind: 'library', library: 'lib_b' } }), grant({ endsAt: now })], open],
  ] as const)('is %s', (reason, grants, resource) => {
    expect(reasonFor(grants, resource)).toBe(reason);
  });

  it('is left, whatever they still hold', () => {
    expect(reasonFor([grant({})], open, false)).toBe('left');
  });

  it('says what would permit it', () => {
    const why = whyOf({ active: true, grants: [grant({ role: 'viewer' })] }, 'change.approve', open, now);
    expect(sentenceOf('Ann', why, 'change.approve', 'on support')).toBe(
      'Ann may not do this (change.approve) on support: none of their roles holds it. These built-in roles do: approver.',
    );
    const team = grant({ team: 'tea_1', endsAt: new Date('2026-12-01T00:00:00Z') });
    const yes = whyOf({ active: true, grants: [team] }, 'change.approve', open, now);
    expect(sentenceOf('Ann', yes, 'change.approve', 'on support')).toContain(
      'the role approver, by a team that they are in permits it, until 2026-12-01T00:00:00.000Z',
    );
  });
});
