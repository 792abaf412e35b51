import { authorize, type Principal } from '../../access/index.ts';
import { type AssetFault, type Library, requirementOf } from '../../libraries/index.ts';
import { type Dossier, openDossier, resourceOf } from '../dossier.ts';
import type { ChangesParts } from '../parts.ts';
import { type RuleMet, textMet } from './check.ts';
import type { Subject } from './condition.ts';
import { fieldsOf, inForce, policyLibrary, rulesIn, subjectOf } from './in-force.ts';
import { type ReadSource, type Requirement, requirementFor } from './requirement.ts';

/** A requirement's file as it is proposed. */
export interface ProposedFile {
  readonly path: string;
  readonly text: string;
}

export interface PreviewInput {
  readonly environment: string;
  /** The file that is written; null to see what is in force. */
  readonly proposed: ProposedFile | null;
  /** Changes to try it on. */
  readonly changes: readonly string[];
  /** Assets to try it on, each as a change of its own in the library. */
  readonly samples: readonly ProposedFile[];
}

/** What one change or sample would need. */
export interface Needs {
  readonly change: string | null;
  readonly title: string;
  readonly requirement: Requirement;
}

export interface Preview {
  readonly faults: readonly AssetFault[];
  readonly rules: readonly RuleMet[];
  readonly needs: readonly Needs[];
}

/**
 * "This change would need …": what a proposed file would ask of changes and samples together with everything else in force, and whether
 * anybody could meet its rules today. Writes nothing. Each change is opened as its own page would be.
 * @throws Problem those of `openDossier`; 404 for a library that is not the caller's to see
 */
export async function previewRequirement(
  parts: ChangesParts,
  principal: Principal,
  libraryName: string,
  input: PreviewInput,
): Promise<Preview> {
  const library = await parts.libraries.find(principal, libraryName);
  authorize(principal, 'requirement.preview', resourceOf(library));
  const { proposed, environment } = input;
  const needs: Needs[] = [];
  for (const id of input.changes) {
    const dossier = await openDossier(parts, principal, id);
    const subject = await subjectOfChange(parts, dossier);
    const requirement = await withProposed(parts, library, dossier.library, proposed, subject);
    needs.push({ change: dossier.change.id, title: dossier.change.title, requirement });
  }
  for (const { path, text } of input.samples) {
    const subject = { library: library.name, environment, assets: 1, sides: [fieldsOf(path, text)] };
    const requirement = await withProposed(parts, library, library, proposed, subject);
    needs.push({ change: null, title: path, requirement });
  }
  if (proposed === null) return { faults: [], rules: [], needs };
  const { faults } = requirementOf(proposed.text);
  const rules = await textMet(parts, library, proposed.path, proposed.text);
  return { faults, rules, needs };
}

function subjectOfChange(
  parts: ChangesParts,
  { library, change, comparison, facts }: Dossier,
): Promise<Subject> {
  return subjectOf(parts, parts.reader, library, change, comparison, facts.now);
}

/** What is in force for `target`, as if the file stood in `home` already. */
async function withProposed(
  parts: ChangesParts,
  home: Library,
  target: Library,
  proposed: ProposedFile | null,
  subject: Subject,
): Promise<Requirement> {
  const { version, sources } = await inForce(parts, parts.reader, target);
  const isPolicy = home.name === policyLibrary;
  if (proposed === null || (!isPolicy && home.id !== target.id))
    return requirementFor(version, sources, subject);
  const kept = sources.filter(({ library, path }) => library !== home.name || path !== proposed.path);
  const added: ReadSource = {
    library: home.name,
    path: proposed.path,
    digest: 'sha256:proposed',
    since: parts.clock.now(),
    isPolicy,
    rules: rulesIn(proposed.text),
  };
  return requirementFor('proposed', [...kept, added], subject);
}
