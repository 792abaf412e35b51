import { Client, type Dispatcher } from 'undici';
import { Problem } from '../../../platform/problem.ts';
import type { RemoteLimits } from './limits.ts';
import { remoteProblems } from './problems.ts';
import { advertisementQuery, followRedirect, type RemoteUrl } from './remote-url.ts';

/** Asks one server about one repository. Nothing here outlives `close`. */
export interface Connection {
  /** What the server can do: the body of its first answer, where redirects on the same host led. */
  advertisement(): Promise<AsyncIterable<unknown>>;
  /** The answer to a command of version 2. */
  command(body: Buffer): Promise<AsyncIterable<unknown>>;
  close(): Promise<void>;
}

/**
 * Connects when something is asked. The token goes to this host only, in one header, and is in no error: what undici throws is told by
 * its code alone.
 */
export function connectTo(
  first: RemoteUrl,
  token: string | undefined,
  signal: AbortSignal,
  limits: RemoteLimits,
): Connection {
  let url = first;
  let client = clientFor(url, limits);
  const headers = {
    'user-agent': 'git/countersign',
    'git-protocol': 'version=2',
    ...(token === undefined ? {} : { authorization: basic(token) }),
  };
  const ask = (request: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> =>
    client.request({ ...request, signal, headersTimeout: limits.totalMs, bodyTimeout: limits.totalMs });
  const accepted = (answer: Dispatcher.ResponseData, kind: 'advertisement' | 'result') => {
    const { statusCode } = answer;
    if (statusCode === 401 || statusCode === 403) throw remoteProblems.needsLogin(token !== undefined);
    if (statusCode === 404 || statusCode === 410) throw remoteProblems.notFound();
    if (statusCode !== 200) throw remoteProblems.failed(statusCode);
    const type = String(answer.headers['content-type'] ?? '')
      .split(';', 1)[0]
      ?.trim();
    if (type !== `application/x-git-upload-pack-${kind}` || answer.headers['content-encoding'] !== undefined)
      throw remoteProblems.notGit();
    return answer.body;
  };
  return {
    advertisement: async () => {
      for (let followed = 0; ; followed += 1) {
        const path = `${url.path}/info/refs${advertisementQuery}`;
        const answer = await ask({ path, method: 'GET', headers });
        if (![301, 302, 303, 307, 308].includes(answer.statusCode)) return accepted(answer, 'advertisement');
        const next = followRedirect(url, String(answer.headers.location ?? ''));
        if (next === undefined || followed >= limits.redirects) throw remoteProblems.redirected();
        // What stands in the body of a redirect is of no use, however long it is.
        await client.destroy();
        url = next;
        client = clientFor(url, limits);
      }
    },
    command: async (body) => {
      const type = 'application/x-git-upload-pack';
      const answer = await ask({
        path: `${url.path}/git-upload-pack`,
        method: 'POST',
        headers: { ...headers, 'content-type': `${type}-request`, accept: `${type}-result` },
        body,
      });
      if (answer.statusCode >= 300 && answer.statusCode < 400) throw remoteProblems.redirected();
      return accepted(answer, 'result');
    },
    close: () => client.destroy(),
  };
}

const clientFor = ({ origin }: RemoteUrl, limits: RemoteLimits): Client =>
  new Client(origin, { allowH2: false, connect: { timeout: limits.connectMs } });

/** `TOKEN`, or `NAME:TOKEN` for hosts that want a name. */
function basic(token: string): string {
  const login = token.includes(':') ? token : `x-access-token:${token}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

/** What went wrong while a server was asked, as a refusal. */
export function connectionFailure(error: unknown, signal: AbortSignal, limits: RemoteLimits): unknown {
  if (error instanceof Problem) return error;
  if (signal.aborted) return remoteProblems.timedOut(Math.ceil(limits.totalMs / 1000));
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  if (code.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') return remoteProblems.notGit();
  return remoteProblems.unreachable(code);
}
