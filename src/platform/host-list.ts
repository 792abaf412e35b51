/** A list of hosts that something is allowed to reach, as a setting holds it: `git.example.com, 10.0.0.5:4180`. */
export type HostList = readonly string[];

/**
 * Reads a comma separated list of `host[:port]`, in lower case. Empty text is the empty list. Pure.
 * @returns undefined when a part is no host: no scheme, path, user info or wildcard is taken
 */
export function readHostList(text: string): HostList | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== '');
  return parts.every(isHost) ? [...new Set(parts)] : undefined;
}

/** Whether it reads back as what it was: nothing hides in it that a URL understands otherwise (`127.1`, `a@b`, `x/y`). */
function isHost(part: string): boolean {
  const url = URL.canParse(`http://${part}/`) ? new URL(`http://${part}/`) : undefined;
  if (url === undefined || part.includes('*')) return false;
  // The scheme's own port is not kept by a URL.
  return part === url.host || part === `${url.hostname}:80`;
}

/**
 * Whether a URL's host is on the list. A host without a port stands for the port that its scheme has anyway; `host:443` and
 * `https://host/` are the same place. Pure.
 */
export function isListed(hosts: HostList, url: URL): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return hosts.includes(`${url.hostname}:${port}`) || (url.port === '' && hosts.includes(url.hostname));
}
