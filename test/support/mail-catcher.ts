import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A letter as it came over the wire. */
export interface Caught {
  readonly to: readonly string[];
  /** Header lines with folded ones joined. */
  readonly headers: readonly string[];
  /** Everything, decoded where it was quoted. */
  readonly text: string;
}

/** A real mail server on this machine that keeps what it is given. */
export interface MailCatcher {
  readonly port: number;
  readonly letters: Caught[];
  /** How often it refuses from now on, with which code. */
  refuse(times: number, code: number): void;
  refused(): number;
  close(): Promise<void>;
}

export async function startMailCatcher(): Promise<MailCatcher> {
  const letters: Caught[] = [];
  let refusals = { left: 0, code: 451, made: 0 };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: (_address, _session, callback) => {
      if (refusals.left === 0) return callback();
      refusals = { ...refusals, left: refusals.left - 1, made: refusals.made + 1 };
      return callback(Object.assign(new Error('Not now'), { responseCode: refusals.code }));
    },
    onData: (stream, session, callback) => {
      const pieces: Buffer[] = [];
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      stream.on('end', () => {
        const raw = Buffer.concat(pieces).toString('utf8');
        letters.push(
          caught(
            raw,
            session.envelope.rcptTo.map(({ address }) => address),
          ),
        );
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    letters,
    refuse: (left, code) => {
      refusals = { left, code, made: 0 };
    },
    refused: () => refusals.made,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function caught(raw: string, to: readonly string[]): Caught {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  return { to, headers: head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n'), text: unquoted(raw) };
}

/** Quoted-printable (RFC 2045 §6.7) as text. */
function unquoted(raw: string): string {
  const bytes: number[] = [];
  const text = raw.replaceAll('=\r\n', '');
  for (let at = 0; at < text.length; at += 1) {
    const hex = /^=([0-9A-F]{2})/.exec(text.slice(at, at + 3))?.[1];
    if (hex === undefined) bytes.push(...Buffer.from(text.charAt(at)));
    else {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return Buffer.from(bytes).toString('utf8');
}
