import { Problem } from '../platform/problem.ts';
import { kindOf, pathFault } from './asset.ts';
import { ruleIds, unparsableCode } from './kinds/index.ts';
import { fileLimits } from './library.ts';
import { assetFaults } from './prompt-facts.ts';

/** One file of a commit: its new text, or its end. */
export type FileChange =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly delete: true };

/** Ids that rules of different files share. Inside one file it is the file's own fault. */
function sharedRuleIds(files: readonly { readonly path: string; readonly text: string }[]) {
  const owner = new Map<string, string>();
  return files.flatMap(({ path, text }) =>
    ruleIds(path, text).flatMap(({ id, line, column }) => {
      const other = owner.get(id) ?? path;
      owner.set(id, other);
      const message = `A rule in ${other} has the id "${id}" too. Give each its own.`;
      return other === path ? [] : [{ code: 'policy.invalid', message, line, column, file: path }];
    }),
  );
}

/** How many faults one refusal tells. */
const mostFaults = 100;

/**
 * Refuses what must not enter a library, before anything is written. Pure.
 * @throws Problem `commit.too_large` 422, `asset.bad_path` 422, `asset.bad_text` 422, `KIND.unparsable` 422 with faults
 */
export function checkFiles(files: readonly FileChange[]): void {
  if (files.length > fileLimits.filesPerCommit)
    throw tooLarge(`A commit holds at most ${fileLimits.filesPerCommit} files, not ${files.length}.`);
  const pathBytes = files.reduce((sum, { path }) => sum + Buffer.byteLength(path), 0);
  if (pathBytes > fileLimits.bytesOfPathsPerCommit)
    throw tooLarge('The paths of this commit are too long together.');
  const seen = new Set<string>();
  for (const file of files) {
    const fault = pathFault(file.path);
    if (fault !== undefined) throw badPath(file.path, fault);
    if (seen.has(file.path)) throw badPath(file.path, 'It stands twice in this commit. Send it once.');
    seen.add(file.path);
    if ('text' in file) checkText(file.path, file.text);
  }
  refuseUnparsable(files);
}

function checkText(path: string, text: string): void {
  if (!text.isWellFormed())
    throw new Problem({
      code: 'asset.bad_text',
      status: 422,
      detail: `The text of ${path} holds half a character (a lone surrogate), which no file can. Remove it.`,
    });
  if (Buffer.byteLength(text) > fileLimits.bytesPerFile)
    throw tooLarge(`${path} is over ${fileLimits.bytesPerFile / 1024} KiB, the most that one file may have.`);
}

function refuseUnparsable(files: readonly FileChange[]): void {
  const texts = files.filter((file) => 'text' in file);
  const faults = [
    ...texts.flatMap(({ path, text }) => assetFaults(path, text).map((fault) => ({ ...fault, file: path }))),
    ...sharedRuleIds(texts),
  ];
  const [first] = faults;
  const code = first && unparsableCode(kindOf(first.file));
  if (first === undefined || code === undefined) return;
  throw new Problem({
    code,
    status: 422,
    detail: `${first.file}, line ${first.line}, column ${first.column}: ${first.message} Nothing was committed.`,
    more: { faults: faults.slice(0, mostFaults) },
  });
}

export function badPath(path: string, why: string): Problem {
  const shown = JSON.stringify(path.toWellFormed().slice(0, 200));
  return new Problem({
    code: 'asset.bad_path',
    status: 422,
    detail: `The path ${shown} cannot be used. ${why}`,
    more: { path },
  });
}

function tooLarge(detail: string): Problem {
  return new Problem({ code: 'commit.too_large', status: 422, detail: `${detail} Commit in smaller parts.` });
}
