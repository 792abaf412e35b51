import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allActions,
  anyGrants,
  anyKeyScope,
  anyPrincipal,
  assetPaths,
  libraryIds,
  principalWith,
} from '../../test/support/access-arbitrary.ts';
import { permits } from './authorize.ts';
import type { Grant, KeyScope } from './principal.ts';
import { theOrganization } from './resource.ts';
import { widerThanMaker } from './wider.ts';

const admin: Grant = { id: 'gra_1', role: 'admin', scope: { kind: 'organization' } };
const viewer: Grant = { id: 'gra_2', role: 'viewer', scope: { kind: 'organization' } };
const publisher: Grant = { id: 'gra_3', role: 'publisher', scope: { kind: 'organization' } };
const none = () => false;

describe('widerThanMaker', () => {
  it('lets everybody make a key as wide as themselves', () => {
    fc.assert(
      fc.property(anyPrincipal, (maker) => {
        const same = { grants: maker.grants, scope: maker.keyScope };
        expect(widerThanMaker(maker, same, none)).toBeUndefined();
      }),
    );
  });

  it('refuses an app’s rights that the maker has not', () => {
    expect(
      widerThanMaker(principalWith([admin]), { grants: [viewer], scope: undefined }, none),
    ).toBeUndefined();
    expect(widerThanMaker(principalWith([admin]), { grants: [publisher], scope: undefined }, none)).toBe(
      'change.publish',
    );
  });

  it('refuses a key made with a narrowed key to be wider than that', () => {
    const maker = principalWith([viewer], { actions: ['execution.create', 'key.create'], models: ['small'] });
    const scope = { actions: ['execution.create'], models: ['small'] };
    expect(widerThanMaker(maker, { grants: [viewer], scope }, none)).toBeUndefined();
    expect(widerThanMaker(maker, { grants: [viewer], scope: undefined }, none)).toBeDefined();
    expect(widerThanMaker(maker, { grants: [viewer], scope: { ...scope, models: ['large'] } }, none)).toBe(
      'models',
    );
    const { models: _, ...anyModel } = scope;
    expect(widerThanMaker(maker, { grants: [viewer], scope: anyModel }, none)).toBe('models');
  });

  it('AT-41 refuses addresses and use cases beyond those of the key that makes it', () => {
    const wider = (maker: KeyScope, scope: KeyScope | undefined) =>
      widerThanMaker(principalWith([viewer], maker), { grants: [viewer], scope }, none);
    expect(wider({ ipRanges: ['10.0.0.0/8'] }, { ipRanges: ['10.1.0.0/16', '10.9.9.9'] })).toBeUndefined();
    expect(wider({ ipRanges: ['10.0.0.0/8'] }, { ipRanges: ['10.0.0.0/7'] })).toBe('ipRanges');
    expect(wider({ ipRanges: ['10.0.0.0/8'] }, { ipRanges: ['10.1.0.0/16', '::/0'] })).toBe('ipRanges');
    expect(wider({ ipRanges: ['10.0.0.0/8'] }, undefined)).toBe('ipRanges');
    expect(wider({ useCases: ['support'] }, { useCases: ['support'] })).toBeUndefined();
    expect(wider({ useCases: ['support'] }, { useCases: ['legal'] })).toBe('useCases');
    expect(wider({ useCases: ['support'] }, undefined)).toBe('useCases');
  });

  it('leaves no right that the maker has not, on any library, named or not (property)', () => {
    const anyRestricted = fc.uniqueArray(fc.constantFrom(...libraryIds));
    fc.assert(
      fc.property(anyPrincipal, anyGrants, anyKeyScope, anyRestricted, (maker, grants, scope, hidden) => {
        const restricted = (id: string) => hidden.some((one) => one === id);
        if (widerThanMaker(maker, { grants, scope }, restricted) !== undefined) return;
        const key = { ...maker, grants, keyScope: scope };
        const others = ['lib_new'] as const;
        const libraries = [...libraryIds, ...others].flatMap((id) =>
          [[], ...assetPaths.map((path) => [path]), assetPaths, ['legal/a.prompt', 'legal/eu/b.prompt']].map(
            (paths) => ({ kind: 'library', id, restricted: restricted(id), paths }) as const,
          ),
        );
        for (const action of allActions)
          for (const resource of [theOrganization, ...libraries])
            if (permits(key, action, resource)) expect(permits(maker, action, resource)).toBe(true);
      }),
      { numRuns: 600 },
    );
  });
});
