import { setImmediate as breathe } from 'node:timers/promises';
import { newBlob } from '../write-commit.ts';
import { mergeAsset, type Names } from './merge-asset.ts';
import type { FileOutcome, Outcome } from './outcome.ts';
import { type Contents, textOf } from './text-of.ts';
import { mergedMode, type OpenFile, type TreePlan } from './trees.ts';
import { folderOutcome, renameOutcome, type Sides, wholeFile } from './whole-files.ts';

/** Decides what content can decide: texts are merged by structure, place by place. Lets others work between files. */
export async function mergeFiles(plan: TreePlan, contents: Contents, names: Names): Promise<Outcome> {
  const files: FileOutcome[] = [];
  for (const file of plan.open) {
    files.push(mergeFile(file, contents, names));
    await breathe();
  }
  files.push(...plan.folders.map(folderOutcome));
  files.push(...plan.renames.map((clash) => renameOutcome(clash, contents)));
  return { settled: plan.settled, files, renamed: plan.renamed };
}

function mergeFile(file: OpenFile, contents: Contents, names: Names): FileOutcome {
  const sides: Sides = { base: file.base, ours: file.ours, theirs: file.theirs };
  if (file.why !== 'edited') return wholeFile(file, file.why, sides, contents);
  const texts = [file.base, file.ours, file.theirs].map((side) => textOf(side, contents));
  const [base, ours, theirs] = texts;
  if (base === undefined || ours === undefined || theirs === undefined)
    return wholeFile(file, 'binary', sides, contents);
  return mergeTexts(file, { base, ours, theirs }, names);
}

function mergeTexts(
  file: OpenFile,
  { base, ours, theirs }: { base: string; ours: string; theirs: string },
  names: Names,
): FileOutcome {
  const { path, from } = file;
  const result = mergeAsset({ path, base, ours, theirs }, names);
  const placed = (text: string) => {
    const blob = newBlob(path, text);
    return [{ path, mode: mergedMode(file.base, file.ours, file.theirs), oid: blob.object.oid, blob }];
  };
  if (result.clean)
    return {
      path,
      from,
      conflicts: [],
      text: result.text,
      parts: null,
      decide: () => ({ files: placed(result.text) }),
    };
  return {
    path,
    from,
    conflicts: result.conflicts.map(({ id, where, base, ours, theirs, both }) => ({
      id,
      kind: where.kind,
      label: where.label,
      line: where.line,
      base,
      ours,
      theirs,
      both,
      takes: ['ours', 'theirs', 'both', 'base', 'text'],
    })),
    text: result.text,
    parts: result.parts,
    decide: (choices) => {
      const resolution = result.resolve(choices);
      return resolution.complete ? { files: placed(resolution.text) } : resolution;
    },
  };
}
