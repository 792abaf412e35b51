import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Problem } from './problem.ts';
import { readSettings, settingDescriptions } from './settings.ts';

function refusal(environment: Record<string, string>): Problem {
  try {
    readSettings(environment, '/srv');
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was not refused');
}

it('has defaults for everything, and a data folder beside where it was started', () => {
  expect(readSettings({}, '/srv')).toMatchObject({
    port: 4180,
    host: '127.0.0.1',
    dataFolder: '/srv/data',
    logLevel: 'info',
    anchors: [],
    remoteAnchors: { git: [], bucket: undefined },
    importHosts: [],
    webhookHosts: [],
    detectorHosts: [],
    witnessHosts: [],
    exportHosts: [],
    mail: undefined,
  });
  expect(readSettings({ COUNTERSIGN_DATA: '/var/lib/cs', PORT: '' }, '/srv')).toMatchObject({
    port: 4180,
    dataFolder: '/var/lib/cs',
  });
});

it.each([
  { PORT: 'eighty' },
  { PORT: '70000' },
  { DATABASE_URL: 'mysql://x' },
  { COUNTERSIGN_MASTER_KEY: 'c2hvcnQ=' },
  { COUNTERSIGN_LOG_LEVEL: 'loud' },
  { COUNTERSIGN_ADDRESS: 'ftp://x' },
  { COUNTERSIGN_BODY_LIMIT_BYTES: '1' },
  { COUNTERSIGN_IMPORT_HOSTS: 'https://git.example.com' },
  { COUNTERSIGN_ANCHOR_GIT: 'http://git.example.com/anchors.git' },
  { COUNTERSIGN_ANCHOR_GIT: 'https://169.254.169.254/anchors.git' },
  { COUNTERSIGN_ANCHOR_GIT: 'https://git.example.com/anchors.git#--force' },
  { COUNTERSIGN_ANCHOR_GIT: 'ext::sh -c id' },
  { COUNTERSIGN_ANCHOR_S3: 'http://s3.example.com/bucket' },
  { COUNTERSIGN_ANCHOR_S3: 'https://s3.example.com/' },
  { COUNTERSIGN_ANCHOR_S3_CREDENTIAL: 'secret' },
  { COUNTERSIGN_WEBHOOK_HOSTS: 'https://hooks.example.com' },
  { COUNTERSIGN_SMTP_URL: 'http://mail.example.com' },
  { COUNTERSIGN_SMTP_URL: 'smtp://mail.example.com/?x=1' },
  { COUNTERSIGN_MAIL_FROM: 'nobody' },
  { COUNTERSIGN_MAIL_FROM: 'A <a@example.com>\r\nBcc: b@example.com' },
])('stops the start on %o with a sentence that names it', (environment) => {
  const problem = refusal(environment);
  expect(problem.code).toBe('settings.invalid');
  expect(problem.detail).toContain(Object.keys(environment)[0]);
});

it('refuses a setting that does not exist, so that a slip of the pen is not ignored', () => {
  expect(refusal({ COUNTERSIGN_DTAA: 'x' })).toMatchObject({ code: 'settings.unknown' });
});

it('reads the anchors on other machines, and stops without who writes to a bucket', () => {
  const bucket = {
    COUNTERSIGN_ANCHOR_S3: 'https://s3.example.com/bucket/anchors/',
    COUNTERSIGN_ANCHOR_S3_LOCK_DAYS: '90',
  };
  expect(refusal(bucket).detail).toContain('COUNTERSIGN_ANCHOR_S3_CREDENTIAL');
  const settings = readSettings(
    {
      ...bucket,
      COUNTERSIGN_ANCHOR_S3_CREDENTIAL: 'key:secret',
      COUNTERSIGN_ANCHOR_GIT: 'https://me:token@git.example.com/a.git, file:///srv/anchors.git#logs/main',
    },
    '/srv',
  );
  expect(settings.remoteAnchors).toEqual({
    git: [
      { url: 'https://me:token@git.example.com/a.git', branch: 'checkpoints' },
      { url: 'file:///srv/anchors.git', branch: 'logs/main' },
    ],
    bucket: {
      url: 'https://s3.example.com/bucket/anchors',
      accessKey: 'key',
      ...{ secret: 'secret', region: 'us-east-1', retentionDays: 90 },
    },
  });
});

it('reads where e-mail goes out, and stops without who it is from', () => {
  const COUNTERSIGN_SMTP_URL = 'smtp://us%40er:p%3Aw@mail.example.com';
  const COUNTERSIGN_MAIL_FROM = 'Countersign <countersign@example.com>';
  expect(readSettings({ COUNTERSIGN_SMTP_URL, COUNTERSIGN_MAIL_FROM }, '/srv').mail).toEqual({
    host: 'mail.example.com',
    port: 587,
    secure: false,
    login: { user: 'us@er', password: 'p:w' },
    from: COUNTERSIGN_MAIL_FROM,
  });
  expect(
    readSettings({ COUNTERSIGN_SMTP_URL: 'smtps://[::1]', COUNTERSIGN_MAIL_FROM: 'a@b.example' }, '/srv')
      .mail,
  ).toMatchObject({ host: '::1', port: 465, secure: true, login: undefined });
  expect(refusal({ COUNTERSIGN_SMTP_URL }).detail).toContain('COUNTERSIGN_MAIL_FROM');
});

it('lists every setting in one table of the README', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  for (const name of Object.keys(settingDescriptions)) expect(readme).toContain(`| \`${name}\` |`);
});
