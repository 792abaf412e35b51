import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/**
 * What a page of ours may do: run our own scripts, talk to our own address, and nothing else. Styles may be inline because the
 * editor sets them; scripts may not.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

interface Held {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/**
 * Serves the built web app from memory: files by their names (those with a content hash for a year), and `index.html` for every other
 * address, because the app has its own routes. Reads the folder once.
 */
export async function webApp(folder: string): Promise<(request: Request) => Promise<Response>> {
  const files = await readAll(folder);
  const index = files.get('/index.html');
  return async (request) => {
    const { pathname } = new URL(request.url);
    const file = files.get(pathname);
    if (file !== undefined && pathname !== '/index.html') {
      const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return reply(file, cache);
    }
    if (index === undefined)
      return new Response(
        'The web app is not built. Start with "npm start" or "npm run demo", which build it.',
        {
          status: 503,
          headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' },
        },
      );
    const missingFile = extname(pathname) !== '' && pathname.startsWith('/assets/');
    return missingFile ? new Response(null, { status: 404 }) : reply(index, 'no-cache');
  };
}

function reply(file: Held, cacheControl: string): Response {
  return new Response(file.body, {
    headers: { ...securityHeaders, 'content-type': file.type, 'cache-control': cacheControl },
  });
}

async function readAll(folder: string): Promise<Map<string, Held>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = new Map<string, Held>();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const path = join(entry.parentPath, entry.name);
    const name = `/${relative(folder, path).split(sep).join('/')}`;
    const body = new Uint8Array(await readFile(path));
    files.set(name, { body, type: types[extname(path)] ?? 'application/octet-stream' });
  }
  return files;
}
