import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareBinaries } from '../../src/platform/postgres/binaries.ts';
import { ensureCluster, runSingleUser } from '../../src/platform/postgres/cluster.ts';
import { startEmbeddedPostgres } from '../../src/platform/postgres/index.ts';
import { ensurePasswords } from '../../src/platform/postgres/passwords.ts';
import { choosePlace } from '../../src/platform/postgres/place.ts';
import { makeTestFolder } from './test-folder.ts';
import type { StartedServer } from './test-server.ts';

/**
 * Starts the embedded PostgreSQL as the product does, in a temporary folder. Only one thing is added before: a superuser that can
 * log in, so that each test file gets a database of its own.
 */
export async function startEmbeddedServer(): Promise<StartedServer> {
  const { folder, remove } = await makeTestFolder('postgres/cluster');
  const place = await choosePlace(folder);
  const binaries = await prepareBinaries(place.home, place.account);
  await ensureCluster(place, binaries, await ensurePasswords(folder), () => undefined);
  const password = randomBytes(24).toString('base64url');
  await runSingleUser(binaries, place.cluster, place, [
    `create role countersign_test superuser login password '${password}'`,
  ]);
  await writeFile(join(place.cluster, 'postgresql.auto.conf'), 'max_connections = 200\n');
  const postgres = await startEmbeddedPostgres({ dataFolder: folder });
  const admin = { ...postgres.owner, user: 'countersign_test', password, database: 'postgres' };
  return {
    server: { kind: 'embedded', admin, owner: postgres.owner, server: postgres.server },
    stop: async () => {
      await postgres.stop();
      await remove();
    },
  };
}
