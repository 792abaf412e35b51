import { connect, createServer, type Socket } from 'node:net';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';

/**
 * A road to a PostgreSQL on which the first `times` answers to a commit are lost: the commit is done, and the connection ends before
 * its answer. That is what a network, or a node that dies between the two, does.
 */
export async function loseCommitAnswers(
  server: ConnectionSettings,
  times: number,
): Promise<{ connection: ConnectionSettings; lost(): number; close(): Promise<void> }> {
  let lost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = server.host.startsWith('/')
      ? connect(`${server.host}/.s.PGSQL.${server.port}`)
      : connect(server.port, server.host);
    let losing = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    client.on('data', (bytes) => {
      losing = lost < times && isCommit(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!losing) {
        client.write(bytes);
        return;
      }
      losing = false;
      lost += 1;
      client.destroy();
      upstream.destroy();
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  const port = await new Promise<number>((resolve) => {
    proxy.listen(0, '127.0.0.1', () => {
      const address = proxy.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    connection: { ...server, host: '127.0.0.1', port },
    lost: () => lost,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}

/** A simple query that says commit (PostgreSQL's frontend protocol: `Q`, a length, the text, a zero). */
const isCommit = (bytes: Uint8Array): boolean =>
  /^Q.{4}commit\0$/is.test(Buffer.from(bytes).toString('latin1'));
