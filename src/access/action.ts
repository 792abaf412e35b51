import type { Role } from './principal.ts';

/**
 * Every action that a principal can take, with the roles that hold it. One name everywhere (design.md §2). Roles do not inherit:
 * each list is whole, so that one line answers "who may".
 * `on: 'library'` actions look at grants on the library and on the organization; `on: 'organization'` actions only at the latter.
 */
const everyone = ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'auditor', 'admin'] as const;

export const actions = {
  'session.read': { on: 'organization', roles: everyone },
  'organization.read': { on: 'organization', roles: everyone },
  'person.list': { on: 'organization', roles: everyone },
  'person.create': { on: 'organization', roles: ['admin'] },
  'grant.list': { on: 'organization', roles: ['admin', 'auditor'] },
  'grant.create': { on: 'organization', roles: ['admin'] },
  'grant.revoke': { on: 'organization', roles: ['admin'] },
  'app.list': { on: 'organization', roles: everyone },
  'app.create': { on: 'organization', roles: ['admin'] },
  'key.list': { on: 'organization', roles: everyone },
  'key.create': { on: 'organization', roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'key.revoke': { on: 'organization', roles: everyone },

  'library.list': { on: 'organization', roles: everyone },
  'library.create': { on: 'organization', roles: ['admin', 'contributor'] },
  'library.read': { on: 'library', roles: everyone },
  /** Read unpublished work: branches, history, drafts. */
  'branch.list': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'auditor', 'admin'] },
  'branch.create': { on: 'library', roles: ['contributor', 'admin'] },
  'commit.list': { on: 'library', roles: everyone },
  'commit.create': { on: 'library', roles: ['contributor', 'admin'] },
  'asset.list': { on: 'library', roles: everyone },
  'asset.read': { on: 'library', roles: everyone },
  'version.list': { on: 'library', roles: everyone },
  'prompt.render': { on: 'library', roles: everyone },
  'environment.list': { on: 'organization', roles: everyone },

  'policy.read': { on: 'organization', roles: everyone },

  'change.list': { on: 'library', roles: everyone },
  'change.read': { on: 'library', roles: everyone },
  'change.create': { on: 'library', roles: ['contributor', 'admin'] },
  'change.submit': { on: 'library', roles: ['contributor', 'admin'] },
  'change.comment': { on: 'library', roles: ['contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  'change.review': { on: 'library', roles: ['reviewer', 'approver'] },
  'change.approve': { on: 'library', roles: ['approver'] },
  'change.reject': { on: 'library', roles: ['reviewer', 'approver'] },
  'change.withdraw': { on: 'library', roles: ['contributor', 'admin'] },
  'change.publish': { on: 'library', roles: ['publisher'] },

  'provider.list': { on: 'organization', roles: everyone },
  'provider.create': { on: 'organization', roles: ['admin'] },
  'model.list': { on: 'organization', roles: everyone },
  /** Run what is published. */
  'execution.create': { on: 'library', roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  /** Run a model without a governed prompt: policy's business too. */
  'execution.create_raw': { on: 'organization', roles: ['viewer', 'contributor', 'reviewer', 'approver', 'publisher', 'admin'] },
  /** See one's own executions; those of others need `execution.list_all`. */
  'execution.list': { on: 'organization', roles: everyone },
  'execution.read': { on: 'organization', roles: everyone },
  'execution.list_all': { on: 'organization', roles: ['auditor', 'admin'] },

  'measure.read': { on: 'organization', roles: everyone },

  'entry.list': { on: 'organization', roles: ['auditor', 'admin'] },
  'entry.read': { on: 'organization', roles: ['auditor', 'admin'] },
  'ledger.export': { on: 'organization', roles: ['auditor', 'admin'] },
  'ledger.head': { on: 'organization', roles: everyone },
} as const satisfies Record<string, { on: 'organization' | 'library'; roles: readonly Role[] }>;

export type Action = keyof typeof actions;
