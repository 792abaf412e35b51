import type { Principal } from '../access/index.ts';
import type { Follower } from '../ledger/index.ts';
import type { NodeRoute, Operation } from '../platform/http/index.ts';
import type { Log } from '../platform/log.ts';
import { commitIn } from './commit-in.ts';
import { compare } from './compare.ts';
import { contributions } from './contributions.ts';
import { lockLive, moveLive } from './environments/move-live.ts';
import { readEnvironments } from './environments/store.ts';
import type { GitHooks } from './git-http/parts.ts';
import { gitRoutes } from './git-http/routes.ts';
import type { Libraries } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { visibleLibraries } from './list-libraries.ts';
import { listLivePrompts } from './list-live.ts';
import { liveText, liveTexts, liveTextsEnding } from './live-texts.ts';
import { headOf, openLibrary } from './open-library.ts';
import { handOverOfLeavers } from './ownership/hand-over.ts';
import { readOwners } from './ownership/store.ts';
import type { LibrariesParts } from './parts.ts';
import { publish } from './publish.ts';
import { mostRedirects, redirectOf } from './redirects/follow.ts';
import { messagesSince, readNotes } from './release.ts';
import { resolve } from './resolve.ts';
import { revisions } from './revisions.ts';
import { operationsOfLibraries } from './routes/index.ts';
import { startIndexing } from './search/index-library.ts';
import { similarAssets } from './search/similar.ts';
import { selectShingles, selectSignatures } from './signatures/store.ts';
import { findLibrary, listLibraries } from './store/library-rows.ts';
import { pathsMoved } from './store/live-blobs.ts';
import { movesOf } from './store/moves.ts';
import { createObjectReader } from './store/objects.ts';
import { readBranch } from './store/refs.ts';
import { listVersions } from './store/versions.ts';
import { textAt } from './text-at.ts';

export {
  type AssetKind,
  assetName,
  assetPath,
  digestOf,
  formatReference,
  kindOf,
  parseReference,
  type Selector,
} from './asset.ts';
export { compareTexts } from './comparing/compare-texts.ts';
export { type TextComparisonWire, textComparisonSchema, textComparisonWire } from './comparing/wire.ts';
export { type Hidden, hiddenIn } from './diff/index.ts';
export {
  type Fault,
  type Fields,
  inputSchema,
  type Message,
  type Part,
  parsePrompt,
  type RenderedPrompt,
  type RenderResult,
  renderPrompt,
  variablesUsed,
} from './dotprompt/index.ts';
export { type LiveMove, type MoveKind, moveKinds } from './environments/move.ts';
export {
  type AssetFault,
  type CaseAssertion,
  type ClassDefinition,
  type ConditionField,
  classesOf,
  classesSchema,
  durationWords,
  type EvaluationCase,
  type EvidenceGrade,
  type Expression,
  evaluationCases,
  evidenceGrades,
  type ModelDefinition,
  modelOf,
  modelSchema,
  type ObligationKind,
  obligationKinds,
  type Party,
  partyWords,
  policySchema,
  type ReadRule,
  type RequirementCondition,
  type RequirementRule,
  type RequirementStage,
  readObligation,
  readRulesInTurns,
  readRulesOf,
  requirementOf,
  requirementSchema,
  schemaMisfits,
  type UseCaseDefinition,
  useCaseOf,
  useCaseSchema,
  type ValueAssumption,
  type ValueModelDefinition,
  type ValueRange,
  valueAssumptions,
  valueModelOf,
  valueModelSchema,
  type WrittenObligation,
  workflowSchema,
} from './kinds/index.ts';
export type {
  AssetDifference,
  CoAuthor,
  Comparison,
  Contribution,
  Digest,
  Libraries,
  Library,
  LiveText,
  Oid,
  PublishedVersion,
  Redirected,
  ResolvedPrompt,
  Revision,
  SignedPrompt,
  SimilarAsset,
  Version,
} from './libraries.ts';
export { type AssetClaims, assetFaults, claimsOf, partialPaths, riskTierOf } from './prompt-facts.ts';
export { minHashes, minHashOf, type Signature, signatureOf } from './signatures/signature.ts';
export { registeredModelShape, registeredUseCaseShape, valueModelShape } from './wire.ts';
export { mostRedirects, redirectOf };

/** Those who ask for everybody: no principal's view. */
const everything = { open: true, everything: true, ids: [], parts: [], within: undefined };

/** How much of immutable git objects each node keeps in memory. */
const cacheBytes = 32 * 1024 * 1024;

/** Puts the slice together. */
export function createLibraries(given: Omit<LibrariesParts, 'objects'>): Libraries & {
  readonly operations: Operation<Principal>[];
  /** What this slice does about entries of the slices to its left. */
  readonly followers: readonly Follower[];
  /** Git over HTTP at `/git/`. What a push means to changes is for the composition root to say. */
  gitRoutes(hooks: GitHooks): NodeRoute[];
  /** Starts to index what is not indexed for search yet; stop it before the database closes. */
  startIndexing(log: Log): { stop(): Promise<void> };
} {
  const parts: LibrariesParts = { ...given, objects: createObjectReader(cacheBytes) };
  const { reader } = parts;
  return {
    find: (principal, name) => openLibrary(parts, principal, name),
    byId: (organization, id) => findLibrary(reader, organization, { id }),
    byName: (organization, name) => findLibrary(reader, organization, { name }),
    all: (organization) =>
      listLibraries(reader, organization, everything, { after: undefined, limit: undefined }),
    liveTexts: (db, library, environment, kind) => liveTexts(parts, db, library, environment, kind),
    liveText: (db, library, environment, path) => liveText(parts, db, library, environment, path),
    liveTextsEnding: (db, library, environment, suffix) =>
      liveTextsEnding(parts, db, library, environment, suffix),
    pathsMoved: (db, library, environment, moved) => pathsMoved(db, library, environment, moved),
    visible: (principal) => visibleLibraries(parts, principal),
    head: (library, branch) => readBranch(reader, library, branch),
    compare: async (library, head, base, target) => {
      const main = base ?? (await headOf(parts, library, protectedBranch));
      return (await compare(parts, reader, library, { head, main }, target)).comparison;
    },
    publish: (tx, library, publication) => publish(parts, tx, library, publication),
    commit: (tx, library, commit) => commitIn(parts, tx, library, commit),
    revisions: (library, head, main) => revisions(parts, library, head, main),
    textAt: (library, commit, path) => textAt(parts, library, commit, path),
    lockLive: (tx, library, environment) => lockLive(tx, library, environment),
    moves: (db, library, path, environment) => movesOf(db, library, path, environment),
    moveLive: (tx, library, move) => moveLive(tx, library, move),
    owners: (db, library, paths) => readOwners(db, library, paths),
    messagesSince: (library, head) => messagesSince(parts, library, head),
    notes: (db, library, change) => readNotes(db, library, change),
    resolve: (principal, reference) => resolve(parts, principal, reference),
    versions: (library, path) => listVersions(reader, library, path, { below: undefined, limit: undefined }),
    contributions: (library, path, version) => contributions(parts, library, path, version),
    similar: (principal, library, asset) => similarAssets(parts, principal, library, asset),
    signed: async (principal, after) => {
      const visible = await visibleLibraries(parts, principal);
      const ids = visible.map(({ id }) => id);
      return selectSignatures(reader, principal.organization, ids, after);
    },
    shingles: async (principal, digests) => {
      const visible = await visibleLibraries(parts, principal);
      const ids = visible.map(({ id }) => id);
      return selectShingles(reader, principal.organization, ids, digests);
    },
    livePrompts: (principal, environment, action) => listLivePrompts(parts, principal, environment, action),
    environments: async (organization) =>
      (await readEnvironments(reader, organization)).map(({ name }) => name),
    operations: operationsOfLibraries(parts),
    followers: [handOverOfLeavers(parts)],
    gitRoutes: (hooks) => gitRoutes({ ...parts, ...hooks }),
    startIndexing: (log) => startIndexing(parts, log),
  };
}
