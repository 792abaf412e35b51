import { ApiProblem } from '../../api/problem.ts';

const name = 'countersign.sso_problem=';

/** What went wrong on the way back from an identity provider, once: the server tells it by a cookie, for an address could be forged. */
export function takeSsoProblem(): ApiProblem | null {
  const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(name));
  if (found === undefined) return null;
  // biome-ignore lint/suspicious/noDocumentCookie: the other way to a cookie is not in every browser
  document.cookie = `${name}; Path=/; Max-Age=0`;
  try {
    const told: unknown = JSON.parse(decodeURIComponent(found.slice(name.length)));
    const text = (member: string): string => {
      const value: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, member) : '';
      return typeof value === 'string' ? value : '';
    };
    return new ApiProblem({
      status: 403,
      code: text('code'),
      title: 'Single sign-on did not work',
      detail: text('detail'),
      request: null,
    });
  } catch {
    return null;
  }
}

/** Where single sign-on begins. */
export function ssoStart(connection: string, query: Readonly<Record<string, string>>): string {
  return `/auth/sso/start/${connection}?${new URLSearchParams(query)}`;
}
