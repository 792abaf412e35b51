import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { type AddressRange, readRangeList } from './address-range.ts';
import { type RemotePlaces, readBucketUrl, readGitPlaces } from './anchor-settings.ts';
import type { MasterKeySource } from './crypto/index.ts';
import { type HostList, readHostList } from './host-list.ts';
import { isSender, type MailSettings, readMailUrl } from './mail.ts';
import { Problem } from './problem.ts';

/** Every setting of the server. README.md holds the same table; a test keeps the two together. */
export const settingDescriptions = {
  PORT: 'TCP port to listen on (default 4180; 0 picks a free one)',
  HOST: 'address to listen on (default 127.0.0.1)',
  DATABASE_URL:
    'a PostgreSQL ≥ 15 to use instead of the embedded one, e.g. postgres://user:password@host:5432/countersign',
  COUNTERSIGN_OWNER_DATABASE_URL:
    'a login that owns the schema and runs migrations; without it DATABASE_URL does both, and the server takes on a role of its own',
  COUNTERSIGN_DATA: 'folder for the embedded database, the master key and files (default ./data)',
  COUNTERSIGN_ADDRESS:
    'the address people use, e.g. https://countersign.example.com (default http://HOST:PORT)',
  COUNTERSIGN_MASTER_KEY:
    '32 bytes in base64 that wrap every other key; without it a file in the data folder is made and used',
  COUNTERSIGN_MASTER_KEY_FILE: 'a file that holds the master key, instead of COUNTERSIGN_MASTER_KEY',
  COUNTERSIGN_MASTER_KEY_PREVIOUS:
    'master keys of before, comma separated: they open what is not re-wrapped yet (default none)',
  COUNTERSIGN_KMS_URL:
    'a key service that wraps the master key, instead of COUNTERSIGN_MASTER_KEY: https, or http on this machine',
  COUNTERSIGN_KMS_TOKEN: 'what the key service wants as a bearer token',
  COUNTERSIGN_LOG_LEVEL: 'trace, debug, info, warn, error, fatal or silent (default info)',
  COUNTERSIGN_BODY_LIMIT_BYTES: 'largest request body that is accepted (default 33554432)',
  COUNTERSIGN_DRAIN_MS: 'how long a stop waits for requests under way (default 10000)',
  COUNTERSIGN_RETENTION_FLOOR_DAYS:
    'no rule of retention erases content before this many days (default 183: half a year)',
  COUNTERSIGN_ANCHORS:
    'more folders that remember each log’s newest checkpoint, comma separated, best on other machines; DATA/anchors always does (default none)',
  COUNTERSIGN_ANCHOR_GIT:
    'git repositories that remember them too: URL or URL#branch (default branch checkpoints), comma separated; https, ssh or file; needs git (default none)',
  COUNTERSIGN_ANCHOR_S3:
    'a bucket that remembers them too: https://HOST/BUCKET or https://HOST/BUCKET/FOLDER (default none)',
  COUNTERSIGN_ANCHOR_S3_CREDENTIAL: 'ACCESS_KEY:SECRET for that bucket, which may list, read and write it',
  COUNTERSIGN_ANCHOR_S3_REGION: 'the region of that bucket (default us-east-1)',
  COUNTERSIGN_ANCHOR_S3_LOCK_DAYS:
    'how many days nobody may delete what is written there, by object lock in compliance mode (default 0: no lock)',
  COUNTERSIGN_IMPORT_HOSTS:
    'hosts that git repositories may be imported from: host or host:port, comma separated (default none)',
  COUNTERSIGN_WEBHOOK_HOSTS:
    'hosts that webhooks may be sent to: host or host:port, comma separated (default none)',
  COUNTERSIGN_WITNESS_HOSTS:
    'hosts that witnesses of logs may be at: host or host:port, comma separated (default none)',
  COUNTERSIGN_EXPORT_HOSTS:
    'hosts that the log may be pushed to (SIEM, collector): host or host:port, comma separated (default none)',
  COUNTERSIGN_DETECTOR_HOSTS:
    'hosts that outside detectors of data classes may be at: host or host:port, comma separated (default none)',
  COUNTERSIGN_SSO_HOSTS:
    'the only hosts that identity providers may be at: host or host:port, comma separated; http only on this machine (default: any public one, over https)',
  COUNTERSIGN_TRUSTED_PROXIES:
    'addresses of proxies whose X-Forwarded-For is believed: 10.0.0.0/8 and the like, comma separated (default none)',
  COUNTERSIGN_SMTP_URL:
    'the mail server that notices go out by: smtp://user:password@host:587 or smtps://… (default: no e-mail)',
  COUNTERSIGN_MAIL_FROM:
    'who e-mail is from: an address, or Name <address>; needed with COUNTERSIGN_SMTP_URL',
  COUNTERSIGN_SMALLEST_GROUP:
    'figures about a group of fewer people than this are not shown (default 5; 1 shows all)',
  COUNTERSIGN_REVIEW_DAYS: 'a prompt that was not reviewed for so many days is stale (default 365)',
} as const;

export type SettingName = keyof typeof settingDescriptions;

const whole = (low: number, high: number) => z.coerce.number().int().min(low).max(high);
const hosts = z
  .string()
  .default('')
  .refine(
    (text) => readHostList(text) !== undefined,
    'must be hosts like git.example.com or 10.0.0.5:3000, comma separated, without http:// and paths',
  )
  .transform((text) => readHostList(text) ?? []);
const isMasterKey = (text: string) => Buffer.from(text, 'base64').length === 32;
const isSafeKms = (text: string) =>
  URL.canParse(text) &&
  (new URL(text).protocol === 'https:' ||
    ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(text).hostname));
const databaseUrl = z.string().regex(/^postgres(ql)?:\/\/.+/, 'must start with postgres://');

const schema = z.object({
  PORT: whole(0, 65_535).default(4180),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: databaseUrl.optional(),
  COUNTERSIGN_OWNER_DATABASE_URL: databaseUrl.optional(),
  COUNTERSIGN_DATA: z.string().min(1).default('./data'),
  COUNTERSIGN_ADDRESS: z.url({ protocol: /^https?$/ }).optional(),
  COUNTERSIGN_MASTER_KEY: z.string().refine(isMasterKey, 'must be 32 bytes in base64').optional(),
  COUNTERSIGN_MASTER_KEY_FILE: z.string().min(1).optional(),
  COUNTERSIGN_MASTER_KEY_PREVIOUS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((key) => key.trim())
        .filter((key) => key !== ''),
    )
    .refine((keys) => keys.every(isMasterKey), 'must be keys of 32 bytes in base64, comma separated'),
  COUNTERSIGN_KMS_URL: z
    .url({ protocol: /^https?$/ })
    .refine(isSafeKms, 'must be https, or http on this machine: the master key travels over it')
    .optional(),
  COUNTERSIGN_KMS_TOKEN: z.string().min(1).optional(),
  COUNTERSIGN_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info'),
  COUNTERSIGN_BODY_LIMIT_BYTES: whole(1024, 1_073_741_824).default(33_554_432),
  COUNTERSIGN_DRAIN_MS: whole(0, 600_000).default(10_000),
  COUNTERSIGN_RETENTION_FLOOR_DAYS: whole(0, 36_500).default(183),
  COUNTERSIGN_ANCHORS: z.string().default(''),
  COUNTERSIGN_ANCHOR_GIT: z
    .string()
    .default('')
    .refine(
      (text) => readGitPlaces(text) !== undefined,
      'must be URLs of git repositories, https://host/path.git or https://host/path.git#branch, comma separated',
    )
    .transform((text) => readGitPlaces(text) ?? []),
  COUNTERSIGN_ANCHOR_S3: z
    .string()
    .refine(
      (text) => readBucketUrl(text) !== undefined,
      'must be like https://s3.example.com/bucket/folder: https, or http on this machine',
    )
    .transform((text) => readBucketUrl(text) ?? text)
    .optional(),
  COUNTERSIGN_ANCHOR_S3_CREDENTIAL: z
    .string()
    .regex(/^[^:\s]+:[^:\s]+$/, 'must be ACCESS_KEY:SECRET')
    .optional(),
  COUNTERSIGN_ANCHOR_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, 'must be like eu-central-1')
    .default('us-east-1'),
  COUNTERSIGN_ANCHOR_S3_LOCK_DAYS: whole(0, 36_500).default(0),
  COUNTERSIGN_IMPORT_HOSTS: hosts,
  COUNTERSIGN_WEBHOOK_HOSTS: hosts,
  COUNTERSIGN_WITNESS_HOSTS: hosts,
  COUNTERSIGN_EXPORT_HOSTS: hosts,
  COUNTERSIGN_DETECTOR_HOSTS: hosts,
  COUNTERSIGN_SSO_HOSTS: hosts,
  COUNTERSIGN_TRUSTED_PROXIES: z
    .string()
    .default('')
    .refine(
      (text) => readRangeList(text) !== undefined,
      'must be addresses or ranges like 10.0.0.0/8 or 2001:db8::/32, comma separated',
    )
    .transform((text) => readRangeList(text) ?? []),
  COUNTERSIGN_SMTP_URL: z
    .string()
    .refine(
      (text) => readMailUrl(text) !== undefined,
      'must be like smtp://user:password@mail.example.com:587',
    )
    .optional(),
  COUNTERSIGN_MAIL_FROM: z
    .string()
    .refine(isSender, 'must be an address, or a name and an address: Countersign <countersign@example.com>')
    .optional(),
  COUNTERSIGN_SMALLEST_GROUP: whole(1, 1_000).default(5),
  COUNTERSIGN_REVIEW_DAYS: whole(1, 3_650).default(365),
} satisfies Record<SettingName, z.ZodType>);

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  readonly ownerDatabaseUrl: string | undefined;
  /** Absolute. */
  readonly dataFolder: string;
  readonly address: string | undefined;
  readonly masterKey: MasterKeySource;
  readonly logLevel: string;
  readonly bodyLimitBytes: number;
  readonly drainMs: number;
  /** No rule of retention erases content before this many days. */
  readonly retentionFloorDays: number;
  /** Folders beside the data folder's own that remember each log's newest checkpoint. Absolute. */
  readonly anchors: readonly string[];
  /** Places on other machines that remember them too. */
  readonly remoteAnchors: RemotePlaces;
  /** Where git repositories may be imported from. Empty: nowhere. */
  readonly importHosts: HostList;
  /** Where webhooks may be sent to. Empty: nowhere. */
  readonly webhookHosts: HostList;
  /** Where outside detectors of data classes may be. */
  readonly detectorHosts: HostList;
  /** Where witnesses of logs may be. Empty: nowhere. */
  readonly witnessHosts: HostList;
  /** Where the log may be pushed to. Empty: nowhere. */
  readonly exportHosts: HostList;
  /** Where identity providers may be. Empty: at any public address. */
  readonly ssoHosts: HostList;
  /** Whose X-Forwarded-For is believed. Empty: nobody's. */
  readonly trustedProxies: readonly AddressRange[];
  /** Undefined: no e-mail goes out. */
  readonly mail: MailSettings | undefined;
  /** Figures about a group of fewer people than this are not shown. */
  readonly smallestGroup: number;
  /** A prompt that was not reviewed for so long is stale. */
  readonly reviewDays: number;
}

/** Names that begin like ours but belong to the command line and to tests. */
const notSetting = (name: string): boolean =>
  ['COUNTERSIGN_KEY', 'COUNTERSIGN_IMPORT_TOKEN'].includes(name) || name.startsWith('COUNTERSIGN_TEST_');

/**
 * Reads the settings from environment variables. An empty variable counts as absent.
 * @throws Problem `settings.unknown` or `settings.invalid`, naming the variable: the start stops with that sentence
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  for (const name of Object.keys(given))
    if (name.startsWith('COUNTERSIGN_') && !(name in settingDescriptions) && !notSetting(name))
      throw new Problem({
        code: 'settings.unknown',
        status: 400,
        detail: `${name} is not a setting of Countersign. Settings are: ${Object.keys(settingDescriptions).join(', ')}.`,
      });
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'a setting');
    throw new Problem({
      code: 'settings.invalid',
      status: 400,
      detail: `${name} is wrong: ${issue?.message ?? 'it cannot be read'}. Mend or unset it and start again.`,
    });
  }
  const values = parsed.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    ownerDatabaseUrl: values.COUNTERSIGN_OWNER_DATABASE_URL,
    dataFolder: isAbsolute(values.COUNTERSIGN_DATA)
      ? values.COUNTERSIGN_DATA
      : resolve(folder, values.COUNTERSIGN_DATA),
    address: values.COUNTERSIGN_ADDRESS,
    masterKey: masterKeyOf(values, folder),
    logLevel: values.COUNTERSIGN_LOG_LEVEL,
    bodyLimitBytes: values.COUNTERSIGN_BODY_LIMIT_BYTES,
    drainMs: values.COUNTERSIGN_DRAIN_MS,
    retentionFloorDays: values.COUNTERSIGN_RETENTION_FLOOR_DAYS,
    anchors: values.COUNTERSIGN_ANCHORS.split(',')
      .map((path) => path.trim())
      .filter((path) => path !== '')
      .map((path) => resolve(folder, path)),
    remoteAnchors: { git: values.COUNTERSIGN_ANCHOR_GIT, bucket: bucketOf(values) },
    importHosts: values.COUNTERSIGN_IMPORT_HOSTS,
    webhookHosts: values.COUNTERSIGN_WEBHOOK_HOSTS,
    witnessHosts: values.COUNTERSIGN_WITNESS_HOSTS,
    exportHosts: values.COUNTERSIGN_EXPORT_HOSTS,
    detectorHosts: values.COUNTERSIGN_DETECTOR_HOSTS,
    ssoHosts: values.COUNTERSIGN_SSO_HOSTS,
    trustedProxies: values.COUNTERSIGN_TRUSTED_PROXIES,
    mail: mailOf(values.COUNTERSIGN_SMTP_URL, values.COUNTERSIGN_MAIL_FROM),
    smallestGroup: values.COUNTERSIGN_SMALLEST_GROUP,
    reviewDays: values.COUNTERSIGN_REVIEW_DAYS,
  };
}

/** Where the master key comes from: one place, or a typing error would silently make another key the right one. */
function masterKeyOf(values: z.output<typeof schema>, folder: string): MasterKeySource {
  const {
    COUNTERSIGN_MASTER_KEY: value,
    COUNTERSIGN_MASTER_KEY_FILE: file,
    COUNTERSIGN_KMS_URL: url,
    COUNTERSIGN_KMS_TOKEN: token,
    COUNTERSIGN_MASTER_KEY_PREVIOUS: previous,
  } = values;
  if ([value, file, url].filter((given) => given !== undefined).length > 1)
    throw new Problem({
      code: 'settings.invalid',
      status: 400,
      detail:
        'COUNTERSIGN_MASTER_KEY, COUNTERSIGN_MASTER_KEY_FILE and COUNTERSIGN_KMS_URL say each where the master key is. Keep one of them and start again.',
    });
  return {
    value,
    file: file === undefined ? undefined : resolve(folder, file),
    kms: url === undefined ? undefined : { url, token },
    previous,
  };
}

function bucketOf({
  COUNTERSIGN_ANCHOR_S3: url,
  COUNTERSIGN_ANCHOR_S3_CREDENTIAL: credential,
  COUNTERSIGN_ANCHOR_S3_REGION: region,
  COUNTERSIGN_ANCHOR_S3_LOCK_DAYS: retentionDays,
}: z.output<typeof schema>): RemotePlaces['bucket'] {
  if (url === undefined) return undefined;
  const [accessKey, secret] = credential?.split(':') ?? [];
  if (accessKey === undefined || secret === undefined)
    throw new Problem({
      code: 'settings.invalid',
      status: 400,
      detail:
        'COUNTERSIGN_ANCHOR_S3_CREDENTIAL is missing: with COUNTERSIGN_ANCHOR_S3 it says who writes to the bucket. Set it and start again.',
    });
  return { url, accessKey, secret, region, retentionDays };
}

function mailOf(url: string | undefined, from: string | undefined): MailSettings | undefined {
  const server = url === undefined ? undefined : readMailUrl(url);
  if (server === undefined) return undefined;
  if (from === undefined)
    throw new Problem({
      code: 'settings.invalid',
      status: 400,
      detail:
        'COUNTERSIGN_MAIL_FROM is missing: with COUNTERSIGN_SMTP_URL it says who e-mail is from. Set it and start again.',
    });
  return { ...server, from };
}
