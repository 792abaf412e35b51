import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** What goes wrong with a device that is not as it should be. */
export interface Faults {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** It did not recognize its person. */
  readonly unverified?: boolean;
  /** It signs with another key. */
  readonly otherKey?: boolean;
}

/** A security key in software: makes one passkey (ES256, counting), and signs with it, as WebAuthn §6 has it. */
export interface Authenticator {
  create(options: unknown, origin: string, faults?: Faults): object;
  get(options: unknown, origin: string, faults?: Faults): object;
  /** Goes back, as a copy of it would. */
  rewind(by: number): void;
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url');

const flags = { present: 0x01, verified: 0x04, attested: 0x40 } as const;

export function createAuthenticator(): Authenticator {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const own = pair();
  const id = randomBytes(32);
  let counter = 0;
  const authenticatorData = (rpId: string, faults: Faults, attested: Buffer = Buffer.alloc(0)) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const bits =
      flags.present | (faults.unverified ? 0 : flags.verified) | (attested.length > 0 ? flags.attested : 0);
    return Buffer.concat([sha256(faults.rpId ?? rpId), Buffer.of(bits), count, attested]);
  };
  return {
    create: (options, origin, faults = {}) => {
      const rpId = text(options, 'rp', 'id');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, id, coseKey(own.publicKey)]);
      const authData = authenticatorData(rpId, faults, attested);
      return credential(id, {
        clientDataJSON: clientData('webauthn.create', options, origin, faults),
        attestationObject: base64url(attestationObject(authData)),
        transports: ['usb'],
      });
    },
    get: (options, origin, faults = {}) => {
      const authData = authenticatorData(text(options, 'rpId'), faults);
      const clientDataJSON = clientData('webauthn.get', options, origin, faults);
      const signed = Buffer.concat([authData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      const key = faults.otherKey ? pair().privateKey : own.privateKey;
      const signature = base64url(createSign('sha256').update(signed).sign(key));
      return credential(id, { clientDataJSON, authenticatorData: base64url(authData), signature });
    },
    rewind: (by) => {
      counter -= by;
    },
  };
}

function credential(id: Uint8Array, response: object): object {
  return {
    id: base64url(id),
    rawId: base64url(id),
    type: 'public-key',
    authenticatorAttachment: 'cross-platform',
    clientExtensionResults: {},
    response,
  };
}

function clientData(type: string, options: unknown, origin: string, faults: Faults): string {
  const challenge = faults.challenge ?? text(options, 'challenge');
  return base64url(JSON.stringify({ type, challenge, origin: faults.origin ?? origin, crossOrigin: false }));
}

/** COSE_Key of an ES256 public key (RFC 9053): { 1: 2, 3: -7, -1: 1, -2: x, -3: y }. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const coordinate = (value: string) =>
    Buffer.concat([Buffer.of(0x58, 0x20), Buffer.from(value, 'base64url')]);
  return Buffer.concat([
    Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
    coordinate(x),
    Buffer.of(0x22),
    coordinate(y),
  ]);
}

/** CBOR of { fmt: 'none', attStmt: {}, authData }. */
function attestationObject(authData: Buffer): Buffer {
  const word = (value: string) => Buffer.concat([Buffer.of(0x60 + value.length), Buffer.from(value)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(authData.length);
  return Buffer.concat([
    Buffer.of(0xa3),
    word('fmt'),
    word('none'),
    word('attStmt'),
    Buffer.of(0xa0),
    word('authData'),
    Buffer.of(0x59),
    length,
    authData,
  ]);
}

function text(value: unknown, ...path: readonly string[]): string {
  let here = value;
  for (const name of path)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
  if (typeof here !== 'string') throw new Error(`no text at ${path.join('.')}`);
  return here;
}
