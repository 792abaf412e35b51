/** The API's shapes as the web app reads them. Times are RFC 3339 in UTC, money is whole micro-USD. */
export type List<Item> = { items: Item[]; next: string | null };

export type PersonRef = { id: string; kind: 'person' | 'app'; displayName: string };
export type Scope =
  | { kind: 'organization' }
  | { kind: 'library'; library: string }
  | { kind: 'folder' | 'asset'; library: string; path: string };
export type Role =
  | 'viewer'
  | 'contributor'
  | 'reviewer'
  | 'approver'
  | 'publisher'
  | 'responder'
  | 'auditor'
  | 'admin';
export type TeamRef = { id: string; name: string; displayName: string };
/** A role that somebody holds: a built-in one or an organization’s own, by themselves or by a team. */
export type RoleGrant = {
  id: string;
  role: string;
  scope: Scope;
  endsAt: string | null;
  team: TeamRef | null;
};

export type Session = {
  principal: { id: string; kind: 'person' | 'app'; displayName: string; email: string | null };
  organization: { id: string; name: string; displayName: string };
  grants: RoleGrant[];
  permissions: string[];
};
export type Person = {
  id: string;
  displayName: string;
  email: string;
  roles: RoleGrant[];
  active: boolean;
  createdAt: string;
};
export type ConfirmWay = 'password' | 'totp' | 'passkey' | 'recovery_code';
export type Passkey = {
  id: string;
  displayName: string;
  synced: boolean;
  address: string;
  createdAt: string;
  lastUsedAt: string | null;
};
/** How I sign in. */
export type Account = {
  email: string;
  passwordChangedAt: string | null;
  totpSince: string | null;
  passkeys: Passkey[];
  recoveryCodesLeft: number;
  secondFactor: 'optional' | 'required';
  confirmWith: ConfirmWay[];
  singleSignOn: { id: string; displayName: string }[];
};
export type SignedIn = {
  id: string;
  person: PersonRef;
  method: string;
  userAgent: string | null;
  createdAt: string;
  authenticatedAt: string;
  expiresAt: string;
  current: boolean;
};
export type TotpOffer = { secret: string; uri: string; offer: string };
export type RecoveryCodes = { recoveryCodes: string[] };
export type SignInRule = { secondFactor: 'optional' | 'required' };
export type PasswordLink = { link: string; expiresAt: string };
export type GranteeRef = { id: string; kind: 'person' | 'app' | 'team'; displayName: string };
export type Grant = {
  id: string;
  principal: GranteeRef;
  role: string;
  scope: Scope;
  endsAt: string | null;
  ended: boolean;
  reason: string | null;
  createdBy: PersonRef | null;
  createdAt: string;
};
export type RoleItem = {
  name: string;
  displayName: string;
  description: string;
  builtIn: boolean;
  permissions: string[];
};
export type RoleList = {
  items: RoleItem[];
  permissions: { name: string; on: 'organization' | 'library' | 'membership' }[];
};
export type Why = {
  who: PersonRef;
  action: string;
  allowed: boolean;
  sentence: string;
  by: RoleGrant[];
  lacking: (RoleGrant & { why: 'ended' | 'restricted' | 'part_only' | 'organization_only' | 'elsewhere' })[];
};
export type ReviewedGrant = Grant & { lastUsed: string | null; unused: boolean; held: boolean };
export type AccessReview = { at: string; digest: string; items: ReviewedGrant[] };
export type RecordedReview = {
  id: string;
  entry: string;
  grants: number;
  findings: string;
  by: PersonRef;
  at: string;
};
export type Team = {
  id: string;
  name: string;
  displayName: string;
  description: string;
  /** Active people in it, those of teams in it included. */
  people: number;
  createdAt: string;
};
export type TeamMember = {
  id: string;
  kind: 'person' | 'team';
  name: string | null;
  displayName: string;
  active: boolean;
  people: number;
  addedBy: PersonRef | null;
  addedAt: string;
};
export type TeamDetail = Team & {
  members: TeamMember[];
  partOf: { id: string; name: string; displayName: string }[];
};
export type App = { id: string; displayName: string; owner: PersonRef; createdAt?: string };
export type Key = {
  id: string;
  prefix: string;
  displayName: string;
  principal?: PersonRef;
  createdAt?: string;
  expiresAt?: string | null;
  revokedAt?: string | null;
  lastUsedAt?: string | null;
};
export type Consent = {
  id: string;
  person: PersonRef;
  app: PersonRef;
  givenAt: string;
  withdrawnAt: string | null;
};
export type NewKey = Key & { secret: string };

export type Library = {
  id: string;
  name: string;
  displayName: string;
  description: string;
  visibility: 'open' | 'restricted';
  assets: number;
  createdAt: string;
  permissions: string[];
  head?: string;
};
export type AssetItem = {
  path: string;
  name: string;
  kind: string;
  digest: string;
  title: string;
  version: number | null;
  production: number | null;
  /** Numbers that are live, by environment. */
  live: Record<string, number>;
  changedAt: string;
  changedBy: PersonRef;
  /** Who answers for it; null for what was never published. */
  owner: PersonRef | null;
};
/** An asset that somebody owns. */
export type OwnedAsset = { library: string; path: string; name: string; kind: string };
/** What came of a hand-over: what is in libraries that the successor may not see was kept. */
export type HandedOver = { moved: OwnedAsset[]; kept: OwnedAsset[] };
export type Folder = { path: string; name: string; assets: number };
export type AssetList = List<AssetItem> & { folders: Folder[] };
/** Where something matches: UTF-16 code units, `end` not included. */
export type Range = { start: number; end: number };
export type Found = {
  library: { name: string; displayName: string };
  path: string;
  name: string;
  kind: string;
  title: string | null;
  marks: { name: Range[]; title: Range[] };
  snippet: { text: string; matches: Range[] };
  tags: string[];
  owner: string | null;
  version: number | null;
  live: number | null;
  updatedAt: string;
  favorite: boolean;
};
export type FacetCount = { value: string; count: number };
export type SearchAnswer = List<Found> & {
  total: number;
  nearly: boolean;
  facets: { kinds: FacetCount[]; libraries: FacetCount[]; tags: FacetCount[] };
};
export type PromptInput = {
  name: string;
  required: boolean;
  type: string | null;
  description: string | null;
  default?: unknown;
  /** The only values it may have. */
  choices?: unknown[] | null;
};
export type Fault = {
  code: string;
  message: string;
  line: number | null;
  column: number | null;
  /** The variable that is meant. */
  path?: string;
};
export type PromptHead = {
  model: string | null;
  description: string | null;
  inputs: PromptInput[];
  config: Record<string, unknown>;
  countersign: {
    owner?: string;
    purpose?: string;
    useCase?: string;
    dataClasses: string[];
    riskTier?: string;
    tags: string[];
  } | null;
};
export type Asset = {
  path: string;
  name: string;
  kind: string;
  ref: string;
  commit: string;
  digest: string;
  text: string;
  version: number | null;
  production: number | null;
  live: Record<string, number>;
  owner: PersonRef | null;
  prompt: PromptHead | null;
  faults: Fault[];
  outline: Outline | null;
};
export type WorkflowStep = {
  id: string;
  /** An approval is a gate. */
  act: 'prompt' | 'approval' | 'action' | 'workflow' | null;
  detail: string;
  needs: string[];
  when: string | null;
  impact: string | null;
  line: number;
};
export type Assertion = { type: string; value: string | null; threshold: number | null; line: number };
export type EvaluationTest = {
  description: string | null;
  vars: string[];
  assertions: Assertion[];
  line: number;
};
export type RuleOutline = {
  id: string;
  effect: 'permit' | 'forbid';
  mode: string | null;
  reason: string | null;
  obligations: string[];
  expires: string | null;
  line: number;
};
export type ModelStatus = 'proposed' | 'approved' | 'deprecated' | 'banned';
/** A model as its file registers it. */
export type ModelDefinition = {
  model: string;
  provider: string;
  version: string | null;
  status: ModelStatus;
  owner: string;
  description: string | null;
  risk: 'low' | 'medium' | 'high';
  /** Null for anywhere. */
  regions: string[] | null;
  /** Null for anything. */
  useCases: string[] | null;
  terms: { training: boolean | null; retentionDays: number | null; link: string | null } | null;
  price: { inputMicroUsdPerMillion: number; outputMicroUsdPerMillion: number } | null;
  /** A day. */
  retires: string | null;
  successor: string | null;
};
export type UseCaseDefinition = {
  name: string;
  title: string;
  owner: string;
  purpose: string;
  risk: 'low' | 'medium' | 'high';
  legalBasis: string;
  dataClasses: string[];
};
export type ValueRange = { low: number; mid: number; high: number };
export type ValueAssumption =
  | 'before'
  | 'after'
  | 'review'
  | 'rework'
  | 'reworkShare'
  | 'wage'
  | 'becomesWork'
  | 'accepted';
export type ValueModelDefinition = {
  name: string;
  title: string;
  useCase: string;
  owner: string;
  prompts: string[];
  grade: 'A' | 'B' | 'C' | 'D' | 'E';
  source: string;
  start: string;
  assumes: Record<ValueAssumption, ValueRange>;
  costs: { what: string; once: number; perMonth: number }[];
};
/** Somebody else's detector of data classes, over HTTP. */
export type OutsideDetector = {
  id: string;
  name: string;
  url: string;
  timeoutMs: number;
  onFailure: 'refuse' | 'go_on';
  createdBy: string;
  createdAt: string;
};
/** Where in the library policy, and since when it is in force. */
type Registered = { path: string; digest: string; since: string };
export type RegisteredModel = ModelDefinition & Registered;
export type RegisteredUseCase = UseCaseDefinition & Registered;
/** What is shown beside the text of an asset that is no prompt. */
export type Outline =
  | {
      kind: 'workflow';
      name: string;
      purpose: string | null;
      riskTier: 'low' | 'medium' | 'high' | null;
      steps: WorkflowStep[];
    }
  | { kind: 'evaluation'; description: string | null; always: Assertion[]; tests: EvaluationTest[] }
  | { kind: 'policy'; rules: RuleOutline[] }
  | {
      kind: 'classes';
      classes: {
        name: string;
        description: string;
        patterns: string[];
        near: string[];
        line: number;
      }[];
    }
  | ({ kind: 'model' } & ModelDefinition)
  | ({ kind: 'use-case' } & UseCaseDefinition)
  | ({ kind: 'value-model' } & ValueModelDefinition)
  | {
      kind: 'requirement';
      rules: {
        id: string;
        description: string | null;
        /** When, in words; empty for always. */
        applies: string[];
        stages: { name: string; kind: string; need: number | null; from: string[]; line: number }[];
        publish: string[];
        checks: string[];
        line: number;
      }[];
    }
  | {
      kind: 'skill';
      name: string;
      description: string;
      license: string | null;
      compatibility: string | null;
      allowedTools: string[];
      body: string;
    };
export type Checked = { kind: string; faults: Fault[]; outline: Outline | null };
/** What goes on around one file, for who edits it. */
export type Activity = {
  ref: string;
  commit: string;
  /** Null where there is no such file. */
  digest: string | null;
  changedAt: string | null;
  changedBy: PersonRef | null;
  branches: {
    branch: string;
    head: string;
    digest: string | null;
    changedAt: string;
    changedBy: PersonRef;
  }[];
};
/** A file that main had once and has no more. */
export type DeletedAsset = {
  path: string;
  name: string;
  kind: string;
  version: number;
  /** What it is called on main now, when it was moved. */
  movedTo: string | null;
  digest: string;
  deletedAt: string | null;
  deletedBy: PersonRef | null;
};
export type Branch = {
  name: string;
  head: string;
  createdBy: PersonRef | null;
  createdAt: string;
  ahead: number;
  /** At most 500. */
  behind: number;
  last: { message: string; author: PersonRef; at: string };
  protected: boolean;
};
export type Commit = {
  commit: string;
  message: string;
  author: PersonRef;
  at: string;
  parents: string[];
  paths: string[];
  /** Of the history of one file: what it was called then. */
  path: string | null;
};
export type GraphCommit = {
  commit: string;
  message: string;
  author: PersonRef;
  at: string;
  parents: string[];
  /** How many files differ; `paths` are the first hundred. */
  files: number;
  paths: string[];
  refs: { kind: 'branch' | 'tag'; name: string }[];
  publication: { number: number; change: string | null; versions: number; at: string } | null;
};
export type Version = {
  number: number;
  digest: string;
  commit: string;
  publishedAt: string;
  publishedBy: PersonRef;
  change: string;
  live: string[];
  /** Environments for which it was approved: it can be rolled back to there. */
  approvedFor: string[];
  notes: string | null;
};
/** Versions of one file; `movedFrom` comes with the first: what the file was called before. */
export type Versions = List<Version> & { movedFrom: { path: string; number: number } | null };
export type Environment = {
  name: string;
  displayName: string;
  description: string;
  position: number;
  /** How many assets are live there, of those that I may see. */
  live: number;
};
/** One move of an environment's pointer to an asset. */
export type MoveKind = 'publish' | 'rollback' | 'retire' | 'restore' | 'break_glass' | 'uphold' | 'revert';
export type Move = {
  at: string;
  by: PersonRef;
  kind: MoveKind;
  library: string;
  path: string;
  from: number | null;
  to: number | null;
  change: string;
  reason: string | null;
};
export type LiveAsset = {
  library: string;
  path: string;
  name: string;
  version: number;
  digest: string;
  since: string;
  by: PersonRef;
  change: string;
};
export type WordSpan = { from: number; to: number };
export type DiffLine =
  | { type: 'same'; a: number; b: number; text: string }
  | { type: 'removed'; a: number; text: string; words?: WordSpan[] | undefined }
  | { type: 'added'; b: number; text: string; words?: WordSpan[] | undefined };
export type DiffSide = { line: number; count: number };
export type DiffHunk = { a: DiffSide; b: DiffSide; lines: DiffLine[] };
export type TextDiff = { hunks: DiffHunk[]; added: number; removed: number };
export type KeyChange =
  | { type: 'added'; path: string[]; after: unknown }
  | { type: 'removed'; path: string[]; before: unknown }
  | { type: 'changed'; path: string[]; before: unknown; after: unknown };
export type SectionChange = {
  type: 'added' | 'removed' | 'same' | 'edited' | 'moved' | 'moved_and_edited';
  label: string;
  a?: number | undefined;
  b?: number | undefined;
};
export type HiddenCharacter = {
  line: number;
  column: number;
  offset: number;
  code: string;
  kind: 'bidirectional' | 'tag' | 'zero_width' | 'control' | 'other';
};
export type TextComparison = {
  text: TextDiff;
  frontMatter: KeyChange[] | null;
  sections: SectionChange[] | null;
  hidden: HiddenCharacter[];
};
export type ComparedSide = {
  ref: string;
  path: string;
  commit: string | null;
  version: number | null;
  digest: string | null;
  text: string | null;
};
export type AssetComparison = TextComparison & { from: ComparedSide; to: ComparedSide };
export type PathComparison = {
  path: string;
  status: 'added' | 'modified' | 'deleted' | 'renamed';
  fromPath: string | null;
  added: number;
  removed: number;
};
export type LibraryComparison = List<PathComparison> & {
  from: { ref: string; commit: string };
  to: { ref: string; commit: string };
  mergeBase: string | null;
  total: number;
};
export type BlameCommit = {
  commit: string;
  author: PersonRef;
  /** Who contributed its bytes too: suggested it, or wrote what was picked. */
  others: PersonRef[];
  at: string;
  message: string;
  path: string;
  version: number | null;
  change: string | null;
};
export type Blame = {
  path: string;
  ref: string;
  commit: string;
  version: number | null;
  digest: string;
  text: string;
  ranges: { line: number; count: number; commit: string | null }[];
  commits: BlameCommit[];
  olderThan: string | null;
};
export type MessagePart = { text: string } | { media: { url: string; contentType?: string | null } };
export type Message = { role: string; content: MessagePart[] };
export type Rendered = {
  messages: Message[];
  model: string | null;
  config: Record<string, unknown>;
  variables: PromptInput[];
};

export type ChangeState =
  | 'draft'
  | 'in_review'
  | 'changes_requested'
  | 'approved'
  | 'published'
  | 'rejected'
  | 'withdrawn';
export type Change = {
  id: string;
  library: string;
  number: number;
  title: string;
  description: string;
  branch: string;
  environment: string;
  state: ChangeState;
  revision: string;
  base: string;
  createdBy: PersonRef;
  createdAt: string;
  updatedAt: string;
  risk: 'low' | 'medium' | 'high' | null;
  waitingFor: ('review' | 'approval' | 'publish' | 'author')[];
  /** The one step that it waits for, and since when; null when it has ended. */
  waiting: {
    reason: 'draft' | 'sent_back' | 'review' | 'approval' | 'publish' | 'answer' | 'break_glass';
    stage: string | null;
    since: string;
  } | null;
  publishedAt: string | null;
};
export type AssetChange = {
  path: string;
  kind: string;
  status: 'added' | 'modified' | 'deleted';
  base: { text: string; digest: string } | null;
  head: { text: string; digest: string } | null;
  faults: Fault[];
};
export type Stage = RequiredStage & {
  have: number;
  by: PersonRef[];
  satisfied: boolean;
  /** Why nobody can satisfy it, when nobody can. */
  unsatisfiable: string | null;
  /** When its turn came; null before. */
  startedAt: string | null;
  lapsesAt: string | null;
  lapsed: boolean;
};
/** One stage as a rule asks for it. */
export type RequiredStage = {
  rule: string;
  name: string;
  kind: 'review' | 'approval';
  /** 0 where it cannot be read. */
  need: number;
  /** Whom it asks, in words. */
  from: string;
  /** What else it asks, in words. */
  limits: string[];
  /** Whether one has to prove again who one is. */
  stepUp: boolean;
};
export type AppliedRule = {
  id: string;
  name: string;
  /** LIBRARY/PATH; empty for the default. */
  source: string;
  description: string;
};
/** Every rule in force for a library and an environment. */
export type RequirementInForce = {
  library: string;
  environment: string;
  version: string;
  rules: (AppliedRule & {
    /** When it applies, in words; empty for always. */
    applies: string[];
    stages: RequiredStage[];
    publish: string[];
    checks: string[];
    /** Why nobody could meet it today; null when somebody could. */
    unmet: string | null;
  })[];
};
export type RequirementNeeds = {
  /** Null for a sample. */
  change: string | null;
  title: string;
  rules: AppliedRule[];
  stages: RequiredStage[];
  publish: string;
  checks: string[];
};
export type RequirementPreview = {
  faults: Fault[];
  rules: { rule: string; unmet: string | null }[];
  needs: RequirementNeeds[];
};
export type ChangeDecision = {
  id: string;
  kind: 'review' | 'approval';
  verdict: 'endorse' | 'request_changes' | 'approve' | 'reject';
  by: PersonRef;
  at: string;
  comment: string | null;
  revision: string;
  /** Whose right it uses, when a delegate decided. */
  onBehalfOf: PersonRef | null;
  retracted: boolean;
  stale: boolean;
  entry: string;
};
/** One decision on its own. */
export type Decision = {
  id: string;
  change: { id: string; number: number; title: string; state: ChangeState };
  verdict: 'endorse' | 'request_changes' | 'approve';
  by: PersonRef;
  onBehalfOf: PersonRef | null;
  at: string;
  comment: string;
  revision: string;
  /** The version of the requirement that it was made under. */
  requirement: string;
  /** Why it does not count; null when it does or did. */
  notCounting: string | null;
  entry: string;
};
/** One thing that somebody said; empty when it was taken back. */
export type Comment = {
  id: string;
  by: PersonRef;
  at: string;
  text: string;
  withdrawn: boolean;
  suggestion: {
    replacement: string;
    accepted: { by: PersonRef; at: string; commit: string; entry: string } | null;
  } | null;
  entry: string;
};
/** Comments about one place, or about the whole change, oldest first. */
export type Thread = {
  id: string;
  path: string | null;
  /** The lines as they were commented on; null for a thread about a file or the whole change. */
  anchor: {
    side: 'base' | 'head';
    firstLine: number | null;
    lastLine: number | null;
    digest: string;
    quote: string;
  } | null;
  /** Where those lines are in the difference of now. */
  placement: {
    state: 'current' | 'moved' | 'outdated';
    firstLine: number | null;
    lastLine: number | null;
  } | null;
  resolved: { by: PersonRef; at: string } | null;
  comments: Comment[];
};
export type Reviewer = {
  id: string;
  kind: 'person' | 'app' | 'team';
  displayName: string;
  askedBy: PersonRef;
  askedAt: string;
  /** They, or one of the team, decided on what the change holds now. */
  decided: boolean;
};
export type Revision = {
  number: number;
  revision: string;
  by: PersonRef;
  at: string;
  messages: string[];
  entry: string;
  /** Decisions about exactly this revision, and how many of them are stale now. */
  decisions: number;
  stale: number;
};
export type Subscription = {
  on: boolean;
  why: 'author' | 'asked' | 'decided' | 'commented' | 'subscribed' | 'muted' | null;
};
export type May = { allowed: boolean; why: string | null };
export type ChangeAction =
  | 'change.submit'
  | 'change.review'
  | 'change.approve'
  | 'change.retract'
  | 'change.reject'
  | 'change.withdraw'
  | 'change.publish'
  | 'change.comment';
/** How a change goes live, beside publishing it. */
export type LiveAction =
  | 'change.schedule'
  | 'change.unschedule'
  | 'break_glass.create'
  | 'break_glass.review';
export type BreakGlass = {
  id: string;
  change: string;
  library: string;
  environment: string;
  state: 'live' | 'upheld' | 'undone' | 'expired';
  /** The mandatory review is not done. */
  reviewDue: boolean;
  reason: string;
  by: PersonRef;
  at: string;
  expiresAt: string;
  review: { verdict: 'uphold' | 'undo'; by: PersonRef; at: string; comment: string } | null;
};
export type Recall = {
  id: string;
  target: {
    kind: 'version' | 'asset' | 'workflow' | 'model';
    library: string | null;
    path: string | null;
    version: number | null;
    digest: string | null;
    model: string | null;
  };
  reason: string;
  by: PersonRef;
  at: string;
  entry: string;
  /** Null while it is in force. */
  lifted: { by: PersonRef; at: string; reason: string; entry: string } | null;
};
export type RecallUses = {
  since: string | null;
  executions: number;
  items: {
    principal: PersonRef;
    onBehalfOf: PersonRef | null;
    executions: number;
    running: number;
    first: string;
    last: string;
  }[];
  more: boolean;
};
/** What people do in the conversation about a change. */
export type TalkAction =
  | 'change.remind'
  | 'change.update'
  | 'comment.withdraw'
  | 'thread.resolve'
  | 'thread.reopen'
  | 'suggestion.accept'
  | 'reviewer.request'
  | 'reviewer.dismiss';
export type CheckState = 'passed' | 'failed' | 'missing' | 'errored' | 'stale';
export type Check = {
  name: string;
  state: CheckState;
  /** Whether publishing waits for it. */
  required: boolean;
  detail: string;
  source: 'built_in' | 'reported';
  by: PersonRef | null;
  at: string | null;
  link: string | null;
  validUntil: string | null;
  findings: { path: string; line: number | null; message: string }[];
};
/** What is published elsewhere and much like an asset of a change. */
export type SimilarAsset = {
  path: string;
  library: string;
  name: string;
  like: string;
  version: number | null;
  title: string | null;
  score: number;
};
export type CheckList = { digest: string; items: Check[]; similar: SimilarAsset[] };
export type ChangeDetail = Change & {
  assets: AssetChange[];
  digest: string;
  shown: string;
  contributors: PersonRef[];
  requirement: {
    version: string;
    /** The files in force. */
    sources: { library: string; path: string; digest: string; since: string }[];
    /** The rules that apply. */
    rules: AppliedRule[];
    stages: Stage[];
    /** Who may publish, in words. */
    publish: string;
    missing: string[];
  };
  checks: Check[];
  decisions: ChangeDecision[];
  threads: Thread[];
  openThreads: number;
  reviewers: Reviewer[];
  subscription: Subscription;
  revisions: Revision[];
  /** For whom the caller may decide now, as a delegate. */
  standsInFor?: PersonRef[];
  /** Release notes: those that were kept, or a draft. */
  notes: string;
  schedule: { at: string; by: PersonRef; notes: string | null; entry: string } | null;
  breakGlass: BreakGlass | null;
  may: Partial<Record<ChangeAction | LiveAction | TalkAction, May>>;
  history: { at: string; action: string; by: PersonRef | null; entry: string | null; detail: string }[];
};
export type PublishedChange = Change & { versions: { path: string; number: number; digest: string }[] };

export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'stopped' | 'unknown' | 'refused';
export type Execution = {
  id: string;
  at: string;
  status: ExecutionStatus;
  principal: PersonRef;
  onBehalfOf: PersonRef | null;
  prompt: {
    library: string;
    name: string;
    path: string;
    version: number | null;
    digest: string;
    reference: string;
    change: string | null;
  } | null;
  provider: string;
  model: string;
  modelAnswered: string | null;
  environment: string | null;
  useCase: string | null;
  trace: { id: string; span: string; parent: string | null };
  conversation: string | null;
  turnBefore: string | null;
  /** The execution that a job looked at with this one, as a judge does. */
  about: string | null;
  tags: string[];
  verdict: {
    decision: 'permit' | 'forbid';
    rules: { id: string; mode: string; reason: string }[];
    policyVersion: string;
  };
  usage: { inputTokens: number; outputTokens: number } | null;
  costMicroUsd: number | null;
  durationMs: number | null;
  finishReason: string | null;
  problem: { code: string; detail: string } | null;
  /** What is known of the call beside its answer; null for executions from before it was kept. */
  call: {
    dialect: string;
    durability: 'overlap' | 'strict';
    providerRequest: string | null;
    firstByteMs: number | null;
    cachedTokens: number | null;
    reasoningTokens: number | null;
    priceVersion: string | null;
    /** The route that was named, where one was. */
    route?: string | undefined;
    /** Who was asked in turn, where it was more than one or more than once. */
    tries?: { provider: string; model: string; problem: string | null; durationMs: number }[] | undefined;
    /** The execution whose answer was given again. */
    answeredFrom?: string | undefined;
  } | null;
  entries: { intent: string; outcome: string | null };
  /** What was found in it and done about it. */
  treatment: {
    input: Record<string, number>;
    output: Record<string, number> | null;
    uninspected: string[];
    done: string[];
    sampled: boolean;
  };
  /** When its content was erased, and why. */
  erased: { at: string; why: 'erasure' | 'retention'; erasure: string | null } | null;
};
/** A trace or a conversation: what one may see of it. */
export type Sequence = {
  id: string;
  first: Execution;
  startedAt: string;
  lastAt: string;
  durationMs: number;
  executions: number;
  more: boolean;
  notSucceeded: number;
  costMicroUsd: number | null;
};
export type SequenceDetail = Sequence & { items: Execution[] };
/** A call that waits, or waited, for a person. */
export type Hold = {
  id: string;
  at: string;
  expiresAt: string;
  state: 'waiting' | 'approved' | 'refused' | 'expired' | 'failed';
  principal: PersonRef;
  onBehalfOf: PersonRef | null;
  /** As it was named; null for a call without one. */
  prompt: string | null;
  model: string;
  environment: string | null;
  dataClasses: Record<string, number>;
  rules: { id: string; reason: string }[];
  decided: { by: PersonRef; at: string; reason: string } | null;
  execution: { id: string; status: ExecutionStatus | null } | null;
  problem: { code: string; detail: string } | null;
  decide: { may: boolean; why: string | null };
};
export type HoldDetail = Hold & {
  asked: { variables: Record<string, unknown>; body: Record<string, unknown> } | null;
};
/** What a caller gets whose call waits. */
export type EvaluationState = 'running' | 'passed' | 'failed' | 'errored';
/** A run of evaluations; with its cases where one is read. */
export type EvaluationRun = {
  id: string;
  library: string;
  change: string | null;
  path: string | null;
  version: string;
  baseline: string | null;
  digest: string | null;
  state: EvaluationState;
  total: number;
  done: number;
  passed: number;
  baselinePassed: number | null;
  detail: string;
  startedBy: PersonRef;
  startedAt: string;
  endedAt: string | null;
};
export type EvaluationSide = {
  state: Exclude<EvaluationState, 'running'>;
  execution: string | null;
  findings: { type: string; state: Exclude<EvaluationState, 'running'>; message: string; line: number }[];
};
export type EvaluationPage = EvaluationRun & {
  cases: {
    place: number;
    path: string;
    prompt: string;
    description: string | null;
    line: number;
    candidate: EvaluationSide;
    baseline: EvaluationSide | null;
  }[];
};
export type HeldCall = { object: 'countersign.hold'; id: string; detail: string };
export type DataClasses = {
  builtIn: { name: string; title: string; how: string; kinds: { name: string; title: string }[] }[];
  own: {
    name: string;
    description: string;
    patterns: string[];
    near: string[];
    path: string;
    line: number;
  }[];
};
export type FoundData = {
  dataClass: string;
  start: number;
  end: number;
  confidence: 'certain' | 'likely' | 'possible';
};
export type CustodyStep = {
  step: 'created' | 'committed' | 'reviewed' | 'approved' | 'published' | 'ran' | 'answered' | 'refused';
  by: PersonRef | null;
  at: string;
  detail: string;
  entry: string | null;
};
export type ExecutionDetail = Execution & {
  variables: Record<string, unknown>;
  messages: unknown[];
  /** False when one may see that it ran, but not what was said; or when the content was erased. */
  contentShown: boolean;
  /** There is content, of somebody else: it is shown for a reason. */
  contentLocked: boolean;
  /** A legal hold keeps its content. */
  held: boolean;
  output: { text: string | null } | null;
  turnsAfter: string[];
  custody: CustodyStep[];
};

export type PolicyObligation = { kind: string; argument: string };
export type PolicyRule = {
  id: string;
  mode: string;
  effect: 'permit' | 'forbid';
  reason: string;
  text: string;
  obligations: PolicyObligation[];
  expires: string | null;
  /** Where it stands: a path in the library policy, unless it is built in. */
  file: string;
  builtIn: boolean;
  replaceable: boolean;
};
export type Policy = {
  version: string;
  rules: PolicyRule[];
  files: { path: string; digest: string; since: string }[];
  /** While there is any, everything is forbidden. */
  unreadable: { path: string; why: string }[];
};
export type PolicyUse = { since: string; items: { rule: string; times: number }[] };
export type ProviderKind = 'openai' | 'anthropic' | 'azure' | 'google' | 'bedrock' | 'simulated';
/** closed: it answers. open: it failed five times in a row and is left alone. probing: one call looks whether it is back. */
export type CircuitState = 'closed' | 'open' | 'probing';
export type Provider = {
  id: string;
  name: string;
  kind: ProviderKind;
  baseUrl: string | null;
  credential: boolean;
  models: string[];
  builtIn: boolean;
  region: string | null;
  sentAs: Record<string, string>;
  rotatedAt: string | null;
  unwell: { model: string; circuit: CircuitState; failures: number }[];
};
export type ProviderTest = {
  model: string;
  answered: boolean;
  problem: { code: string; detail: string } | null;
  durationMs: number;
};
export type Route = {
  name: string;
  retries: number;
  targets: {
    model: string;
    provider: string | null;
    weight: number;
    timeoutMs: number | null;
    circuit: CircuitState;
    failures: number;
  }[];
  setAt: string;
};
export type BudgetScope =
  | 'organization'
  | 'team'
  | 'person'
  | 'app'
  | 'key'
  | 'library'
  | 'use_case'
  | 'model';
export type BudgetUnit = 'micro_usd' | 'tokens' | 'executions';
export type BudgetPeriod = 'minute' | 'day' | 'month';
/** How much may be used in a period, and what of the period now is gone. */
export type Budget = {
  id: string;
  scope: BudgetScope;
  /** Null for the organization. */
  target: { id: string; name: string } | null;
  unit: BudgetUnit;
  period: BudgetPeriod;
  limit: number;
  /** Refuses what would go over it; otherwise it only tells. */
  hard: boolean;
  current: {
    from: string;
    until: string;
    spent: number;
    reserved: number;
    left: number;
    /** At the end of the period; null when it has just begun. */
    forecast: number | null;
  };
};
export type PolicyPack = {
  id: string;
  name: string;
  description: string;
  files: { path: string; text: string }[];
};
type SimulationGroup = { name: string; changed: number }[];
export type SimulationResult = {
  judged: number;
  unjudged: number;
  already: number;
  effects: { forbidden: number; permitted: number; obliged: number };
  groups: {
    team: SimulationGroup;
    prompt: SimulationGroup;
    model: SimulationGroup;
    rule: SimulationGroup;
  };
  examples: {
    execution: string;
    at: string;
    principal: string;
    prompt: string | null;
    model: string;
    effect: { kind: 'forbidden' | 'permitted' | 'obliged'; rules: { id: string; reason: string }[] };
  }[];
};
export type Simulation = {
  id: string;
  at: string;
  change: string | null;
  /** Which calls were chosen; null for all. */
  only: Record<string, unknown> | null;
  since: string;
  until: string;
  state: 'running' | 'done' | 'lost';
  progress: { done: number; total: number } | null;
  result: SimulationResult | null;
  examplesShown: boolean;
};
export type Replay = { same: boolean; replayed: { decision: string } };

export type Witness = {
  id: string;
  name: string;
  key: string;
  url: string;
  addedBy: string;
  addedAt: string;
  cosigned: { treeSize: number; at: string } | null;
  trouble: { problem: string; since: string } | null;
};
export type Witnessing = {
  need: number;
  of: number;
  items: Witness[];
  head: { treeSize: number; rootHash: string; checkpoint: string; at: string } | null;
  unwitnessedSince: string | null;
};
export type WitnessedLog = {
  id: string;
  origin: string;
  key: string;
  addedBy: string;
  addedAt: string;
  cosigned: { treeSize: number; rootHash: string; at: string } | null;
  conflicts: number;
};
export type Cosigning = { key: string | null; path: string; items: WitnessedLog[] };
export type LedgerHead = {
  origin: string;
  treeSize: number;
  rootHash: string;
  checkpoint: string;
  key: string;
  pendingAgeMs: number | null;
  rollbacks: AcceptedRollback[];
};
/** A loss of history that an operator accepted. */
export type AcceptedRollback = {
  source: string;
  lostSize: number;
  keptSize: number;
  keptAt: string | null;
  by: string;
  reason: string;
  at: string;
  entry: string;
};
export type ExecutionContent = Pick<ExecutionDetail, 'variables' | 'messages' | 'output' | 'contentShown'>;
export type LegalHold = {
  id: string;
  target: { kind: 'execution' | 'library' | 'principal' | 'organization'; id: string; name: string };
  reason: string;
  by: PersonRef;
  at: string;
  entry: string;
  lifted: { by: PersonRef; at: string; reason: string; entry: string } | null;
};
export type Erasure = {
  id: string;
  target: {
    kind: 'executions' | 'principal' | 'words';
    executions: string[];
    principal: PersonRef | null;
    words: string | null;
  };
  reason: string;
  state: 'asked' | 'refused' | 'under_way' | 'done';
  askedBy: PersonRef;
  askedAt: string;
  decidedBy: PersonRef | null;
  decidedAt: string | null;
  erased: number;
  held: number;
  endedAt: string | null;
};
export type Retention = {
  floorDays: number;
  rules: { library: string | null; dataClass: string | null; days: number; by: PersonRef; at: string }[];
};
export type EvidenceFile = { name: string; text: string; entry: string };
export type SavedSearch = { id: string; name: string; query: Record<string, unknown> };
export type Attestation = {
  id: string;
  from: number;
  treeSize: number;
  rootHash: string;
  conclusion: 'nothing' | 'findings';
  findings: string;
  by: string;
  at: string;
  entry: string;
};

export type LedgerEntry = {
  index: number | null;
  id: string;
  at: string;
  action: string;
  /** Ids only; names come from people and apps. */
  actor: { kind: string; id: string; onBehalfOf?: string };
  subject: { kind: string; id: string };
  data: Record<string, unknown>;
};

export type Figure = {
  id: string;
  title: string;
  /** `id@version` */
  measure: string;
  definition: string;
  unit: string;
  grade: string;
  better: 'more' | 'less' | null;
  value: number | null;
  /** 95 % interval. */
  low: number | null;
  high: number | null;
  n: number;
  before: number | null;
  series: { at: string; value: number | null; low?: number | null; high?: number | null }[];
  /** First and last entry of the log that it was computed from. */
  log: { first: number; last: number } | null;
  /** Filters of the page of executions. */
  behind: {
    from?: string;
    to?: string;
    library?: string;
    prompt?: string;
    model?: string;
    status?: string;
  } | null;
};
export type LogRange = { first: number; last: number } | null;
export type Estimate = { value: number | null; low: number | null; high: number | null; n: number };
export type SegmentCounts = { power: number; habitual: number; novice: number; low: number; none: number };
export type Segments = { measure: string; weeks: { week: string; counts: SegmentCounts }[] };
export type Overview = {
  today: string;
  at: string | null;
  log: LogRange;
  figures: Figure[];
  totals: Figure[];
  /** Null without a value model. */
  value: Figure | null;
  activity: {
    measure: string;
    weeks: {
      at: string;
      governed: number;
      drafts: number;
      raw: number;
      byApps: number;
      costUsd: number;
    }[];
  };
  segments: Segments;
};
export type Adoption = {
  today: string;
  at: string | null;
  log: LogRange;
  smallestGroup: number;
  use: Figure[];
  governance: Figure[];
  active: { measure: string; days: { at: string; day: number; week: number; month: number }[] };
  segments: Segments;
  retention: { measure: string; cohorts: { from: string; size: number | null; active: number[] }[] };
  funnel: { measure: string; steps: { step: string; people: number }[] };
  stages: { measure: string; items: ({ stage: string } & Estimate)[] };
};
export type GroupRow = {
  id: string;
  name: string;
  library: string | null;
  prompt: string | null;
  weeks: number;
  shownWeeks: number;
  people: number | null;
  executions: number | null;
  perPerson: number | null;
  governed: Estimate | null;
  succeeded: Estimate | null;
  costUsd: number | null;
  byWeek: (number | null)[];
};
export type Comparison = {
  by: string;
  measure: string;
  weeks: string[];
  smallestGroup: number;
  log: LogRange;
  items: GroupRow[];
};
export type Measure = {
  id: string;
  version: number;
  name: string;
  title: string;
  formula: string;
  unit: string;
  grade: string;
  projections: string[];
};
export type KeptView = {
  id: string;
  name: string;
  page: 'overview' | 'adoption' | 'groups';
  filters: Record<string, string>;
  createdAt: string;
};
export type Letters = {
  mail: boolean;
  items: { id: string; every: 'week' | 'month'; nextAt: string; lastAt: string | null }[];
};
export type Home = { waiting: Change[]; recent: Execution[]; figures: Figure[] };

export type Take = 'ours' | 'theirs' | 'both' | 'base' | 'text';
/** One place of a merge for a person to decide. */
export type MergeConflict = {
  id: string;
  kind: string;
  label: string;
  line: number | null;
  base: string | null;
  ours: string | null;
  theirs: string | null;
  both: string | null;
  takes: Take[];
};
export type MergedFile = {
  path: string;
  from: string | null;
  state: 'conflict' | 'merged' | 'added' | 'modified' | 'deleted' | 'renamed';
  conflicts: MergeConflict[];
  text: string | null;
  parts: (string | { conflict: string })[] | null;
};
/** Three texts of one file, merged. */
export type AssetMerge = {
  clean: boolean;
  text: string;
  conflicts: MergeConflict[];
  /** The text with each conflict by its id; null when it is clean. */
  parts: (string | { conflict: string })[] | null;
};
export type MergePreview = {
  ours: string;
  theirs: string;
  state: 'up_to_date' | 'fast_forward' | 'clean' | 'conflict';
  files: MergedFile[];
  unlisted: number;
};
export type StepPreview = {
  commit: string;
  ours: string;
  state: 'empty' | 'clean' | 'conflict';
  files: MergedFile[];
  unlisted: number;
};
export type Template = {
  id: string;
  kind: string;
  name: string;
  description: string;
  suggestedPath: string;
  text: string;
  sampleVariables: Record<string, unknown>;
};
/** What a pasted text becomes. */
export type Pasted = { text: string; detected: string; variables: string[]; notes: string[] };
/** What became of one thing that was sent to be imported. */
export type ImportItem = {
  source: string;
  path: string | null;
  outcome: 'imported' | 'renamed' | 'converted' | 'skipped';
  why: string;
};
/** `branch` and `commit` are null when nothing was written. */
export type ImportReport = {
  branch: string | null;
  commit: string | null;
  imported: number;
  skipped: number;
  items: ImportItem[];
};
/** What somebody was told. `text` is the whole sentence. */
export type Notice = {
  id: string;
  kind: string;
  topic: 'asked' | 'progress' | 'talk' | 'alarm';
  text: string;
  by: PersonRef | null;
  change: { id: string; number: number; title: string; library: string } | null;
  library: string | null;
  /** Id of what it is about. */
  subject: string | null;
  path: string | null;
  direct: boolean;
  at: string;
  read: boolean;
  entry: string;
};
export type NoticeList = List<Notice> & { unread: number };
export type EmailChoice = 'all' | 'mine' | 'none';
/** What one gets by e-mail, by topic. `mails`: whether this server sends any. */
export type NoticeSettings = { asked: EmailChoice; progress: EmailChoice; talk: EmailChoice; mails: boolean };
export type Webhook = {
  id: string;
  url: string;
  description: string;
  kinds: string[];
  enabled: boolean;
  /** Why the server switched it off. */
  disabledReason: string | null;
  failures: number;
  /** Until when the secret before this one signs too. */
  previousUntil: string | null;
  createdBy: PersonRef;
  createdAt: string;
};
/** `kinds` and `hosts`: what there is to choose from. */
export type WebhookList = List<Webhook> & { kinds: string[]; hosts: string[] };
export type NewWebhook = Webhook & { secret: string };
export type Delivery = {
  id: string;
  kind: string;
  entry: string;
  state: 'due' | 'delivered' | 'given_up';
  at: string;
  dueAt: string | null;
  body: string;
  attempts: {
    attempt: number;
    at: string;
    durationMs: number;
    status: number | null;
    answer: string;
    error: string | null;
  }[];
};
type Spread = { count: number; medianHours: number; p90Hours: number };
export type WaitStep = Spread & { step: string; kind: 'draft' | 'review' | 'approval' | 'publish' };
/** Where changes wait: of what was published since, and of what waits now. */
export type Waits = {
  since: string;
  changes: number;
  steps: WaitStep[];
  libraries: { library: string; steps: WaitStep[] }[];
  asked: (Spread & { asked: string })[];
  waiting: (Spread & {
    reason: NonNullable<Change['waiting']>['reason'];
    stage: string | null;
    longestHours: number;
    longest: { id: string; title: string; library: string } | null;
  })[];
};

/** What came of an admin's trying an identity provider out. */
export type SsoTest = {
  subject: string;
  claims: Record<string, unknown>;
  email: string | null;
  displayName: string | null;
  groups: string[];
  refusal: string | null;
  outcome: 'known' | 'linked' | 'made' | 'refused';
  roles: string[];
  teams: string[];
};
type Claims = { issuer: string; emailClaim: string; nameClaim: string; groupsClaim: string | null };
type ConnectionFacts = {
  id: string;
  displayName: string;
  active: boolean;
  callbackUrl: string;
  entityId: string;
  certificateEnds: string | null;
  createdAt: string;
  testedAt: string | null;
  test: SsoTest | null;
};
/** An identity provider of the organization. */
export type SsoConnection =
  | (ConnectionFacts & { kind: 'oidc'; settings: Claims & { clientId: string; scopes: string[] } })
  | (ConnectionFacts & { kind: 'saml'; settings: Claims & { signInUrl: string; certificates: string[] } });
export type ClaimedDomain = {
  name: string;
  record: { name: string; type: 'TXT'; value: string };
  verifiedAt: string | null;
  verifiedBy: 'dns' | 'override' | null;
  counts: boolean;
  createdAt: string;
};
export type GroupMapping = {
  id: string;
  group: string;
  role: string | null;
  team: { name: string; displayName: string } | null;
  createdAt: string;
};
export type SsoSetting = {
  enforced: boolean;
  provisioning: boolean;
  defaultRole: string | null;
  exemptions: { person: PersonRef; createdAt: string }[];
};
export type ScimToken = {
  id: string;
  prefix: string;
  good: boolean;
  createdBy: PersonRef;
  createdAt: string;
  expiresAt: string | null;
  revokedAt: string | null;
};
export type Provisioning = {
  baseUrl: string;
  people: number;
  groups: number;
  lastChangeAt: string | null;
  items: ScimToken[];
};
export type Score = {
  id: string;
  config: string;
  value: boolean | number | string;
  reason: string | null;
  source: 'person' | 'app';
  at: string;
  entry: string;
  by: PersonRef;
  /** False: a later one of the same scorer supersedes it. */
  stands: boolean;
  mine: boolean;
};
export type Quality = {
  measure: string;
  weeks: string[];
  smallestGroup: number;
  log: LogRange;
  items: {
    library: string;
    prompt: string;
    name: string;
    versions: { version: number; acceptance: Estimate; weeks: number; shownWeeks: number }[];
    comparison: {
      before: number;
      after: number;
      verdict: 'better' | 'worse' | 'cannot_tell';
      difference: Estimate | null;
      words: string;
    } | null;
  }[];
};
export type Correction = {
  id: string;
  by: PersonRef;
  mine: boolean;
  /** False: superseded. */
  stands: boolean;
  /** Null: for whoever ran it or wrote this only, or erased. */
  text: string | null;
  at: string;
};
export type Judges = {
  measure: string;
  smallestGroup: number;
  log: LogRange;
  items: Judge[];
};
export type Judge = {
  id: string;
  name: string;
  prompt: string;
  version: number;
  target: string;
  standing: 'corrected' | 'too_few_scored' | 'too_few_people' | 'too_poor';
  words: string;
  missing: { good: number; bad: number };
  confusion: { bothPass: number; onlyPeople: number; onlyJudge: number; bothFail: number } | null;
  sensitivity: Estimate;
  specificity: Estimate;
  agreement: Estimate;
  flips: Estimate;
  versions: { version: number; judged: Estimate; corrected: Estimate }[];
  runs: {
    id: string;
    by: PersonRef;
    among: 'all' | 'scored';
    bothOrders: boolean;
    size: number;
    done: number;
    broken: number;
    createdAt: string;
  }[];
};
export type Drifts = {
  measure: string;
  items: {
    id: string;
    library: string;
    path: string;
    prompt: string;
    metric: 'acceptance' | 'refusals' | 'failures' | 'length' | 'latency' | 'cost';
    words: string;
    changed: { kind: 'version' | 'model' | 'provider' | 'nothing'; from: string; to: string };
    on: string;
    since: string;
    before: Estimate;
    after: Estimate;
    stability: number | null;
    owner: PersonRef | null;
    raisedAt: string;
    entry: string;
    behind: { from: string; to: string };
  }[];
};
export type FindingKind =
  | 'retiring_model'
  | 'falling_quality'
  | 'unapproved_use'
  | 'costlier_version'
  | 'unowned_prompt'
  | 'slow_stage'
  | 'raw_traffic'
  | 'duplicates'
  | 'unused_prompt';
export type Finding = {
  id: string;
  kind: FindingKind;
  title: string;
  why: string;
  measure: string;
  about: {
    library?: string;
    path?: string;
    name?: string;
    model?: string;
    stage?: string;
    cluster?: string;
    app?: string;
  };
  behind: {
    from?: string;
    to?: string;
    prompt?: string;
    model?: string;
    principal?: string;
    kind?: 'raw';
  } | null;
  assignee: PersonRef | null;
  snoozed: { until: string; reason: string; by: PersonRef } | null;
  change: { id: string; title: string } | null;
};
export type Findings = { log: LogRange; total: number; items: Finding[] };
export type DebtPrompt = {
  library: string;
  path: string;
  /** `LIBRARY/NAME` */
  name: string;
  title: string | null;
  version: number | null;
  since: string;
  executions: number | null;
};
export type DebtCluster = {
  id: string;
  how: 'exact' | 'normalized' | 'near';
  hours: number;
  /** The first is the one to keep, as proposed. */
  members: (DebtPrompt & { likeness: number; hours: number })[];
};
export type Debt = {
  figure: Figure;
  trend: { measure: string; weeks: { at: string; hours: number }[] };
  reviewDays: number;
  parts: {
    kind: 'duplicate' | 'stale' | 'unowned' | 'unapproved' | 'deprecated';
    prompts: number;
    hours: number;
  }[];
  clusters: DebtCluster[];
  items: (DebtPrompt & { kind: 'stale' | 'unowned' | 'unapproved' | 'deprecated'; hours: number })[];
  log: LogRange;
};
/** Where the log is pushed to, and how far its receiver has come. */
export type ExportTarget = {
  id: string;
  name: string;
  kind: 'syslog' | 'otlp' | 'https';
  form: 'ocsf' | 'otlp' | 'cef';
  url: string;
  ca: string | null;
  /** The header that a credential goes in; the credential is never shown. */
  header: string | null;
  state: 'running' | 'paused' | 'ended';
  nextIndex: number;
  behind: number;
  behindSince: string | null;
  sentAt: string | null;
  failures: number;
  error: string | null;
  failedAt: string | null;
  dueAt: string | null;
  createdBy: string;
  createdAt: string;
};
/** `hosts`: where the log may be pushed to. */
export type ExportTargetList = List<ExportTarget> & { hosts: string[] };
export type ReturnItem = {
  model: ValueModelDefinition;
  path: string;
  digest: string;
  since: string;
  approved: { by: PersonRef; at: string; entry: string }[];
  /** Grade E: in no total. */
  scenario: boolean;
  haircut: number;
  weeks: string[];
  runs: number;
  hiddenRuns: boolean;
  accepted: { range: ValueRange; from: 'thumbs' | 'assumed'; n: number };
  net: ValueRange;
  modelsUsd: number;
  declaredUsd: number;
  return: ValueRange | null;
  perAccepted: { low: number; mid: number; high: number | null } | null;
  steps: Record<'saved' | 'review' | 'rework' | 'notAccepted' | 'notWork' | 'doubt' | 'value', number>;
  series: ({ week: string } & ValueRange)[];
  paidBack: { low: string | null; mid: string | null; high: string | null };
  tornado: { assumption: ValueAssumption; low: number; high: number }[];
  byPrompt: { name: string; runs: number; value: ValueRange }[];
  byTeam: { name: string; runs: number; value: ValueRange }[];
};
export type Return = {
  measure: string;
  smallestGroup: number;
  log: LogRange;
  total: Figure | null;
  unreadable: string[];
  items: ReturnItem[];
};
/** A provision, and what of the record supports it. */
export type Control = {
  id: string;
  framework: string;
  provision: string;
  asks: string;
  supports: string;
  /** What only the organization can do. */
  yours: string;
  evidence: { action: string; entries: number }[];
};
export type ControlList = List<Control> & {
  caution: string;
  countedTo: number;
  frameworks: { name: string; edition: string }[];
};
export type ConsistencyList = {
  measure: string;
  items: {
    id: string;
    prompt: string;
    days: number;
    runs: number;
    inputs: number;
    differ: Estimate;
    likeness: number | null;
    entry: string;
    by: PersonRef;
    at: string;
  }[];
};
