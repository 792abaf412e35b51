import { describe, expect, it } from 'vitest';
import { actionAfter, keyLine, keyScopeOf } from './key.ts';

describe('countersign key', () => {
  it('narrows a key to what was named, and to nothing else', () => {
    expect(keyScopeOf({})).toBeUndefined();
    expect(actionAfter('change.create', actionAfter('execution.create'))).toEqual([
      'execution.create',
      'change.create',
    ]);
    expect(() => actionAfter('everything')).toThrow('Give an action');
    expect(keyScopeOf({ library: ['support'], ip: ['10.0.0.0/8'], useCase: ['a', 'b'] })).toEqual({
      libraries: ['support'],
      ipRanges: ['10.0.0.0/8'],
      useCases: ['a', 'b'],
    });
  });

  it('says of each key whose it is, until when, when it was used, and how far it reaches', () => {
    const key = {
      id: 'key_1',
      prefix: 'cs_live_abc',
      displayName: 'Nightly\u202e',
      principal: { kind: 'app' as const, id: 'app_1', displayName: 'Desk' },
      scope: { models: ['small'], ipRanges: ['10.0.0.0/8'] },
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    };
    const line = keyLine(key);
    expect(line).toContain('no end  not used  models small  ipRanges 10.0.0.0/8');
    expect(line).not.toContain('\u202e');
    expect(keyLine({ ...key, revokedAt: '2026-02-01' })).toContain('revoked 2026-02-01');
  });
});
