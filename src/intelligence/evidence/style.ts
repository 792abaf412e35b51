/** The look of an evidence page: plain, readable, and printable. */
export const style = `
:root{color-scheme:light dark;--ink:#1a1d21;--soft:#545b64;--line:#dcdfe3;--paper:#fff;--card:#f7f8f9;--good:#17663a;--good-soft:#e3f4ea;--bad:#a3201a;--bad-soft:#fdeae8}
@media (prefers-color-scheme:dark){:root{--ink:#e8eaed;--soft:#a8afb8;--line:#343a41;--paper:#14171a;--card:#1c2024;--good:#7fd6a3;--good-soft:#17301f;--bad:#ff9a92;--bad-soft:#3a1a18}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.1rem;margin:2.25rem 0 .75rem}
p{margin:.25rem 0}
.soft{color:var(--soft)}
.small{font-size:.85rem}
code,pre{font-family:ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.82rem;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.75rem;margin:.5rem 0}
.verdict{border-radius:10px;padding:1rem 1.25rem;margin:1.5rem 0;border:1px solid;display:flex;gap:.9rem;align-items:flex-start}
.verdict b{display:block;font-size:1.15rem}
.verdict .mark{font-size:1.4rem;line-height:1.2}
.good{color:var(--good)}.bad{color:var(--bad)}
.verdict.good{background:var(--good-soft)}.verdict.bad{background:var(--bad-soft)}
.verdict .soft{color:inherit}
dl{display:grid;grid-template-columns:minmax(7rem,max-content) 1fr;gap:.35rem 1.25rem;margin:0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ol.steps{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
ol.steps li{padding:0 0 1rem 1.1rem;position:relative}
ol.steps li::before{content:"";position:absolute;left:-6px;top:.45rem;width:10px;height:10px;border-radius:50%;background:var(--soft)}
ol.steps li.good::before{background:var(--good)}ol.steps li.bad::before{background:var(--bad)}
ol.steps li>*{color:var(--ink)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.88rem}
th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{color:var(--soft);font-weight:500}
details{margin:.2rem 0}summary{cursor:pointer}
summary:focus-visible{outline:2px solid currentColor;outline-offset:2px}
@media (max-width:40rem){dl{grid-template-columns:1fr}dt{margin-top:.4rem}}
@media print{:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--card:#fff;--good:#0b5228;--good-soft:#fff;--bad:#8a1510;--bad-soft:#fff}main{max-width:none;padding:0}h2{break-after:avoid}li,tr,.verdict{break-inside:avoid}details>summary{list-style:none}}
`;
