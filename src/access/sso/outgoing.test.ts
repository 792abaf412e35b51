import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { localPath } from './flow.ts';
import { askProvider, refuseHost } from './outgoing.ts';

const codeOf = (work: () => void) => {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : 'thrown';
  }
  return 'allowed';
};

describe('where an identity provider may be (AT-49)', () => {
  it.each([
    ['https://login.example.com/realms/x', [], 'allowed'],
    ['https://8.8.8.8/', [], 'allowed'],
    ['http://login.example.com/', [], 'sso_connection.host_not_allowed'],
    ['https://10.0.0.5/', [], 'sso_connection.host_not_allowed'],
    ['https://127.0.0.1/', [], 'sso_connection.host_not_allowed'],
    ['https://[::1]/', [], 'sso_connection.host_not_allowed'],
    ['https://[::ffff:10.0.0.5]/', [], 'sso_connection.host_not_allowed'],
    ['https://0x7f.1/', [], 'sso_connection.host_not_allowed'],
    ['https://2130706433/', [], 'sso_connection.host_not_allowed'],
    ['https://169.254.169.254/', [], 'sso_connection.host_not_allowed'],
    ['https://metadata.google.internal/', [], 'sso_connection.host_not_allowed'],
    ['https://a:b@login.example.com/', [], 'sso_connection.host_not_allowed'],
    ['https://10.0.0.5/', ['10.0.0.5'], 'allowed'],
    ['https://other.example.com/', ['10.0.0.5'], 'sso_connection.host_not_allowed'],
    ['http://10.0.0.5/', ['10.0.0.5:80'], 'sso_connection.host_not_allowed'],
    ['http://127.0.0.1:5000/', ['127.0.0.1:5000'], 'allowed'],
    ['https://169.254.169.254/', ['169.254.169.254'], 'sso_connection.host_not_allowed'],
  ])('%s with %j: %s', (url, hosts, expected) => {
    expect(codeOf(() => refuseHost(hosts, new URL(url)))).toBe(expected);
  });

  it('a name that leads inside is not connected to, and a redirect is not followed', async () => {
    await expect(
      askProvider([], new URL('https://localhost/'), { method: 'GET', headers: {}, body: undefined }),
    ).rejects.toMatchObject({ code: 'sso_connection.unreachable', cause: { message: /no public address/ } });
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/inside' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const reply = await askProvider([host], new URL(`http://${host}/first`), {
      method: 'GET',
      headers: {},
      body: undefined,
    });
    expect([reply.status, asked]).toEqual([302, ['/first']]);
    await new Promise((resolve) => server.close(resolve));
  });
});

it.each([
  ['/northwind/changes?tab=a#b', '/northwind/changes?tab=a#b'],
  [null, '/'],
  ['', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/a\\..\\b', '/'],
  ['https://evil.example', '/'],
  ['/\t/evil.example', '/'],
  [`/${'a'.repeat(600)}`, '/'],
])('goes back to %s as %s', (given, expected) => {
  expect(localPath(given)).toBe(expected);
});
