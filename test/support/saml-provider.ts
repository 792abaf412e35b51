import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { inflateRawSync } from 'node:zlib';

/** What is used of `samlify`. Its own types bring those of browsers along, which contradict Node's. */
interface Samlify {
  setSchemaValidator(validator: { validate(xml: string): Promise<string> }): void;
  ServiceProvider(setting: { readonly metadata: string }): object;
  IdentityProvider(setting: object): {
    createLoginResponse(
      service: object,
      request: object,
      binding: 'post',
      user: object,
      write: (template: string) => { readonly id: string; readonly context: string },
    ): Promise<{ readonly context: string }>;
  };
}

const samlify: Samlify = createRequire(import.meta.url)('samlify');

/** What an identity provider writes into an answer. */
export interface SamlAnswer {
  readonly nameId?: string;
  readonly nameIdFormat?: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly recipient?: string;
  readonly inResponseTo?: string;
  readonly expires?: Date;
  readonly begins?: Date;
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** In place of what is said about when somebody signed in. */
  readonly authnStatement?: string;
}

/** A real SAML identity provider (`samlify`), with keys of its own. */
export interface SamlProvider {
  readonly entityId: string;
  readonly certificate: string;
  /** The request of a redirect to it. */
  requestOf(url: URL): { readonly id: string; readonly xml: string };
  /** A signed answer, in XML. */
  answer(metadata: string, request: string, given?: SamlAnswer): Promise<string>;
}

export function samlProvider(entityId: string, signInUrl: string): SamlProvider {
  samlify.setSchemaValidator({ validate: async () => 'not looked at' });
  const { certificate, privateKey } = selfSigned(entityId);
  const setting = {
    entityID: entityId,
    privateKey,
    signingCert: certificate,
    isAssertionEncrypted: false,
    generateID: () => `_${randomBytes(16).toString('hex')}`,
    singleSignOnService: [
      { Binding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect', Location: signInUrl },
    ],
  };
  const provider = samlify.IdentityProvider(setting);
  return {
    entityId,
    certificate,
    requestOf: (url) => {
      const xml = inflateRawSync(Buffer.from(url.searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
      return { id: / ID="([^"]+)"/.exec(xml)?.[1] ?? '', xml };
    },
    answer: async (metadata, request, given = {}) => {
      const service = samlify.ServiceProvider({ metadata });
      const { context } = await provider.createLoginResponse(
        service,
        { extract: { request: { id: request } } },
        'post',
        {},
        () => ({
          id: '_answer',
          context: written(metadata, entityId, request, given),
        }),
      );
      return Buffer.from(context, 'base64').toString('utf8');
    },
  };
}

export const inBase64 = (xml: string): string => Buffer.from(xml, 'utf8').toString('base64');

function written(metadata: string, entityId: string, request: string, given: SamlAnswer): string {
  const now = new Date();
  const acs = / Location="([^"]+)"/.exec(metadata)?.[1] ?? '';
  const audience = given.audience ?? / entityID="([^"]+)"/.exec(metadata)?.[1] ?? '';
  const expires = (given.expires ?? new Date(now.getTime() + 300_000)).toISOString();
  const answered = given.inResponseTo ?? request;
  const attributes = Object.entries(given.attributes ?? {})
    .map(
      ([name, values]) =>
        `<saml:Attribute Name="${name}">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`,
    )
    .join('');
  const statement =
    given.authnStatement ??
    `<saml:AuthnStatement AuthnInstant="${now.toISOString()}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`;
  const id = `_${randomBytes(16).toString('hex')}`;
  return (
    `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${id}r" Version="2.0" IssueInstant="${now.toISOString()}" Destination="${acs}" InResponseTo="${answered}">` +
    `<saml:Issuer>${given.issuer ?? entityId}</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>` +
    `<saml:Assertion ID="${id}a" Version="2.0" IssueInstant="${now.toISOString()}"><saml:Issuer>${given.issuer ?? entityId}</saml:Issuer>` +
    `<saml:Subject><saml:NameID Format="${given.nameIdFormat ?? 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'}">${given.nameId ?? 'ada@northwind.example'}</saml:NameID>` +
    `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${expires}" Recipient="${given.recipient ?? acs}" InResponseTo="${answered}"/></saml:SubjectConfirmation></saml:Subject>` +
    `<saml:Conditions NotBefore="${(given.begins ?? new Date(now.getTime() - 1000)).toISOString()}" NotOnOrAfter="${expires}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `${statement}<saml:AttributeStatement>${attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>`
  );
}

/** A key and a certificate for it that nobody else vouches for, as identity providers have them (X.509 in DER, by hand). */
function selfSigned(name: string): { readonly certificate: string; readonly privateKey: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const length = (bytes: number): number[] =>
    bytes < 128 ? [bytes] : bytes < 256 ? [0x81, bytes] : [0x82, bytes >> 8, bytes & 0xff];
  const der = (tag: number, ...parts: readonly Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Uint8Array.from([tag, ...length(body.length)]), body]);
  };
  const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
  const algorithm = sequence(oid('2a864886f70d01010b'), der(0x05));
  const called = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(name.slice(0, 60))))));
  const time = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replaceAll(/[-:T]|\..*/g, '')}Z`));
  const now = Date.now();
  const facts = sequence(
    der(0x02, Uint8Array.from([1])),
    algorithm,
    called,
    sequence(time(new Date(now - 86_400_000)), time(new Date(now + 365 * 86_400_000))),
    called,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = sign('sha256', facts, privateKey);
  const whole = sequence(facts, algorithm, der(0x03, Uint8Array.from([0]), signature));
  const lines = whole.toString('base64').replaceAll(/.{64}/g, '$&\n').trim();
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
