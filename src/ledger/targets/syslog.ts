import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { guardedLookup } from '../../platform/outgoing-address.ts';
import type { Entry } from '../entry.ts';
import { severityOf } from '../forms/form.ts';

/** Facility 13, "log audit"; severities of RFC 5424 §6.2.1. */
const facility = 13;
const severities = { info: 6, low: 5, medium: 4, high: 3 } as const;
const largestSequence = 2_147_483_647;

/**
 * One syslog message (RFC 5424) in the frame of RFC 5425 §4.3.1: its length in bytes, a space, the message. `sequenceId` (§7.3.1) is the index
 * and one, so that a gap shows. Pure.
 */
export function syslogFrame(entry: Entry, index: number, host: string, text: string): Buffer {
  const priority = facility * 8 + severities[severityOf(entry)];
  const sequence = (index % largestSequence) + 1;
  const name = host.replace(/[^!-~]/g, '').slice(0, 255) || '-';
  const header = `<${priority}>1 ${entry.at} ${name} countersign - ${entry.action.slice(0, 32)}`;
  const message = Buffer.from(`${header} [meta sequenceId="${sequence}"] ${text}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

export interface SyslogReceiver {
  readonly host: string;
  readonly port: number;
  readonly ca: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Long enough for a receiver that went away to say so, before it is asked whether it has everything. */
const settleMs = 100;

/**
 * Sends frames over one TLS connection. Syslog answers nothing, so what counts as taken is: the receiver was there after the last byte, was told
 * that the connection ends, and ended it in order too. One that breaks off, closes early or never closes has not taken it.
 * @returns what went wrong; undefined when nothing did. Never throws
 */
export async function sendSyslog(
  receiver: SyslogReceiver,
  frames: readonly Buffer[],
): Promise<string | undefined> {
  const { host, port, ca, timeoutMs, signal } = receiver;
  const name = host.replace(/^\[|\]$/g, '');
  const socket = connect({
    host: name,
    port,
    lookup: guardedLookup,
    minVersion: 'TLSv1.2',
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(ca === undefined ? {} : { ca }),
  });
  const late = setTimeout(
    () => socket.destroy(new Error(`not finished within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  const broken = () => socket.destroy(new Error('broken off: the server stops'));
  signal?.addEventListener('abort', broken);
  try {
    await exchange(socket, Buffer.concat(frames));
    return undefined;
  } catch (error) {
    return whatWentWrong(error);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', broken);
    socket.destroy();
  }
}

async function exchange(socket: TLSSocket, bytes: Buffer): Promise<void> {
  const state = { ended: false, early: true };
  const over = new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('end', () => {
      if (state.early) reject(new Error('the receiver closed the connection before it had everything'));
      state.ended = true;
    });
    socket.on('close', () =>
      state.ended ? resolve() : reject(new Error('the receiver broke the connection off')),
    );
  });
  // Whoever waits for it learns of it; until then a rejection is not unhandled.
  over.catch(() => undefined);
  const connected = new Promise<void>((resolve) => socket.once('secureConnect', () => resolve()));
  await Promise.race([connected, over]);
  // What a receiver says is not ours to read; it must flow for its end to be seen.
  socket.resume();
  const written = new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
  await Promise.race([written, over]);
  await Promise.race([sleep(settleMs), over]);
  state.early = false;
  socket.end();
  await over;
}

function whatWentWrong(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return (code ?? error.message).slice(0, 200);
}
