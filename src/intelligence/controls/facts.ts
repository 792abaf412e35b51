import type { Control } from './control.ts';

const calls = ['execution.intend', 'execution.complete', 'execution.refuse', 'execution.abandon'] as const;

/**
 * The facts that `docs/controls.md`, `control.list` and the page are made of. A row says what the record shows and what it cannot, and its
 * actions are entries that the product makes: a test holds both.
 */
export const controls: readonly Control[] = [
  {
    ...{ id: 'eu-ai-act-12-1', framework: 'EU AI Act', provision: 'Article 12(1)' },
    asks: 'High-risk systems record events automatically over their lifetime.',
    supports:
      'Every call through the gateway leaves an entry before its answer is released, and another with what came of it; refused and broken-off calls too.',
    yours:
      'Decide which of your systems are high-risk, and send their calls through the gateway: what goes around it is not recorded.',
    actions: calls,
  },
  {
    ...{ id: 'eu-ai-act-12-2', framework: 'EU AI Act', provision: 'Article 12(2)' },
    asks: 'The record lets one identify risks and substantial modifications, and helps monitoring after deployment.',
    supports:
      'Changes to prompts and policies, recalls with who used what was recalled, refusals, and judgments of answers are in the same log.',
    yours: 'Say what a risk is for you, and look: a record that nobody reads identifies nothing.',
    actions: ['change.publish', 'recall.create', 'recall.trace', 'execution.refuse', 'score.create'],
  },
  {
    ...{ id: 'eu-ai-act-14-4', framework: 'EU AI Act', provision: 'Article 14(4)' },
    asks: 'People can oversee the system: decide not to use it, override it, and stop it.',
    supports:
      'Rules hold calls for a person, who lets them run or not; a recall stops a prompt or a model everywhere within a second; each is recorded with who and why.',
    yours:
      'Choose which calls need a person, and give that person time, competence and authority. Holding works for calls through the gateway.',
    actions: ['hold.create', 'hold.approve', 'hold.refuse', 'recall.create', 'rollback.create'],
  },
  {
    ...{ id: 'eu-ai-act-19-1', framework: 'EU AI Act', provision: 'Article 19(1)' },
    asks: 'Providers keep the logs for a period that fits the purpose, at least six months.',
    supports:
      'The log only grows. Content is kept by rules that never go below a floor (half a year by default), and what is erased is recorded while every proof stays valid.',
    yours:
      'Set retention for your purpose and your other laws, keep backups, and keep the data folder or database for that long.',
    actions: [
      'retention.update',
      'retention.erase',
      'legal_hold.place',
      'legal_hold.lift',
      'erasure.approve',
    ],
  },
  {
    ...{ id: 'eu-ai-act-26-1', framework: 'EU AI Act', provision: 'Article 26(1)' },
    asks: 'Deployers use high-risk systems according to the instructions for use.',
    supports:
      'Rules in force say which prompts and models may be used for what; each verdict names the rules that decided, and each new set of rules is an entry.',
    yours: 'Get the provider’s instructions and write them as rules.',
    actions: ['policy.apply', 'execution.refuse'],
  },
  {
    ...{ id: 'eu-ai-act-26-2', framework: 'EU AI Act', provision: 'Article 26(2)' },
    asks: 'Human oversight is assigned to people with competence, training and authority.',
    supports:
      'Who holds which role, since when and from whom is recorded, and so are reviews of who holds what.',
    yours: 'Train them: the record shows the assignment, not the competence.',
    actions: ['grant.create', 'grant.revoke', 'role.create', 'access_review.create'],
  },
  {
    ...{ id: 'eu-ai-act-26-5', framework: 'EU AI Act', provision: 'Article 26(5)' },
    asks: 'Deployers monitor operation, suspend use when there is a risk, and inform provider and authority.',
    supports: 'Recalls suspend use at once and list who used it since when; notices go to owners and users.',
    yours: 'Inform the provider and the market surveillance authority: nothing here does that for you.',
    actions: ['recall.create', 'recall.trace', 'notice.send', 'break_glass.create'],
  },
  {
    ...{ id: 'eu-ai-act-26-6', framework: 'EU AI Act', provision: 'Article 26(6)' },
    asks: 'Deployers keep the logs under their control for at least six months.',
    supports:
      'As Article 19(1); the log can be exported whole, verified offline, and pushed to your own archive.',
    yours: 'Decide for how long, and where the second copy is.',
    actions: ['retention.update', 'retention.erase', 'export_target.create'],
  },
  {
    ...{
      id: 'iso-42001-a-3-2',
      framework: 'ISO/IEC 42001',
      provision: 'A.3.2 AI roles and responsibilities',
    },
    asks: 'Roles and responsibilities for AI are defined and allocated.',
    supports:
      'Roles, grants, owners of every published asset, and delegations are recorded when they begin and end.',
    yours: 'Define the roles that your organization needs beyond the product.',
    actions: ['role.create', 'grant.create', 'owner.assign', 'delegation.create', 'delegation.end'],
  },
  {
    ...{
      id: 'iso-42001-a-6-2-4',
      framework: 'ISO/IEC 42001',
      provision: 'A.6.2.4 Verification and validation',
    },
    asks: 'Measures for verification and validation are defined and documented.',
    supports:
      'Checks run on exactly what a change holds; reviews and approvals bind its digest; a change that was altered has to be approved again.',
    yours: 'Write evaluations that mean something for your use.',
    actions: ['check.report', 'change.review', 'change.approve', 'change.reject'],
  },
  {
    ...{ id: 'iso-42001-a-6-2-5', framework: 'ISO/IEC 42001', provision: 'A.6.2.5 Deployment' },
    asks: 'A deployment plan exists and its requirements are met before deployment.',
    supports:
      'Nothing goes live without the approvals that are required; publication, promotion and rollback are entries that name them.',
    yours: 'Plan the deployment of the systems around the prompts.',
    actions: ['change.publish', 'change.schedule', 'rollback.create', 'retirement.create'],
  },
  {
    ...{ id: 'iso-42001-a-6-2-8', framework: 'ISO/IEC 42001', provision: 'A.6.2.8 Recording of event logs' },
    asks: 'It is decided at which phases event logs are kept, at the minimum when the system is in use.',
    supports:
      'Calls are recorded whenever the gateway is used, in an append-only log that others can verify.',
    yours: 'Decide about the phases and systems that do not use the gateway.',
    actions: calls,
  },
  {
    ...{
      id: 'iso-42001-a-9-2',
      framework: 'ISO/IEC 42001',
      provision: 'A.9.2 Processes for responsible use',
    },
    asks: 'Processes for the responsible use of AI are defined and documented.',
    supports:
      'Rules are files that are reviewed and approved like prompts; proposed ones are simulated over recorded calls first.',
    yours: 'Define what responsible use is for you.',
    actions: ['policy.apply', 'policy.simulate', 'hold.create'],
  },
  {
    ...{ id: 'nist-rmf-govern-2-1', framework: 'NIST AI RMF', provision: 'GOVERN 2.1' },
    asks: 'Roles, responsibilities and lines of communication for AI risks are documented and clear.',
    supports:
      'Owners, roles and teams are recorded, and what waits too long is escalated to whom the requirement names.',
    yours: 'Name who answers for a risk outside the product.',
    actions: ['owner.assign', 'grant.create', 'team.create', 'change.escalate'],
  },
  {
    ...{ id: 'nist-rmf-measure-2-4', framework: 'NIST AI RMF', provision: 'MEASURE 2.4' },
    asks: 'Behavior of the system and its components is monitored in production.',
    supports:
      'Figures over every call, and judgments of answers by people and apps, with the entries that each figure comes from.',
    yours: 'Choose what to measure and what a good value is.',
    actions: ['execution.complete', 'score.create', 'budget.alert'],
  },
  {
    ...{ id: 'nist-rmf-manage-2-4', framework: 'NIST AI RMF', provision: 'MANAGE 2.4' },
    asks: 'Mechanisms exist to supersede, disengage or deactivate systems that do not do what they should.',
    supports:
      'Recall, rollback and retirement, each one step, recorded with its reason; break-glass with a mandatory review.',
    yours: 'Rehearse them, and say who may.',
    actions: [
      'recall.create',
      'rollback.create',
      'retirement.create',
      'break_glass.create',
      'break_glass.review',
    ],
  },
  {
    ...{ id: 'nist-rmf-manage-4-1', framework: 'NIST AI RMF', provision: 'MANAGE 4.1' },
    asks: 'Plans for monitoring after deployment cover feedback, override, incidents, recovery and change.',
    supports: 'Judgments, decisions of people about held calls, recalls and changes are one record.',
    yours: 'Write the plan: this is its evidence.',
    actions: ['score.create', 'hold.refuse', 'recall.create', 'change.publish', 'database.restore'],
  },
  {
    ...{ id: 'soc2-cc6-2', framework: 'SOC 2', provision: 'CC6.2' },
    asks: 'People are registered and authorized before they get access, and lose it when it is no longer theirs.',
    supports:
      'Making, provisioning and deactivating people and apps, and the end of every key and session that follows, are entries.',
    yours: 'Tell the product when somebody leaves, or connect your directory.',
    actions: ['person.create', 'person.deactivate', 'app.create', 'key.create', 'key.revoke'],
  },
  {
    ...{ id: 'soc2-cc6-3', framework: 'SOC 2', provision: 'CC6.3' },
    asks: 'Access is by role, with least privilege and segregation of duties, and is reviewed.',
    supports:
      'Nobody hands out more than they hold; nobody approves what they wrote; access reviews say who holds what and what of it is unused.',
    yours: 'Hold the reviews, and act on them.',
    actions: ['grant.create', 'grant.revoke', 'access_review.create'],
  },
  {
    ...{ id: 'soc2-cc7-2', framework: 'SOC 2', provision: 'CC7.2' },
    asks: 'Systems are monitored for anomalies that may be security events.',
    supports:
      'Failed sign-ins, refusals and stopped runs are entries, and all of them can be pushed to a SIEM as they come.',
    yours: 'Write the detections, and answer the alarms.',
    actions: ['session.fail', 'execution.refuse', 'export_target.create', 'export_target.fail'],
  },
  {
    ...{ id: 'soc2-cc8-1', framework: 'SOC 2', provision: 'CC8.1' },
    asks: 'Changes are authorized, documented, tested, approved and implemented.',
    supports:
      'A change goes from draft to published only through its required reviews, approvals and checks, each bound to the exact content.',
    yours: 'Say what each kind of change requires.',
    actions: ['change.create', 'check.report', 'change.review', 'change.approve', 'change.publish'],
  },
  {
    ...{ id: 'hipaa-164-312-b', framework: 'HIPAA', provision: '45 CFR 164.312(b)' },
    asks: 'Mechanisms record and examine activity in systems that hold or use electronic protected health information.',
    supports:
      'Calls are recorded with the classes of data that were found in them; reading what others said needs a reason and leaves an entry; reviews of the log are attested.',
    yours:
      'Decide where health information may flow, sign agreements with your providers, and examine the record regularly.',
    actions: ['execution.complete', 'execution.read_content', 'attestation.create'],
  },
  {
    ...{ id: 'cfr-11-10-b', framework: '21 CFR Part 11', provision: '§ 11.10(b)' },
    asks: 'Accurate and complete copies of records can be made for inspection.',
    supports:
      'Evidence is one file that reads like a page and proves itself offline; the whole log can be exported.',
    yours: 'Know which records an inspector may ask for.',
    actions: ['evidence.export'],
  },
  {
    ...{ id: 'cfr-11-10-d-g', framework: '21 CFR Part 11', provision: '§ 11.10(d) and (g)' },
    asks: 'Access is limited to authorized people, and authority is checked before somebody signs or alters a record.',
    supports:
      'Each act is decided by one function over the grants of now, and recorded with the credential that it came with.',
    yours: 'Validate the system for your intended use (§ 11.10(a)).',
    actions: ['session.create', 'grant.create', 'grant.revoke', 'session.step_up'],
  },
  {
    ...{ id: 'cfr-11-10-e', framework: '21 CFR Part 11', provision: '§ 11.10(e)' },
    asks: 'Secure, computer-generated, time-stamped audit trails of who created, changed or deleted records, which do not obscure what was there.',
    supports:
      'Every mutating act leaves an entry in the same transaction, in a signed append-only log; versions are never overwritten.',
    yours: 'Keep the machine’s clock right, and the trail for as long as the records.',
    actions: ['commit.create', 'change.publish', 'asset.move', 'erasure.approve'],
  },
  {
    ...{ id: 'cfr-11-70', framework: '21 CFR Part 11', provision: '§ 11.70' },
    asks: 'Signatures are linked to their records so that they cannot be transferred.',
    supports:
      'An approval binds organization, change, exact digests, environment and requirement; any other byte makes it stale.',
    yours:
      'Decide whether an approval here is a signature for you, and certify that to the agency (§ 11.100(c)).',
    actions: ['change.review', 'change.approve', 'change.retract'],
  },
  {
    ...{
      id: 'aisvs-9-2',
      framework: 'OWASP AISVS',
      provision: '9.2.1–9.2.5 Approval of high-impact actions',
    },
    asks: 'Such actions need a person’s approval, shown whole, bound to the exact parameters, used once, and expiring.',
    supports:
      'Held calls and changes are approved by their digest by somebody else than who asked; an approval counts once and expires.',
    yours: 'Say which actions are high-impact.',
    actions: ['hold.create', 'hold.approve', 'hold.refuse', 'hold.expire', 'change.approve'],
  },
  {
    ...{ id: 'aisvs-9-4', framework: 'OWASP AISVS', provision: '9.4.3 and 9.4.5 Tamper-evident audit' },
    asks: 'Audit logs are tamper-evident, independently verifiable, and say who acted, for whom, under which decision, with what outcome.',
    supports:
      'A Merkle log that other people’s verifiers check; each entry names the actor, on whose behalf, the verdict with its policy version, the approvals and the outcome.',
    yours:
      'Keep a checkpoint outside, or have a witness: without either nobody notices a log that was rewritten whole.',
    actions: ['execution.intend', 'execution.complete', 'ledger.rotate_key', 'consent.give'],
  },
  {
    ...{
      id: 'aisvs-12-1',
      framework: 'OWASP AISVS',
      provision: '12.1.1–12.1.3 Request and response logging',
    },
    asks: 'Interactions and policy decisions are logged in a structured, interoperable schema with model, provider, tokens and operation.',
    supports: 'Entries of calls have all of these, and can be had as OCSF events and OpenTelemetry spans.',
    yours: 'Log retrieval (12.1.4) in the system that retrieves.',
    actions: calls,
  },
  {
    ...{ id: 'aisvs-12-5-3', framework: 'OWASP AISVS', provision: '12.5.3 Kill switch' },
    asks: 'Activations of kill switches and overrides are logged.',
    supports: 'A recall, its lifting and break-glass are entries with who and a commitment to why.',
    yours: 'Decide who may pull it.',
    actions: ['recall.create', 'recall.lift', 'break_glass.create', 'break_glass.expire'],
  },
];
