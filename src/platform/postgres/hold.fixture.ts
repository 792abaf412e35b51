/** Holds an embedded PostgreSQL until it is killed: `node hold.fixture.ts FOLDER`. Prints one line of JSON when it is ready. */
import { startEmbeddedPostgres } from './index.ts';

const postgres = await startEmbeddedPostgres({ dataFolder: process.argv[2] ?? '' });
console.log(JSON.stringify(postgres.owner));
setInterval(() => undefined, 60_000);
