import type { Operation } from './operation.ts';
import { securityHeaders } from './web-app.ts';

/** `/api/docs`: every operation on one page that needs no script. The machine-readable form is `/api/openapi.json`. */
export function docsPage<Principal>(operations: readonly Operation<Principal>[]): Response {
  const slices = [...new Set(operations.map((operation) => operation.slice))];
  const sections = slices.map((slice) => {
    const own = operations.filter((operation) => operation.slice === slice);
    return `<section id="${escapeHtml(slice)}"><h2>${escapeHtml(slice)}</h2>${own.map(article).join('')}</section>`;
  });
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Countersign API</title><style>${style}</style></head><body><main><h1>Countersign API</h1>
<p>Send a key as <code>Authorization: Bearer cs_live_…</code>, or use the session of the web app. Operation ids are the action names.
The same in OpenAPI 3.1: <a href="/api/openapi.json">/api/openapi.json</a>. Refusals are
<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> problems with a stable <code>code</code>.</p>
<nav>${slices.map((slice) => `<a href="#${escapeHtml(slice)}">${escapeHtml(slice)}</a>`).join(' · ')}</nav>
${sections.join('')}</main></body></html>`;
  return new Response(html, { headers: { ...securityHeaders, 'content-type': 'text/html; charset=utf-8' } });
}

function article<Principal>(operation: Operation<Principal>): string {
  const problems = operation.problems.map((code) => `<li><code>${escapeHtml(code)}</code></li>`).join('');
  return `<article id="${escapeHtml(operation.id)}"><h3><code>${operation.method.toUpperCase()} ${escapeHtml(operation.path)}</code>
<a href="#${escapeHtml(operation.id)}">${escapeHtml(operation.id)}</a></h3><p>${escapeHtml(operation.summary)}.</p>
<p>${escapeHtml(operation.description)}</p>${problems === '' ? '' : `<ul>${problems}</ul>`}</article>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;margin:0}main{max-width:50rem;margin:0 auto;padding:2rem 1rem}
article{border-top:1px solid color-mix(in srgb,currentColor 20%,transparent);padding:.5rem 0}h3{font-size:1rem;margin:.5rem 0}
code{font:14px ui-monospace,monospace}h3 a{float:right;font-weight:400}h2{text-transform:capitalize}`;
