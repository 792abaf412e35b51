import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  sampleBundle,
  sampleExportLines,
  sampleKey,
  sampleLeaves,
} from '../../../../test/support/sample-log.ts';

const leaves = sampleLeaves(300);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe('without Node, as in a browser', () => {
  it.each([
    ['with WebCrypto', {}],
    ['without WebCrypto, as on a page that was not served securely', { crypto: { subtle: undefined } }],
    ['without any crypto, as in Node 18', { crypto: undefined }],
  ])('verifies a bundle and an export %s', async (_, globals) => {
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    vi.resetModules();
    const { portableSha256, sha256, verifyBundle, verifyExport } = await import('./index.ts');
    expect(sha256).toBe(portableSha256);
    const options = { key: sampleKey.vkey };
    const bundle = sampleBundle(leaves, [0, 299]);
    expect(await verifyBundle(JSON.stringify(bundle), options)).toMatchObject({ ok: true });
    expect(
      await verifyBundle({ ...bundle, checkpoint: bundle.checkpoint.replace('\n300\n', '\n301\n') }, options),
    ).toMatchObject({
      reason: 'note.bad_signature',
    });
    const rows = leaves.map((leaf, index) => ({ index, leaf }));
    const lines = sampleExportLines({ rows, tileLeaves: leaves, signedLeaves: leaves, sizes: [100, 300] });
    expect(await verifyExport(lines, options)).toMatchObject({ ok: true, treeSize: 300, checkpoints: 2 });
  });
});
