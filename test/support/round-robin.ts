import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RoundRobin {
  readonly address: string;
  /** How many requests each node got. */
  readonly counts: readonly number[];
  close(): Promise<void>;
}

/** What stands before several nodes: each request goes to the next one, whoever asks and whatever about. */
export async function startRoundRobin(nodes: readonly string[]): Promise<RoundRobin> {
  const counts = nodes.map(() => 0);
  let turn = 0;
  const server = createServer((asked, reply) => {
    const at = turn++ % nodes.length;
    counts[at] = (counts[at] ?? 0) + 1;
    const target = new URL(asked.url ?? '/', nodes[at]);
    const forward = request(target, { method: asked.method, headers: asked.headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    forward.on('error', () => reply.destroy());
    asked.pipe(forward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: addressOf(server.address()),
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function addressOf(bound: string | AddressInfo | null): string {
  if (bound === null || typeof bound === 'string') throw new Error('a TCP server has a port');
  return `http://127.0.0.1:${bound.port}`;
}
