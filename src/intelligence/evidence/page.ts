import { createHash } from 'node:crypto';
import { Problem } from '../../platform/problem.ts';
import type { EvidenceFile } from './export.ts';
import { style } from './style.ts';

/**
 * One HTML file that opens anywhere, without a network, and checks itself: the file's script is the SDK's verifier, and its policy lets
 * nothing else run and nothing be loaded or sent. What the report says is text for that script, never markup.
 */
export function evidencePage(file: EvidenceFile, script: string | undefined): string {
  if (script === undefined) throw notBuilt();
  const code = script.replaceAll('</script', '<\\/script');
  const hash = createHash('sha256').update(code).digest('base64');
  const json = JSON.stringify(file)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<title>Evidence</title>
<style>${style}</style>
</head>
<body>
<main id="page"><noscript><p>This file checks itself with the script in it. Allow scripts for this file, or give it to <code>countersign evidence verify</code>.</p></noscript></main>
<script type="application/json" id="evidence">${json}</script>
<script>${code}</script>
</body>
</html>
`;
}

function notBuilt(): Problem {
  return new Problem({
    code: 'evidence.export.not_built',
    status: 503,
    detail:
      'The page’s script was not built on this server. Ask for the JSON, or let an operator start the server with npm start, which builds it.',
  });
}
