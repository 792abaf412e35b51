import type { BrowserContext, ConsoleMessage, Page, Request, Response } from 'playwright-core';

/**
 * Everything a page complains about: errors in its console, uncaught errors, violations of the content security policy, refused and
 * failed requests. What a story does not announce with `expect` fails it, and so does what it announces and does not happen.
 */
export interface Trouble {
  expect(pattern: RegExp): void;
  /** One line for each complaint nobody expected, and for each expectation that was not met. */
  lines(): string[];
}

/** The console repeats every refused request; those are counted from the response, which says which one it was. */
const repeated = /^Failed to load resource/;
const violations = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('content security policy: ' + violatedDirective + ' ' + blockedURI));`;

export async function watchTrouble(context: BrowserContext): Promise<Trouble> {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  await context.addInitScript(violations);
  context.on('console', (message: ConsoleMessage) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    if (isComplaint && !repeated.test(message.text())) seen.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => seen.push(`page: ${error.error().message}`));
  context.on('response', (response: Response) => {
    if (response.status() >= 400) seen.push(`${response.status()} ${named(response.request())}`);
  });
  context.on('requestfailed', (request: Request) => {
    // A page that leaves, or a query nobody waits for any more, takes its requests back.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') seen.push(`${why} ${named(request)}`);
  });
  context.on('page', (page: Page) => page.on('crash', () => seen.push('page: crashed')));
  return {
    expect: (pattern) => expected.push(pattern),
    lines: () => [
      ...seen.filter((line) => !expected.some((pattern) => pattern.test(line))),
      ...expected
        .filter((pattern) => !seen.some((line) => pattern.test(line)))
        .map((pattern) => `expected and did not happen: ${pattern}`),
    ],
  };
}

function named(request: Request): string {
  const { pathname, search } = new URL(request.url());
  return `${request.method()} ${pathname}${search}`;
}
