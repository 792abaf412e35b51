import { describe, expect, it } from 'vitest';
import { inBase64, type SamlAnswer, samlProvider } from '../../../test/support/saml-provider.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { samlSettings } from './connection.ts';
import { newFlow } from './flow.ts';
import { samlProtocol } from './saml.ts';
import { samlPages } from './saml-pages.ts';

const address = 'https://countersign.example';
const signInUrl = 'https://idp.example/sso';
const idp = samlProvider('https://idp.example/metadata', signInUrl);
const stranger = samlProvider('https://idp.example/metadata', signInUrl);
const now = new Date();
const connection = {
  kind: 'saml',
  id: newId('sso'),
  organization: newId('org'),
  displayName: 'The directory',
  active: true,
  settings: samlSettings.parse({ issuer: idp.entityId, signInUrl, certificates: [idp.certificate] }),
  createdAt: now,
  updatedAt: now,
  testedAt: null,
  test: null,
} as const;
const protocol = samlProtocol({ address, hosts: [] });
const metadata = await samlPages(address, connection).metadata().text();
const flow = newFlow({ connection: connection.id, purpose: 'sign_in', returnTo: '/', session: null }, now);

const answer = (given: SamlAnswer = {}, by = idp) => by.answer(metadata, flow.state, given);
const finish = (xml: string, at = flow) => protocol.finish(connection, at, { SAMLResponse: inBase64(xml) });

/** Refused, and for the reason that is meant: a test that is refused for another one holds nothing. */
async function refused(work: Promise<unknown>, why: RegExp): Promise<void> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ code: 'session.sso_refused', status: 401 });
  expect(String(error instanceof Error && error.cause)).toMatch(why);
}

describe('SAML', () => {
  it('asks the provider, and believes what it signed', async () => {
    const url = await protocol.begin(connection, flow);
    expect(`${url.origin}${url.pathname}`).toBe(signInUrl);
    const request = idp.requestOf(url);
    expect(request.id).toBe(flow.state);
    expect(request.xml).toContain(`AssertionConsumerServiceURL="${address}/auth/sso/acs/${connection.id}"`);
    const vouched = await finish(await answer({ attributes: { name: ['Ada'], groups: ['one', 'two'] } }));
    expect(vouched).toMatchObject({
      subject: 'ada@northwind.example',
      claims: { email: 'ada@northwind.example', name: 'Ada', groups: ['one', 'two'] },
    });
  });

  it('asks for a fresh sign-in when somebody steps up', async () => {
    const url = await protocol.begin(connection, { ...flow, purpose: 'step_up' });
    expect(idp.requestOf(url).xml).toContain('ForceAuthn="true"');
  });

  it('gives an id to each answer, so that none is used twice (replay)', async () => {
    const xml = await answer();
    const [one, two, other] = [await finish(xml), await finish(xml), await finish(await answer())];
    expect(one.assertion?.id).toBe(two.assertion?.id);
    expect(one.assertion?.id).not.toBe(other.assertion?.id);
    expect(one.assertion?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 300_000);
  });
});

describe('SAML refuses (AT-46)', () => {
  it('what was tampered with', async () => {
    const xml = await answer();
    await refused(finish(xml.replace('ada@northwind.example<', 'eve@northwind.example<')), /signature/i);
    for (const name of ['DigestValue', 'SignatureValue']) {
      const first = new RegExp(`(<ds:${name}>)(.)`);
      const other = xml.replace(
        first,
        (_, tag: string, letter: string) => tag + (letter === 'A' ? 'B' : 'A'),
      );
      await refused(finish(other), /signature/i);
    }
  });

  it('a stripped signature', async () => {
    const xml = (await answer()).replace(/<ds:Signature .*<\/ds:Signature>/s, '');
    expect(xml).not.toContain('Signature');
    await refused(finish(xml), /signature/i);
  });

  it('the key of somebody else, also when it comes along', async () => {
    await refused(finish(await answer({}, stranger)), /signature/i);
  });

  it.each([
    ['another audience', { audience: 'https://other.example' }, /audience/i],
    ['another recipient', { recipient: 'https://other.example/acs' }, /recipient/],
    ['another issuer', { issuer: 'https://other-idp.example' }, /issuer/],
    ['another request', { inResponseTo: '_another' }, /InResponseTo/],
    ['a time that is over', { expires: new Date(Date.now() - 120_000) }, /expired|subject confirmation/i],
    ['a time to come', { begins: new Date(Date.now() + 300_000) }, /not yet valid/],
    [
      'a NameID that changes every time',
      { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
      /changes every time/,
    ],
    ['no sign-in', { authnStatement: '' }, /AuthnStatement/],
  ])('%s', async (_what, given, why) => {
    await refused(finish(await answer(given)), why);
  });

  it('an answer to nobody’s question', async () => {
    const unasked = (await answer({ inResponseTo: '' })).replaceAll(' InResponseTo=""', '');
    await refused(finish(unasked), /InResponseTo/);
  });

  it('an old assertion in a new answer', async () => {
    const later = newFlow(
      { connection: connection.id, purpose: 'sign_in', returnTo: '/', session: null },
      now,
    );
    const old = await answer();
    const rewrapped = old.replace(/(<samlp:Response [^>]*InResponseTo=")[^"]*/, `$1${later.state}`);
    await refused(finish(rewrapped, later), /InResponseTo|another request/);
  });

  it('comments in a NameID, wherever the reader would cut', async () => {
    const name = 'admin@northwind.example<!---->.evil.example';
    await refused(finish(await answer({ nameId: name })), /comments/);
    const after = (await answer()).replace('ada@northwind.example<', 'ada@northwind<!-- x -->.example<');
    await refused(finish(after), /comments/);
    await refused(finish((await answer()).replace('ada@', '<![CDATA[ada]]>@')), /comments/);
  });

  it('entities of its own, and instructions', async () => {
    const xml = await answer();
    await refused(finish(`<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml}`), /declarations/);
    await refused(finish(xml.replace('<saml:Subject>', '<?x y?><saml:Subject>')), /instructions/);
  });

  it('wrapping: a second assertion beside, around or inside the signed one', async () => {
    const xml = await answer();
    const signed = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
    const forged = signed
      .replace(/<ds:Signature .*<\/ds:Signature>/s, '')
      .replace(/ ID="[^"]*"/, ' ID="_forged"')
      .replace('ada@northwind.example<', 'eve@northwind.example<');
    const around = forged.replace(
      '</saml:Assertion>',
      `<saml:Advice>${signed}</saml:Advice></saml:Assertion>`,
    );
    const extended = xml
      .replace(signed, forged)
      .replace('</samlp:Response>', `<samlp:Extensions>${signed}</samlp:Extensions></samlp:Response>`);
    const inObject = signed.replace('</ds:Signature>', `<ds:Object>${forged}</ds:Object></ds:Signature>`);
    for (const wrapped of [
      xml.replace(signed, forged + signed),
      xml.replace(signed, signed + forged),
      xml.replace(signed, around),
      extended,
      xml.replace(signed, inObject),
      xml.replace(
        signed,
        forged +
          signed
            .replaceAll('saml:Assertion', 'other:Assertion')
            .replace(
              '<other:Assertion ',
              '<other:Assertion xmlns:other="urn:oasis:names:tc:SAML:2.0:assertion" ',
            ),
      ),
    ])
      await refused(finish(wrapped), /assertion/);
  });

  it('a signature over something else', async () => {
    const xml = await answer();
    const id = / ID="([^"]*a)"/.exec(xml)?.[1] ?? '';
    const moved = xml
      .replace(`ID="${id}"`, 'ID="_elsewhere"')
      .replace('<samlp:Status>', `<samlp:Status ID="${id}">`);
    await refused(finish(moved), /signature/i);
  });

  it('outdated algorithms', async () => {
    const xml = (await answer())
      .replaceAll('xmlenc#sha256', 'xmldsig#sha1')
      .replaceAll('xmldsig-more#rsa-sha256', 'xmldsig#rsa-sha1');
    await refused(finish(xml), /outdated/);
  });

  it('what is no answer at all', async () => {
    for (const xml of ['', 'x', '<samlp:Response/>', '<a>'.repeat(3)]) await refused(finish(xml), /./);
  });
});
