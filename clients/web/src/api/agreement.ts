import type { ActionName, AnswerOf } from '@countersign/sdk';
import type * as Read from './types.ts';

/**
 * Holds what this app reads against what the server says it answers: if a shape here is not in the generated types, the types of the web app
 * do not compile. Types only; nothing of this file is in the bundle.
 */
type Agrees<Wire extends Expected, Expected> = [Wire, Expected];
type Item<Id extends ActionName> = AnswerOf<Id> extends { items: (infer One)[] } ? One : never;

export type Agreements = [
  Agrees<AnswerOf<'session.read'>, Read.Session>,
  Agrees<Item<'person.list'>, Read.Person>,
  Agrees<Item<'team.list'>, Read.Team>,
  Agrees<AnswerOf<'team.read'>, Read.TeamDetail>,
  Agrees<Item<'app.list'>, Read.App>,
  Agrees<Item<'key.list'>, Read.Key>,
  Agrees<AnswerOf<'key.create'>, Read.NewKey>,
  Agrees<Item<'library.list'>, Read.Library>,
  Agrees<Item<'asset.list'>, Read.AssetItem>,
  Agrees<AnswerOf<'asset.list'>, Read.AssetList>,
  Agrees<AnswerOf<'asset.search'>, Read.SearchAnswer>,
  Agrees<Item<'favorite.list'>, Read.Found>,
  Agrees<AnswerOf<'asset.read'>, Read.Asset>,
  Agrees<Item<'owner.list'>, Read.OwnedAsset>,
  Agrees<AnswerOf<'owner.hand_over'>, Read.HandedOver>,
  Agrees<AnswerOf<'asset.activity'>, Read.Activity>,
  Agrees<Item<'asset.list_deleted'>, Read.DeletedAsset>,
  Agrees<AnswerOf<'asset.merge'>, Read.AssetMerge>,
  Agrees<Item<'template.list'>, Read.Template>,
  Agrees<AnswerOf<'prompt.convert'>, Read.Pasted>,
  Agrees<AnswerOf<'library.import'>, Read.ImportReport>,
  Agrees<AnswerOf<'asset.check'>, Read.Checked>,
  Agrees<Item<'branch.list'>, Read.Branch>,
  Agrees<AnswerOf<'branch.preview_merge'>, Read.MergePreview>,
  Agrees<AnswerOf<'commit.preview_revert'>, Read.StepPreview>,
  Agrees<AnswerOf<'commit.preview_cherry_pick'>, Read.StepPreview>,
  Agrees<Item<'commit.list'>, Read.Commit>,
  Agrees<Item<'library.graph'>, Read.GraphCommit>,
  Agrees<AnswerOf<'version.list'>, Read.Versions>,
  Agrees<Item<'environment.list'>, Read.Environment>,
  Agrees<Item<'environment.history'>, Read.Move>,
  Agrees<Item<'environment.live'>, Read.LiveAsset>,
  Agrees<AnswerOf<'asset.compare'>, Read.AssetComparison>,
  Agrees<AnswerOf<'library.compare'>, Read.LibraryComparison>,
  Agrees<AnswerOf<'asset.blame'>, Read.Blame>,
  Agrees<Item<'recall.list'>, Read.Recall>,
  Agrees<AnswerOf<'recall.read'>, Read.Recall>,
  Agrees<AnswerOf<'recall.uses'>, Read.RecallUses>,
  Agrees<Item<'break_glass.list'>, Read.BreakGlass>,
  Agrees<AnswerOf<'change.compare'>, Read.TextComparison>,
  Agrees<AnswerOf<'prompt.render'>, Read.Rendered>,
  Agrees<Item<'change.list'>, Read.Change>,
  Agrees<AnswerOf<'change.read'>, Read.ChangeDetail>,
  Agrees<AnswerOf<'requirement.read'>, Read.RequirementInForce>,
  Agrees<AnswerOf<'requirement.preview'>, Read.RequirementPreview>,
  Agrees<AnswerOf<'check.list'>, Read.CheckList>,
  Agrees<Item<'execution.list'>, Read.Execution>,
  Agrees<AnswerOf<'execution.read'>, Read.ExecutionDetail>,
  Agrees<Item<'entry.list'>, Read.LedgerEntry>,
  Agrees<AnswerOf<'ledger.head'>, Read.LedgerHead>,
  Agrees<AnswerOf<'policy.read'>, Read.Policy>,
  Agrees<AnswerOf<'measure.read'>, Read.Home>,
];
