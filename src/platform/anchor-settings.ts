import { isForbiddenHost } from './outgoing-address.ts';

/** A branch of a git repository elsewhere. */
export interface GitPlace {
  readonly url: string;
  readonly branch: string;
}

/** A folder of a bucket that speaks S3. */
export interface BucketPlace {
  /** `https://HOST/BUCKET` or `https://HOST/BUCKET/PREFIX`, without a slash at its end. */
  readonly url: string;
  readonly accessKey: string;
  readonly secret: string;
  readonly region: string;
  /** Objects are locked for so long; 0: not at all. */
  readonly retentionDays: number;
}

/** Places outside the database, on other machines, that remember the newest checkpoints. The operator names them: nobody else can. */
export interface RemotePlaces {
  readonly git: readonly GitPlace[];
  readonly bucket: BucketPlace | undefined;
}

const branchPattern = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._/-]{0,100}$/;

/**
 * Reads a comma separated list of git repositories, each `URL` or `URL#branch`. Pure.
 * @returns undefined when a part is none: https, http on this machine, ssh or file, and nowhere a machine keeps its credentials (AT-49)
 */
export function readGitPlaces(text: string): readonly GitPlace[] | undefined {
  const places: GitPlace[] = [];
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [address = '', branch = 'checkpoints', ...more] = part.split('#');
    const url = URL.canParse(address) ? new URL(address) : undefined;
    const isKnown = url !== undefined && (isSafe(url) || ['ssh:', 'file:'].includes(url.protocol));
    if (!isKnown || more.length > 0 || !branchPattern.test(branch) || isForbiddenHost(url.hostname))
      return undefined;
    places.push({ url: address, branch });
  }
  return places;
}

/** Reads the address of a bucket and a folder in it. Pure. @returns undefined when it is none */
export function readBucketUrl(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !isSafe(url) || isForbiddenHost(url.hostname)) return undefined;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
  const path = url.pathname.replace(/\/+$/, '');
  return /^(\/[A-Za-z0-9._-]+)+$/.test(path) ? `${url.origin}${path}` : undefined;
}

/** Over TLS, or to this machine. */
const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
