import { expect, test } from 'vitest';
import { assertDurable } from './durability.ts';

const answer = (version: string, fsync: string, commit: string) => async () => ({
  rows: [{ version, fsync, commit }],
});

test.each(['on', 'local', 'remote_write', 'remote_apply'])('takes synchronous_commit=%s', async (commit) => {
  await expect(assertDurable(answer('150002', 'on', commit))).resolves.toBeUndefined();
});

test('refuses fsync=off', async () => {
  const refusal = assertDurable(answer('180004', 'off', 'on'));
  await expect(refusal).rejects.toMatchObject({
    code: 'storage.not_durable',
    detail: expect.stringContaining('fsync=off'),
  });
});

test('refuses synchronous_commit=off', async () => {
  const refusal = assertDurable(answer('180004', 'on', 'off'));
  await expect(refusal).rejects.toMatchObject({
    code: 'storage.not_durable',
    detail: expect.stringContaining('synchronous_commit=off'),
  });
});

test('refuses PostgreSQL 14', async () => {
  const refusal = assertDurable(answer('140011', 'on', 'on'));
  await expect(refusal).rejects.toMatchObject({
    code: 'storage.version_unsupported',
    detail: expect.stringContaining('PostgreSQL 14'),
  });
});
