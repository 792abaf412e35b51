import { createHash } from 'node:crypto';
import { generateServiceProviderMetadata } from '@node-saml/node-saml';
import { Problem } from '../../platform/problem.ts';
import { callbackOf } from './protocol.ts';

/** What an identity provider has the browser post. */
export interface SamlForm {
  readonly SAMLResponse: string;
}

interface Named {
  readonly kind: string;
  readonly id: string;
}

const mostBytes = 400_000;
const script = 'document.forms[0].submit()';
const scriptHash = createHash('sha256').update(script).digest('base64');

/** What we are to a SAML identity provider: also where our metadata is. */
export function entityIdOf(address: string, { id }: Named): string {
  return new URL(`/auth/sso/metadata/${id}`, address).href;
}

/** The pages of one connection that only SAML needs. */
export function samlPages(address: string, connection: Named) {
  return {
    metadata: () => metadata(address, connection),
    /**
     * The answer comes by a post from the provider's site, with which a browser sends no cookies of ours. A page of ours posts it on, and that
     * post is from here: so the browser that began is the browser that ends.
     */
    handOver: async (request: Request) => handOver(await read(request), connection),
    read,
  };
}

async function read(request: Request): Promise<SamlForm> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body ?? []) {
    bytes += piece.length;
    if (bytes > mostBytes) throw malformed(413);
    pieces.push(piece);
  }
  const form = new URLSearchParams(Buffer.concat(pieces).toString('utf8'));
  const [answer, second] = form.getAll('SAMLResponse');
  if (answer === undefined || second !== undefined || !/^[A-Za-z0-9+/=\s]+$/.test(answer))
    throw malformed(400);
  return { SAMLResponse: answer };
}

function malformed(status: 400 | 413): Problem {
  return new Problem({
    code: 'session.sso_malformed',
    status,
    detail: 'This is no answer of an identity provider. Start again from the sign-in page.',
  });
}

function handOver({ SAMLResponse }: SamlForm, { id }: Named): Response {
  // Base 64 was checked: it holds nothing that HTML reads.
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Signing in</title></head>
<body><form method="post" action="/auth/sso/finish/${id}"><input type="hidden" name="SAMLResponse" value="${SAMLResponse}">
<noscript><button type="submit">Go on to Countersign</button></noscript></form><script>${script}</script></body></html>`;
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src 'sha256-${scriptHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    },
  });
}

function metadata(address: string, connection: Named): Response {
  const xml = generateServiceProviderMetadata({
    issuer: entityIdOf(address, connection),
    callbackUrl: callbackOf(address, connection),
    wantAssertionsSigned: true,
  });
  return new Response(xml, { headers: { 'content-type': 'application/samlmetadata+xml' } });
}
