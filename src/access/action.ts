import type { Role } from './principal.ts';

/**
 * Every action that a principal can take, with the roles that hold it. One name everywhere (design.md §2). Roles do not inherit:
 * each list is whole, so that one line answers "who may".
 * - `on: 'library'`: grants on that library count, and grants on the organization.
 * - `on: 'organization'`: only grants on the organization count.
 * - `on: 'membership'`: any grant counts, wherever: the answer is one's own, or filtered by what one may see.
 */
const everyone = [
  'viewer',
  'contributor',
  'reviewer',
  'approver',
  'publisher',
  'responder',
  'auditor',
  'admin',
] as const;

/** Whoever works on what is governed: not who only runs it, and not who only looks. */
const tending = ['contributor', 'reviewer', 'approver', 'publisher', 'responder', 'admin'] as const;

export const actions = {
  'session.read': { on: 'membership', roles: everyone },
  /** One's own; those of others need `session.list_all` and `session.revoke_all`. */
  'session.list': { on: 'membership', roles: everyone },
  'session.revoke': { on: 'membership', roles: everyone },
  'session.list_all': { on: 'organization', roles: ['auditor', 'admin'] },
  'session.revoke_all': { on: 'organization', roles: ['admin'] },
  /** How one signs in: one's own, by oneself, in a session. */
  'account.read': { on: 'membership', roles: everyone },
  'password.change': { on: 'membership', roles: everyone },
  'second_factor.start': { on: 'membership', roles: everyone },
  'second_factor.create': { on: 'membership', roles: everyone },
  'second_factor.delete': { on: 'membership', roles: everyone },
  'recovery_code.renew': { on: 'membership', roles: everyone },
  'passkey.start': { on: 'membership', roles: everyone },
  'passkey.create': { on: 'membership', roles: everyone },
  'passkey.delete': { on: 'membership', roles: everyone },
  /** How others sign in. */
  'password.reset': { on: 'organization', roles: ['admin'] },
  'second_factor.reset': { on: 'organization', roles: ['admin'] },
  'sign_in_rule.read': { on: 'organization', roles: everyone },
  'sign_in_rule.update': { on: 'organization', roles: ['admin'] },
  'organization.read': { on: 'membership', roles: everyone },
  'person.list': { on: 'organization', roles: everyone },
  'person.create': { on: 'organization', roles: ['admin'] },
  'person.deactivate': { on: 'organization', roles: ['admin'] },
  'domain.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'domain.create': { on: 'organization', roles: ['admin'] },
  'domain.verify': { on: 'organization', roles: ['admin'] },
  /** An admin's word in place of a record in the domain's DNS. */
  'domain.override': { on: 'organization', roles: ['admin'] },
  'domain.delete': { on: 'organization', roles: ['admin'] },
  'sso_connection.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'sso_connection.create': { on: 'organization', roles: ['admin'] },
  'sso_connection.update': { on: 'organization', roles: ['admin'] },
  'sso_connection.test': { on: 'organization', roles: ['admin'] },
  'sso_connection.delete': { on: 'organization', roles: ['admin'] },
  'group_mapping.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'group_mapping.create': { on: 'organization', roles: ['admin'] },
  'group_mapping.delete': { on: 'organization', roles: ['admin'] },
  'sso_setting.read': { on: 'organization', roles: ['admin', 'auditor'] },
  'sso_setting.update': { on: 'organization', roles: ['admin'] },
  /** Who may still sign in otherwise when single sign-on is enforced. */
  'sso_exemption.create': { on: 'organization', roles: ['admin'] },
  'sso_exemption.delete': { on: 'organization', roles: ['admin'] },
  'scim_token.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'scim_token.create': { on: 'organization', roles: ['admin'] },
  'scim_token.rotate': { on: 'organization', roles: ['admin'] },
  'scim_token.revoke': { on: 'organization', roles: ['admin'] },
  'team.list': { on: 'organization', roles: everyone },
  'team.read': { on: 'organization', roles: everyone },
  'team.create': { on: 'organization', roles: ['admin'] },
  'team.update': { on: 'organization', roles: ['admin'] },
  'team.retire': { on: 'organization', roles: ['admin'] },
  'team.add_member': { on: 'organization', roles: ['admin'] },
  'team.remove_member': { on: 'organization', roles: ['admin'] },
  /** Why oneself may or may not do something; about others it needs `access.explain_all`. */
  'access.explain': { on: 'membership', roles: everyone },
  'access.explain_all': { on: 'organization', roles: ['auditor', 'admin'] },
  /** Who holds what, and what of it is used. */
  'access_review.preview': { on: 'organization', roles: ['auditor', 'admin'] },
  'access_review.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'access_review.read': { on: 'organization', roles: ['auditor', 'admin'] },
  /** That one has looked it over. */
  'access_review.create': { on: 'organization', roles: ['admin'] },
  'role.list': { on: 'organization', roles: everyone },
  'role.create': { on: 'organization', roles: ['admin'] },
  'role.update': { on: 'organization', roles: ['admin'] },
  'role.retire': { on: 'organization', roles: ['admin'] },
  'grant.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'grant.create': { on: 'organization', roles: ['admin'] },
  'grant.revoke': { on: 'organization', roles: ['admin'] },
  'app.list': { on: 'membership', roles: everyone },
  'app.create': { on: 'organization', roles: ['admin'] },
  /** One's own, and those to the apps that one owns. */
  'consent.list': { on: 'membership', roles: everyone },
  'consent.give': { on: 'membership', roles: everyone },
  'consent.withdraw': { on: 'membership', roles: everyone },
  /** One's own keys and those of the apps that one owns; those of others need `key.list_all`. */
  'key.list': { on: 'membership', roles: everyone },
  'key.list_all': { on: 'organization', roles: ['auditor', 'admin'] },
  'key.create': { on: 'membership', roles: everyone },
  'key.rotate': { on: 'membership', roles: everyone },
  'key.revoke': { on: 'membership', roles: everyone },
  'key.revoke_all': { on: 'organization', roles: ['admin'] },

  'library.list': { on: 'membership', roles: everyone },
  'library.create': { on: 'organization', roles: ['admin', 'contributor'] },
  /** The library `policy`, whose requirements are everybody's. */
  'library.create_policy': { on: 'organization', roles: ['admin'] },
  'library.read': { on: 'library', roles: everyone },
  /** Read unpublished work: branches, history, drafts. */
  'branch.list': {
    on: 'library',
    roles: ['contributor', 'reviewer', 'approver', 'publisher', 'responder', 'auditor', 'admin'],
  },
  'branch.create': { on: 'library', roles: ['contributor', 'admin'] },
  'tag.list': { on: 'library', roles: everyone },
  'tag.create': { on: 'library', roles: ['contributor', 'admin'] },
  'tag.delete': { on: 'library', roles: ['contributor', 'admin'] },
  'branch.merge': { on: 'library', roles: ['contributor', 'admin'] },
  /** Of one's own branches. */
  'branch.delete': { on: 'library', roles: ['contributor', 'admin'] },
  'commit.list': { on: 'library', roles: everyone },
  'commit.create': { on: 'library', roles: ['contributor', 'admin'] },
  'commit.revert': { on: 'library', roles: ['contributor', 'admin'] },
  'commit.cherry_pick': { on: 'library', roles: ['contributor', 'admin'] },
  /** Files and exports of others, as one commit on a branch that it may start. */
  'library.import': { on: 'library', roles: ['contributor', 'admin'] },
  'asset.list': { on: 'library', roles: everyone },
  'asset.read': { on: 'library', roles: everyone },
  'asset.move': { on: 'library', roles: ['contributor', 'admin'] },
  'asset.redirect': { on: 'library', roles: ['contributor', 'admin'] },
  'asset.restore': { on: 'library', roles: ['contributor', 'admin'] },
  /** Over the libraries whose assets one may read. */
  'asset.search': { on: 'membership', roles: everyone },
  /** Merges texts that the caller sends: nothing is read. */
  'asset.merge': { on: 'membership', roles: everyone },
  'version.list': { on: 'library', roles: everyone },
  'prompt.render': { on: 'library', roles: everyone },
  /** One's own. */
  'favorite.list': { on: 'membership', roles: everyone },
  'favorite.create': { on: 'library', roles: everyone },
  'favorite.delete': { on: 'library', roles: everyone },
  /** One's own assets may also be given away without these: their owner may. */
  'owner.list': { on: 'membership', roles: everyone },
  'owner.assign': { on: 'library', roles: ['publisher', 'admin'] },
  'owner.hand_over': { on: 'organization', roles: ['admin'] },
  'environment.list': { on: 'membership', roles: everyone },
  'environment.create': { on: 'organization', roles: ['admin'] },
  'environment.update': { on: 'organization', roles: ['admin'] },
  'environment.retire': { on: 'organization', roles: ['admin'] },

  'policy.read': { on: 'organization', roles: everyone },
  /** A proposed policy over recorded calls: counts. Single calls need `execution.list_all`. */
  'policy.simulate': {
    on: 'organization',
    roles: ['contributor', 'reviewer', 'approver', 'publisher', 'auditor', 'admin'],
  },
  /** Test cases that the caller sends: nothing is read. */
  'policy.test': { on: 'membership', roles: everyone },
  /** Of executions that one may read. */
  'policy.replay': { on: 'membership', roles: everyone },

  /** To whom every call's texts are sent beside the provider. */
  'detector.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'detector.create': { on: 'organization', roles: ['admin'] },
  'detector.test': { on: 'organization', roles: ['admin'] },
  'detector.end': { on: 'organization', roles: ['admin'] },
  /** What the organization says of models and of what it uses them for. */
  'register.list_models': { on: 'organization', roles: everyone },
  'register.list_use_cases': { on: 'organization', roles: everyone },

  'decision.list': { on: 'library', roles: everyone },
  'requirement.read': { on: 'library', roles: everyone },
  'requirement.preview': { on: 'library', roles: everyone },
  /** To hand one's own right to decide to somebody while one is away. */
  'delegation.create': { on: 'membership', roles: ['reviewer', 'approver', 'admin'] },
  /** One's own, either way; those of others need `delegation.list_all` and `delegation.end_all`. */
  'delegation.list': { on: 'membership', roles: everyone },
  'delegation.end': { on: 'membership', roles: everyone },
  'delegation.list_all': { on: 'organization', roles: ['auditor', 'admin'] },
  'delegation.end_all': { on: 'organization', roles: ['admin'] },

  'change.list': { on: 'library', roles: everyone },
  'change.read': { on: 'library', roles: everyone },
  'change.create': { on: 'library', roles: ['contributor', 'admin'] },
  'change.update': { on: 'library', roles: ['contributor', 'admin'] },
  'change.submit': { on: 'library', roles: ['contributor', 'admin'] },
  'check.list': { on: 'library', roles: everyone },
  /** By an app whose key is bound to the check's name: no role is enough. */
  'check.report': {
    on: 'library',
    roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'],
  },
  'change.comment': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'comment.withdraw': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'thread.resolve': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'thread.reopen': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  /** It makes a commit: whoever may commit. */
  'suggestion.accept': { on: 'library', roles: ['contributor', 'admin'] },
  'reviewer.request': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'reviewer.dismiss': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  /** One's own: to be told of a change, or not to be. */
  'subscription.create': { on: 'library', roles: everyone },
  'subscription.end': { on: 'library', roles: everyone },
  'change.review': { on: 'library', roles: ['reviewer', 'approver'] },
  'change.approve': { on: 'library', roles: ['approver'] },
  /** One's own decisions, and those that a delegate made in one's name. */
  'change.retract': {
    on: 'library',
    roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'responder', 'admin'],
  },
  'change.reject': { on: 'library', roles: ['reviewer', 'approver'] },
  'change.withdraw': { on: 'library', roles: ['contributor', 'admin'] },
  'change.remind': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  /** Over the libraries that one may see. */
  'wait.read': { on: 'membership', roles: everyone },
  'change.publish': { on: 'library', roles: ['publisher'] },
  'change.schedule': { on: 'library', roles: ['publisher'] },
  'change.unschedule': { on: 'library', roles: ['publisher'] },
  /** Without approval, for a few hours. Nobody has the role by default. */
  'break_glass.create': { on: 'library', roles: ['responder'] },
  'break_glass.review': { on: 'library', roles: ['approver'] },
  'break_glass.list': { on: 'library', roles: everyone },

  /** Back to a version that was approved there; out of an environment, and back. */
  'rollback.create': { on: 'library', roles: ['publisher'] },
  'retirement.create': { on: 'library', roles: ['publisher'] },
  'retirement.end': { on: 'library', roles: ['publisher'] },
  /** Of models on the organization. */
  'recall.create': { on: 'library', roles: ['publisher', 'admin'] },
  'recall.lift': { on: 'library', roles: ['publisher'] },
  'recall.list': { on: 'library', roles: everyone },
  'recall.read': { on: 'library', roles: everyone },
  /** Who ran what is recalled: the executions of others. */
  'recall.uses': { on: 'library', roles: ['publisher', 'auditor', 'admin'] },

  /** One's own notices, and what one gets of them by e-mail. */
  'notice.list': { on: 'membership', roles: everyone },
  'notice.read': { on: 'membership', roles: everyone },
  'notice_setting.read': { on: 'membership', roles: everyone },
  'notice_setting.update': { on: 'membership', roles: everyone },
  'webhook.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'webhook.create': { on: 'organization', roles: ['admin'] },
  'webhook.update': { on: 'organization', roles: ['admin'] },
  'webhook.rotate': { on: 'organization', roles: ['admin'] },
  'webhook.delete': { on: 'organization', roles: ['admin'] },
  'webhook.test': { on: 'organization', roles: ['admin'] },
  'delivery.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'delivery.redeliver': { on: 'organization', roles: ['admin'] },

  'provider.list': { on: 'membership', roles: everyone },
  'provider.create': { on: 'organization', roles: ['admin'] },
  'provider.update': { on: 'organization', roles: ['admin'] },
  'provider.rotate': { on: 'organization', roles: ['admin'] },
  'provider.test': { on: 'organization', roles: ['admin'] },
  'route.list': { on: 'membership', roles: everyone },
  'route.set': { on: 'organization', roles: ['admin'] },
  'route.delete': { on: 'organization', roles: ['admin'] },
  'model.list': { on: 'membership', roles: everyone },
  /** Run what is published. */
  'execution.create': {
    on: 'library',
    roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'admin'],
  },
  /** Run a model without a governed prompt: policy's business too. */
  'execution.create_raw': {
    on: 'organization',
    roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'admin'],
  },
  /** See one's own executions; those of others need `execution.list_all`. */
  'execution.list': { on: 'membership', roles: everyone },
  'execution.read': { on: 'membership', roles: everyone },
  /** What executions belong to: of those that one may see. */
  'trace.list': { on: 'membership', roles: everyone },
  'trace.read': { on: 'membership', roles: everyone },
  'conversation.list': { on: 'membership', roles: everyone },
  'conversation.read': { on: 'membership', roles: everyone },
  /** What others said is shown for a reason, which is recorded. */
  'execution.read_content': { on: 'membership', roles: everyone },
  'execution.list_all': { on: 'organization', roles: ['auditor', 'admin'] },

  /** Run the cases of evaluations against what is, or would be, published. Each is an execution by whoever asked. */
  'evaluation.run': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'evaluation.list': {
    on: 'library',
    roles: ['contributor', 'reviewer', 'approver', 'publisher', 'auditor', 'admin'],
  },
  /** Of libraries on which one holds `evaluation.list`. */
  'evaluation.read': { on: 'membership', roles: everyone },

  /** Calls that a rule holds for a person. One's own; those of others need `hold.list_all`. */
  'class.list': { on: 'membership', roles: everyone },
  'class.try': { on: 'membership', roles: everyone },
  'hold.list': { on: 'membership', roles: everyone },
  'hold.read': { on: 'membership', roles: everyone },
  'hold.list_all': { on: 'library', roles: ['approver', 'auditor', 'admin'] },
  'hold.approve': { on: 'library', roles: ['approver'] },
  'hold.refuse': { on: 'library', roles: ['approver'] },

  /** What is kept and what goes away of content. */
  'legal_hold.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'legal_hold.place': { on: 'organization', roles: ['admin'] },
  'legal_hold.lift': { on: 'organization', roles: ['admin'] },
  'erasure.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'erasure.request': { on: 'organization', roles: ['admin'] },
  /** By another person than who asked. */
  'erasure.approve': { on: 'organization', roles: ['admin'] },
  'erasure.reject': { on: 'organization', roles: ['admin'] },
  'budget.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'budget.create': { on: 'organization', roles: ['admin'] },
  'budget.update': { on: 'organization', roles: ['admin'] },
  'budget.end': { on: 'organization', roles: ['admin'] },
  'retention.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'retention.update': { on: 'organization', roles: ['admin'] },

  /** Over the libraries that one may see. */
  /** About what one may read; about people and periods, whoever may list entries. */
  'evidence.export': { on: 'membership', roles: everyone },
  'measure.read': { on: 'membership', roles: everyone },
  'measure.list': { on: 'membership', roles: everyone },
  'measure.overview': { on: 'organization', roles: everyone },
  'measure.adoption': { on: 'organization', roles: everyone },
  'measure.compare': { on: 'organization', roles: everyone },
  'measure.return': { on: 'organization', roles: everyone },
  'measure.quality': { on: 'organization', roles: everyone },
  'measure.debt': { on: 'organization', roles: everyone },
  'finding.list': { on: 'organization', roles: everyone },
  'finding.assign': { on: 'organization', roles: tending },
  'finding.snooze': { on: 'organization', roles: tending },
  'finding.wake': { on: 'organization', roles: tending },
  'finding.resolve': { on: 'organization', roles: tending },
  /** Of executions that one may read. */
  'score.list': { on: 'membership', roles: everyone },
  'score.create': { on: 'membership', roles: everyone },
  /** What should have come out, of executions that one may read. */
  'correction.list': { on: 'membership', roles: everyone },
  'correction.create': { on: 'membership', roles: everyone },
  /** Over the libraries that one may see. */
  'judge.list': { on: 'organization', roles: everyone },
  'judge.create': { on: 'organization', roles: ['admin'] },
  /** What others said goes to the judge's model: this needs `execution.list_all` too. */
  'judge_run.create': { on: 'organization', roles: ['admin'] },
  /** It reads what others said: this needs `execution.list_all` too. */
  'consistency.create': { on: 'organization', roles: ['admin'] },
  'consistency.list': { on: 'organization', roles: everyone },
  'drift.list': { on: 'organization', roles: everyone },
  'score_config.list': { on: 'organization', roles: everyone },
  'score_config.create': { on: 'organization', roles: ['admin'] },
  /** One's own. */
  'view.list': { on: 'organization', roles: everyone },
  'view.create': { on: 'organization', roles: everyone },
  'view.delete': { on: 'organization', roles: everyone },
  'letter.list': { on: 'organization', roles: everyone },
  'letter.create': { on: 'organization', roles: everyone },
  'letter.delete': { on: 'organization', roles: everyone },
  'measure.rebuild': { on: 'organization', roles: ['admin'] },

  /** What the record supports, with how many entries show it. */
  'control.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'entry.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'entry.read': { on: 'organization', roles: ['auditor', 'admin'] },
  /** One's own. */
  'saved_search.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'saved_search.create': { on: 'organization', roles: ['auditor', 'admin'] },
  'saved_search.delete': { on: 'organization', roles: ['auditor', 'admin'] },
  'attestation.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'attestation.create': { on: 'organization', roles: ['auditor', 'admin'] },
  /** Where the log is pushed to. All but reading wants a person who proved lately who they are. */
  'export_target.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'export_target.create': { on: 'organization', roles: ['admin'] },
  'export_target.update': { on: 'organization', roles: ['admin'] },
  'export_target.end': { on: 'organization', roles: ['admin'] },
  'export_target.test': { on: 'organization', roles: ['admin'] },
  'ledger.export': { on: 'organization', roles: ['auditor', 'admin'] },
  /** That the log of now continues an earlier one. Like its head, for everybody: whoever kept a checkpoint may ask. */
  'ledger.prove': { on: 'organization', roles: everyone },
  'ledger.rotate_key': { on: 'organization', roles: ['admin'] },
  'ledger.head': { on: 'organization', roles: everyone },
  /** Who else vouches for the log. */
  'witness.list': { on: 'organization', roles: everyone },
  'witness.add': { on: 'organization', roles: ['admin'] },
  'witness.end': { on: 'organization', roles: ['admin'] },
  'witness.require': { on: 'organization', roles: ['admin'] },
  /** Logs of others that the organization vouches for. */
  'witnessed_log.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'witnessed_log.add': { on: 'organization', roles: ['admin'] },
  'witnessed_log.end': { on: 'organization', roles: ['admin'] },
} as const satisfies Record<
  string,
  { on: 'organization' | 'library' | 'membership'; roles: readonly Role[] }
>;

export type Action = keyof typeof actions;

/** True when `name` is an action. */
export function isAction(name: string): name is Action {
  return Object.hasOwn(actions, name);
}

/** The roles that hold an action, as a plain list. */
export function rolesOf(action: Action): readonly Role[] {
  return actions[action].roles;
}
