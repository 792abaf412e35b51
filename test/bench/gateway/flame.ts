/**
 * A picture of where a server's time went: `node test/bench/gateway/flame.ts PROFILE.cpuprofile PICTURE.svg`. The profile is what
 * `bench:gateway -- --profile=FOLDER` leaves (V8's `Profiler.Profile`: nodes, samples, and the microseconds between them).
 * One rectangle for each function that was called from the one below it, as wide as the time that was spent in it and above it.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const profileShape = z.object({
  nodes: z.array(
    z.object({
      id: z.int(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.int() }),
      children: z.array(z.int()).optional(),
    }),
  ),
  samples: z.array(z.int()),
  timeDeltas: z.array(z.number()),
});
type Profile = z.infer<typeof profileShape>;

interface Frame {
  readonly name: string;
  readonly group: string;
  own: number;
  total: number;
  readonly above: Map<string, Frame>;
}

const width = 1_200;
const row = 17;
/** Narrower rectangles say nothing. */
const narrowest = 1.5;
/** By part: our slices, the dependencies, and what belongs to Node itself. */
const colors: Readonly<Record<string, string>> = {
  gateway: '#e8a33d',
  ledger: '#5b8def',
  policy: '#4fa37a',
  intelligence: '#b07cc6',
  platform: '#d9786c',
  access: '#c9b458',
  dependencies: '#9aa5b1',
  node: '#c4cad1',
};

const newFrame = (name: string, group: string): Frame => ({
  name,
  group,
  own: 0,
  total: 0,
  above: new Map(),
});

/** Calls from the bottom up, times added where the same function was called from the same one. Without idle time, and without the start. */
function framesOf(profile: Profile): Frame {
  const times = new Map<number, number>();
  for (const [at, id] of profile.samples.entries())
    times.set(id, (times.get(id) ?? 0) + (profile.timeDeltas[at] ?? 0));
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const root = newFrame('all', 'node');
  const add = (id: number, below: Frame): number => {
    const node = nodes.get(id);
    if (node === undefined) return 0;
    const { functionName, url, lineNumber } = node.callFrame;
    if (functionName === '(idle)' || url === 'node:internal/modules/run_main') return 0;
    const { file, group } = placeOf(url);
    const name = `${functionName === '' ? '(anonymous)' : functionName} ${file}${file === '' ? '' : `:${lineNumber + 1}`}`;
    const frame = below.above.get(name) ?? newFrame(name, group);
    below.above.set(name, frame);
    const own = times.get(id) ?? 0;
    const above = (node.children ?? []).reduce((sum, child) => sum + add(child, frame), 0);
    frame.own += own;
    frame.total += own + above;
    return own + above;
  };
  const [first] = profile.nodes;
  for (const child of first?.children ?? []) root.total += add(child, root);
  return root;
}

function placeOf(url: string): { readonly file: string; readonly group: string } {
  const [, dependency] = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency !== undefined) return { file: dependency, group: 'dependencies' };
  const [, file = '', slice = ''] = /\/(src\/([^/]+)\/.*)$/.exec(url) ?? [];
  if (file === '') return { file: url.replace(/^.*\//, ''), group: 'node' };
  return { file, group: slice in colors ? slice : 'platform' };
}

function drawn(frame: Frame, x: number, level: number, scale: number, total: number): string[] {
  const wide = frame.total * scale;
  if (wide < narrowest) return [];
  const part = `${((100 * frame.total) / total).toFixed(1)} %`;
  const letters = Math.floor((wide - 6) / 6.3);
  const label = letters < 4 ? '' : escaped(frame.name.slice(0, letters));
  const rectangle = [
    `<g><title>${escaped(frame.name)}: ${part}</title>`,
    `<rect x="${x.toFixed(1)}" y="${level * row}" width="${(wide - 0.5).toFixed(1)}" height="${row - 1}" rx="1" fill="${colors[frame.group] ?? '#ccc'}"/>`,
    ...(label === '' ? [] : [`<text x="${(x + 3).toFixed(1)}" y="${level * row + 12}">${label}</text>`]),
    '</g>',
  ].join('');
  let from = x;
  const above = [...frame.above.values()].sort((left, right) => right.total - left.total);
  return [
    rectangle,
    ...above.flatMap((child) => {
      const pieces = drawn(child, from, level + 1, scale, total);
      from += child.total * scale;
      return pieces;
    }),
  ];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function depthOf(frame: Frame, scale: number): number {
  if (frame.total * scale < narrowest) return 0;
  return 1 + Math.max(0, ...[...frame.above.values()].map((child) => depthOf(child, scale)));
}

const [from = '', to = ''] = process.argv.slice(2);
const root = framesOf(profileShape.parse(JSON.parse(await readFile(from, 'utf8'))));
const scale = width / root.total;
const height = depthOf(root, scale) * row + 24;
const legend = Object.entries(colors).map(
  ([name, color], at) =>
    `<rect x="${at * 130}" y="${height - 14}" width="10" height="10" fill="${color}"/><text x="${at * 130 + 14}" y="${height - 5}">${name}</text>`,
);
const style = 'text{font:11px ui-monospace,monospace;fill:#1b1f24}svg{background:#fff}';
await writeFile(
  to,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Where the time of a server went, by function"><title>Where the time of a server went, by function</title><style>${style}</style>\n${[...drawn(root, 0, 0, scale, root.total), ...legend].join('\n')}\n</svg>\n`,
);
