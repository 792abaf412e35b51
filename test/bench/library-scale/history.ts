/** What the benchmark's library looks like: prompts in folders of a hundred, then edits, with a short side branch merged now and then. */
export interface Shape {
  readonly prompts: number;
  readonly commits: number;
}

const perFolder = 100;
const busyEvery = 10;
const mergeEvery = 50;
/** What one push and one change bring, well within the limits of a push. */
const commitsPerBatch = 1_000;
const promptsPerBatch = 2_500;

/** One prompt is edited all the time, one was written in the first commit and never touched again. */
export const busyPath = pathOf(1);
export const quietPath = pathOf(0);

export function pathOf(prompt: number): string {
  const folder = String(Math.floor(prompt / perFolder)).padStart(3, '0');
  return `team-${folder}/prompt-${String(prompt).padStart(5, '0')}.prompt`;
}

export function textOf(prompt: number, edition: number): string {
  return `---
model: simulated-fast
description: Prompt ${prompt}, edition ${edition}
input:
  schema:
    topic: string, what to write about
    tone?: string
---
{{role "system"}}
You write for team ${prompt % 97}. Keep to ${50 + (edition % 200)} words and say where each fact is from.
{{role "user"}}
Edition ${edition} of prompt ${prompt}: write about {{topic}}{{#if tone}} in a {{tone}} tone{{/if}}.
`;
}

/** A stream for `git fast-import`: all commits grow from `root`, and the branches `batch-0`, `batch-1`, … end where a push shall end. */
export function* fastImport({ prompts, commits }: Shape, root: string): Generator<string> {
  let mark = 0;
  let batch = 0;
  let inBatch = 0;
  let newInBatch = 0;
  let head = root;
  const written = (
    files: readonly [number, number][],
    from: readonly string[],
    branch = `batch-${batch}`,
  ) => {
    mark += 1;
    const [first = root, ...merged] = from;
    const lines = [
      `commit refs/heads/${branch}`,
      `mark :${mark}`,
      `committer A Person <a.person@example.com> ${1_700_000_000 + mark * 60} +0000`,
      data(`Commit ${mark}`),
      `from ${first}`,
      ...merged.map((parent) => `merge ${parent}`),
      ...files.flatMap(([prompt, edition]) => [
        `M 100644 inline ${pathOf(prompt)}`,
        data(textOf(prompt, edition)),
      ]),
    ];
    inBatch += 1;
    return { name: `:${mark}`, text: `${lines.join('\n')}\n` };
  };
  for (let at = 0; at < prompts; at += perFolder) {
    const files = Array.from({ length: Math.min(perFolder, prompts - at) }, (_, index): [number, number] => [
      at + index,
      0,
    ]);
    const commit = written(files, [head]);
    yield commit.text;
    head = commit.name;
    newInBatch += files.length;
    if (newInBatch >= promptsPerBatch) {
      batch += 1;
      newInBatch = 0;
      inBatch = 0;
    }
  }
  const promptAt = (edit: number) =>
    edit % busyEvery === 0 ? 1 : 2 + ((edit * 7_919) % Math.max(1, prompts - 2));
  while (mark < commits) {
    if (inBatch >= commitsPerBatch) {
      batch += 1;
      inBatch = 0;
    }
    const edit = mark + 1;
    if (edit % mergeEvery !== 0 || commits - mark < 3) {
      const commit = written([[promptAt(edit), edit]], [head]);
      yield commit.text;
      head = commit.name;
      continue;
    }
    const aside: [number, number] = [promptAt(edit + 1), edit];
    const side = written([aside], [head], 'side');
    const own = written([[promptAt(edit + 2), edit]], [head]);
    const both = written([aside], [own.name, side.name]);
    yield side.text + own.text + both.text;
    head = both.name;
  }
  yield 'done\n';
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}`;
}
