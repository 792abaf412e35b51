import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTls, type TLSSocket } from 'node:tls';
import { receiverCertificate, receiverKey } from './receiver-certificate.ts';

/** A syslog receiver over TLS as RFC 5425 says, which can be told to break off. */
export interface SyslogSink {
  readonly url: string;
  readonly host: string;
  readonly messages: string[];
  /** Breaks the next connection off after so many bytes, as a receiver that dies does. */
  breakAfter(bytes: number): void;
  close(): Promise<void>;
}

export async function startSyslogSink(): Promise<SyslogSink> {
  const messages: string[] = [];
  let breakAt: number | undefined;
  const open = new Set<TLSSocket>();
  const server = createTls({ cert: receiverCertificate, key: receiverKey }, (socket) => {
    open.add(socket);
    let pending = Buffer.alloc(0);
    let seen = 0;
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
    socket.on('data', (piece: Buffer) => {
      seen += piece.length;
      if (breakAt !== undefined && seen >= breakAt) {
        // What came before is kept; the rest of the piece is lost with the connection.
        pending = Buffer.concat([pending, piece.subarray(0, Math.max(0, piece.length - (seen - breakAt)))]);
        pending = readFrames(pending, messages);
        breakAt = undefined;
        socket.destroy();
        return;
      }
      pending = readFrames(Buffer.concat([pending, piece]), messages);
    });
  });
  const port = await listening(server);
  const host = `127.0.0.1:${port}`;
  return {
    url: `tls://${host}`,
    host,
    messages,
    breakAfter: (bytes) => {
      breakAt = bytes;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes whole frames, `MSG-LEN SP SYSLOG-MSG`, off the front; gives what is left. Throws when something is no frame. */
function readFrames(bytes: Buffer, messages: string[]): Buffer<ArrayBuffer> {
  let rest = Buffer.from(bytes);
  for (;;) {
    const space = rest.indexOf(0x20);
    if (space < 0) return rest;
    const length = rest.subarray(0, space).toString();
    if (!/^[1-9][0-9]*$/.test(length)) throw new Error(`no frame begins with ${JSON.stringify(length)}`);
    const end = space + 1 + Number(length);
    if (rest.length < end) return rest;
    messages.push(rest.subarray(space + 1, end).toString('utf8'));
    rest = Buffer.from(rest.subarray(end));
  }
}

export interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP receiver that keeps what it answered 2xx to. */
export interface HttpSink {
  readonly url: string;
  readonly host: string;
  readonly taken: Taken[];
  /** How often it was asked. */
  asked(): number;
  /** How to answer from now on; without, 200. What it is told to keep, it keeps. */
  answer(how: ((response: ServerResponse, keep: () => void) => void) | undefined): void;
  close(): Promise<void>;
}

export async function startHttpSink(): Promise<HttpSink> {
  const taken: Taken[] = [];
  let asked = 0;
  let how: ((response: ServerResponse, keep: () => void) => void) | undefined;
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('error', () => undefined).on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      asked += 1;
      const { url = '', headers } = request;
      const keep = () => taken.push({ path: url, headers, body: Buffer.concat(pieces).toString('utf8') });
      if (how !== undefined) how(response, keep);
      else {
        keep();
        response.end('{}');
      }
    });
  });
  const host = `127.0.0.1:${await listening(server)}`;
  return {
    url: `http://${host}/events`,
    host,
    taken,
    asked: () => asked,
    answer: (next) => {
      how = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listening(
  server: ReturnType<typeof createServer> | ReturnType<typeof createTls>,
): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
