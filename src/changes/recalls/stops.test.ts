import { describe, expect, it } from 'vitest';
import { recallOf, type Served, type Stops, stopOf } from './stops.ts';

const served: Served = {
  assets: [
    { library: 'lib_a', paths: ['letter.prompt'], digest: 'sha256:1' },
    { library: 'lib_a', paths: ['_sign.prompt', 'sign.prompt'], digest: 'sha256:2' },
  ],
  model: 'm',
  published: true,
};
const noon = new Date('2026-03-02T12:00:00Z');
const recalled = (target: Stops['recalls'][number]['target']): Stops => ({
  recalls: [{ id: 'rcl_1', target, reason: 'Wrong.' }],
  emergencies: [],
});
const emergency = (library: `lib_${string}`, from: Date): Stops => ({
  recalls: [],
  emergencies: [{ id: 'brk_1', library, digest: 'sha256:1', from }],
});

describe('what stops an execution', () => {
  it.each([
    [{ kind: 'model', model: 'm' }],
    [{ kind: 'asset', library: 'lib_a', path: 'letter.prompt' }],
    [{ kind: 'asset', library: 'lib_a', path: 'sign.prompt' }],
    [{ kind: 'version', library: 'lib_a', path: 'letter.prompt', version: 3, digest: 'sha256:1' }],
    // The same bytes under another name are as wrong as they were.
    [{ kind: 'version', library: 'lib_a', path: 'moved.prompt', version: 1, digest: 'sha256:2' }],
  ] as const)('is a recall of %o', (target) => {
    expect(stopOf(recalled(target), served, noon)).toMatchObject({
      why: 'recalled',
      recall: { reason: 'Wrong.' },
    });
    expect(stopOf(recalled(target), { ...served, published: false }, noon)).toBeDefined();
  });

  it.each([
    [{ kind: 'model', model: 'other' }],
    [{ kind: 'asset', library: 'lib_b', path: 'letter.prompt' }],
    [{ kind: 'asset', library: 'lib_a', path: 'letter' }],
    [{ kind: 'version', library: 'lib_b', path: 'letter.prompt', version: 3, digest: 'sha256:1' }],
    [{ kind: 'version', library: 'lib_a', path: 'letter.prompt', version: 3, digest: 'sha256:3' }],
  ] as const)('is not a recall of %o', (target) => {
    expect(stopOf(recalled(target), served, noon)).toBeUndefined();
  });

  it('is the end of an emergency, from the instant on, for what is published', () => {
    const later = new Date(noon.getTime() + 1);
    expect(stopOf(emergency('lib_a', noon), served, noon)?.why).toBe('break_glass_ended');
    expect(stopOf(emergency('lib_a', later), served, noon)).toBeUndefined();
    expect(stopOf(emergency('lib_b', noon), served, noon)).toBeUndefined();
    expect(stopOf(emergency('lib_a', noon), { ...served, published: false }, noon)).toBeUndefined();
  });

  it('is not the end of an emergency that brought other bytes', () => {
    const other = emergency('lib_a', noon).emergencies.map((one) => ({
      ...one,
      digest: 'sha256:9' as const,
    }));
    expect(stopOf({ recalls: [], emergencies: other }, served, noon)).toBeUndefined();
    expect(stopOf({ recalls: [], emergencies: [] }, served, noon)).toBeUndefined();
  });
});

describe('what must not go live again', () => {
  const at = { library: 'lib_a', path: 'letter.prompt' } as const;
  const version = { kind: 'version', ...at, version: 3, digest: 'sha256:1' } as const;
  const recalls = recalled(version).recalls;

  it('is exactly the bytes that were recalled, in their library', () => {
    expect(recallOf(recalls, 'lib_a', 'sha256:1')?.id).toBe('rcl_1');
    expect(recallOf(recalls, 'lib_b', 'sha256:1')).toBeUndefined();
    expect(recallOf(recalls, 'lib_a', 'sha256:2')).toBeUndefined();
  });

  it('is not what only an asset or a model is recalled for: new bytes mend that', () => {
    const { recalls: asset } = recalled({ kind: 'asset', library: 'lib_a', path: 'letter.prompt' });
    const { recalls: model } = recalled({ kind: 'model', model: 'm' });
    expect(recallOf([...asset, ...model], 'lib_a', 'sha256:1')).toBeUndefined();
  });
});
