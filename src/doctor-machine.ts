import { access, constants, statfs } from 'node:fs/promises';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { fail, type Line, ok, reasonOf, warn } from './doctor-line.ts';
import type { Inspected } from './platform/db/index.ts';
import type { MailSettings } from './platform/mail.ts';
import type { Settings } from './platform/settings.ts';

/** Free bytes below which it fails, and below which it warns. */
export interface DiskLimits {
  readonly failBytes: number;
  readonly warnBytes: number;
}

const gib = 1_073_741_824;
export const diskLimits: DiskLimits = { failBytes: gib, warnBytes: 5 * gib };

/** Room where the data folder is: with the embedded database, of everything; otherwise of keys and anchors. */
export async function checkDisk({ dataFolder }: Settings, limits: DiskLimits): Promise<Line> {
  try {
    const { bavail, bsize } = await statfs(dataFolder);
    const free = bavail * bsize;
    const found = `${(free / gib).toFixed(1)} GiB are free at ${dataFolder}.`;
    const todo =
      'Make room, or move the data folder. When it is full nothing can be recorded, and so nothing runs.';
    if (free < limits.failBytes) return fail('disk', found, todo);
    return free < limits.warnBytes ? warn('disk', found, todo) : ok('disk', found);
  } catch (error) {
    return fail(
      'disk',
      `The data folder cannot be read: ${reasonOf(error)}`,
      'Look at COUNTERSIGN_DATA and its rights.',
    );
  }
}

/** Whether there is a key at all, so that looking makes none. */
export async function hasMasterKey({ masterKey, dataFolder }: Settings): Promise<boolean> {
  if (masterKey.value !== undefined || masterKey.file !== undefined) return true;
  const name = masterKey.kms === undefined ? 'master.key' : 'master.key.wrapped';
  return access(join(dataFolder, name), constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** Expiry is by the node's clock and order by the log: a clock that is off ends sessions and approvals early or late. */
export function checkClock({ now, askedAt }: Pick<Inspected, 'now' | 'askedAt'>): Line {
  const offMs = Math.abs(now.getTime() - askedAt.getTime());
  const found = `This machine and the database are ${(offMs / 1000).toFixed(1)} s apart.`;
  const todo = 'Let both follow the same time service (NTP), and look again.';
  if (offMs > 30_000) return fail('clock', found, todo);
  return offMs > 2_000 ? warn('clock', found, todo) : ok('clock', found);
}

export function checkMigrations({ missing, foreign }: Pick<Inspected, 'missing' | 'foreign'>): Line {
  if (foreign.length > 0)
    return fail(
      'migrations',
      `The database has ${foreign.join(', ')}, which this version does not know as they are.`,
      'Start the newer version that made them, or restore a backup.',
    );
  if (missing.length > 0)
    return fail(
      'migrations',
      `${missing.length} are missing: ${missing.join(', ')}`,
      'Run: countersign migrate',
    );
  return ok('migrations', 'The database is current.');
}

/** Whether somebody listens where letters go out. No letter is sent, and nobody signs in. */
export async function checkMail(mail: MailSettings | undefined): Promise<Line> {
  if (mail === undefined)
    return warn(
      'mail',
      'No e-mail goes out.',
      'Set COUNTERSIGN_SMTP_URL and COUNTERSIGN_MAIL_FROM, if people are to get notices.',
    );
  const { host, port, secure } = mail;
  const where = `${host}:${port}`;
  const error = await reach(host, port, secure);
  if (error === undefined) return ok('mail', `${where} answers.`);
  return fail(
    'mail',
    `${where} does not answer: ${error}`,
    'Look at COUNTERSIGN_SMTP_URL, the mail server and the firewall.',
  );
}

function reach(host: string, port: number, secure: boolean): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = secure ? connectTls({ host, port, servername: host }) : connectTcp({ host, port });
    const done = (error?: string) => {
      socket.destroy();
      resolve(error);
    };
    socket.setTimeout(5_000, () => done('nothing within 5 s'));
    socket.once('error', (error) => done(reasonOf(error) || 'refused'));
    socket.once('data', () => done());
  });
}
