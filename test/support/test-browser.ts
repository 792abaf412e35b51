/** As much of a browser as redirects and cookies take: each origin has its own cookies. */
export interface TestBrowser {
  /** Goes to an address, and on wherever it is sent, to the first answer that `stops` or sends nowhere. */
  go(url: string, stops?: (url: URL) => boolean): Promise<{ readonly url: URL; readonly response: Response }>;
  /** Posts a form, as a page of `from` does. */
  post(
    url: string,
    form: Readonly<Record<string, string>>,
    from: string,
  ): Promise<{ readonly url: URL; readonly response: Response }>;
  /** The cookies that an origin would be sent, as a header. */
  cookies(origin: string): string;
  forget(): void;
}

export function testBrowser(): TestBrowser {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (origin: string) => {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  };
  const cookies = (origin: string) =>
    [...jarOf(origin)].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (origin: string, response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';');
      const at = pair.indexOf('=');
      const over = attributes.some((attribute) =>
        /^\s*(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(attribute),
      );
      if (over) jarOf(origin).delete(pair.slice(0, at));
      else jarOf(origin).set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const once = async (url: URL, init: RequestInit) => {
    const headers = new Headers(init.headers);
    const sent = cookies(url.origin);
    if (sent !== '') headers.set('cookie', sent);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    keep(url.origin, response);
    return response;
  };
  const follow = async (
    first: URL,
    init: RequestInit,
    stops: (url: URL) => boolean,
  ): Promise<{ url: URL; response: Response }> => {
    let url = first;
    let response = await once(url, init);
    for (let hops = 0; hops < 12; hops += 1) {
      const location = response.headers.get('location');
      if (location === null) break;
      const next = new URL(location, url);
      if (stops(next)) return { url: next, response };
      url = next;
      response = await once(url, {});
    }
    return { url, response };
  };
  return {
    go: (url, stops = () => false) => follow(new URL(url), {}, stops),
    post: (url, form, from) =>
      follow(
        new URL(url),
        {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: from },
          body: new URLSearchParams(form).toString(),
        },
        () => false,
      ),
    cookies,
    forget: () => jars.clear(),
  };
}
