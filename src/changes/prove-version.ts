import { authorize, named, type PersonRef, type Principal } from '../access/index.ts';
import type { EntryId, OrganizationId, ProofBundle } from '../ledger/index.ts';
import type { Contribution } from '../libraries/index.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound } from '../platform/problem.ts';
import { type ChangesParts, resourceOf } from './dossier.ts';
import { type Act, actsOf } from './store/acts.ts';
import type { VersionStepWire } from './wire.ts';

type Step = Omit<VersionStepWire, 'entry' | 'at'> & { readonly entry: EntryId };

/** What an act adds to the story of a version; the rest of a change's history is conversation. */
const stepOf: Readonly<Record<string, VersionStepWire['step']>> = {
  'change.create': 'asked',
  'change.submit': 'submitted',
  'change.review': 'reviewed',
  'change.approve': 'approved',
  'change.retract': 'retracted',
  'change.publish': 'published',
  'break_glass.create': 'published',
  'break_glass.review': 'judged',
};

/**
 * The evidence of one published version: written by, reviewed by, approved by, published by, each with its time and its entry, in
 * the order of the ledger, and the proofs of all these entries, to be verified offline. Waits until they are under a signed checkpoint.
 * @throws Problem `resource.not_found` 404
 */
export async function proveVersion(
  parts: ChangesParts,
  principal: Principal,
  libraryName: string,
  { path, number }: { readonly path: string; readonly number: number },
): Promise<{ story: VersionStepWire[]; proof: ProofBundle }> {
  const library = await parts.libraries.find(principal, libraryName);
  authorize(principal, 'version.list', resourceOf(library));
  authorize(principal, 'change.read', resourceOf(library));
  const version = (await parts.libraries.versions(library, path)).find((one) => one.number === number);
  if (version === undefined) throw notFound();
  const [commits, acts] = await Promise.all([
    parts.libraries.contributions(library, path, number),
    actsOf(parts.reader, library.organization, version.change),
  ]);
  const who = [...commits.flatMap((one) => [one.principal, ...one.others]), ...acts.map((act) => act.by)];
  const names = await parts.people.names(library.organization, who);
  const steps = [...commits.toReversed().map((one) => written(one, names)), ...told(acts, names)];
  const entries = [...new Set(steps.map((step) => step.entry))];
  const proof = await parts.ledger.prove(library.organization, entries);
  const recorded = await Promise.all(steps.map((step) => asRecorded(parts, library.organization, step)));
  const story = recorded.toSorted((one, other) => one.index - other.index).map(({ step }) => step);
  return { story, proof };
}

/** The time and the place that are proven are those of the entry; what the tables say was read from the clock a moment before. */
async function asRecorded(
  parts: ChangesParts,
  organization: OrganizationId,
  step: Step,
): Promise<{ step: VersionStepWire; index: number }> {
  const found = await parts.ledger.read(organization, step.entry);
  invariant(found?.index !== undefined, 'what is proven is in the log');
  return { step: { ...step, at: found.entry.at }, index: found.index };
}

function written(commit: Contribution, names: ReadonlyMap<string, PersonRef>): Step {
  const others = commit.others.map((id) => named(names, id).displayName);
  const [title = ''] = commit.message.split('\n', 1);
  return {
    step: 'written',
    by: named(names, commit.principal),
    detail: others.length === 0 ? title : `${title} (with ${others.join(', ')})`,
    entry: commit.entry,
  };
}

function told(acts: readonly Act[], names: ReadonlyMap<string, PersonRef>): Step[] {
  return acts.flatMap(({ action, by, detail, entry }) => {
    const step = stepOf[action];
    return step === undefined ? [] : [{ step, by: named(names, by), detail, entry }];
  });
}
