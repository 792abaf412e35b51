import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Somebody at the identity provider. */
export interface Account {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

/** A real identity provider (`oidc-provider`) on this machine, at which whoever is told to signs in at once. */
export interface TestProvider {
  readonly issuer: string;
  readonly host: string;
  readonly accounts: Map<string, Account>;
  /** Who signs in from now on. */
  signsIn(account: string): void;
  /** Makes a client, as an administrator there does. */
  client(redirectUri: string): Promise<{ readonly id: string; readonly secret: string }>;
  close(): Promise<void>;
}

export async function startProvider(): Promise<TestProvider> {
  const accounts = new Map<string, Account>();
  let present = '';
  let answer: ((request: IncomingMessage, response: import('node:http').ServerResponse) => void) | undefined;
  const server = createServer((request, response) => answer?.(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = isTcp(address) ? address.port : 0;
  const host = `127.0.0.1:${port}`;
  const issuer = `http://${host}`;
  const provider = new Provider(issuer, {
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts.get(id) }),
    }),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    features: { devInteractions: { enabled: false }, registration: { enabled: true } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['a key of a test'] },
    ttl: { Session: 3600, Grant: 3600, Interaction: 3600, AccessToken: 3600, IdToken: 3600 },
    renderError: async (context, out) => {
      context.body = JSON.stringify(out);
    },
  });
  provider.on('server_error', (_context, error) => console.error(error));
  const callback = provider.callback();
  answer = (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      void callback(request, response);
      return;
    }
    void (async () => {
      const details = await provider.interactionDetails(request, response);
      const clientId = String(details.params.client_id);
      const grant = new provider.Grant({ accountId: present, clientId });
      grant.addOIDCScope(String(details.params.scope));
      const grantId = await grant.save();
      await provider.interactionFinished(request, response, {
        login: { accountId: present },
        consent: { grantId },
      });
    })();
  };
  return {
    issuer,
    host,
    accounts,
    signsIn: (account) => {
      present = account;
    },
    client: async (redirectUri) => {
      const reply = await fetch(`${issuer}/reg`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ redirect_uris: [redirectUri], response_types: ['code'] }),
      });
      const made: unknown = await reply.json();
      return { id: textOf(made, 'client_id'), secret: textOf(made, 'client_secret') };
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isTcp(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function textOf(value: unknown, name: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof found !== 'string') throw new Error(`the provider answered ${JSON.stringify(value)}`);
  return found;
}
