export { type Action, actions, isAction, rolesOf } from './action.ts';
export { authorize, type Explanation, explain, permits } from './authorize.ts';
export {
  type AppId,
  actorOf,
  type Grant,
  type GrantId,
  type KeyId,
  type KeyScope,
  type LibraryId,
  type PersonId,
  type Principal,
  type Role,
  roles,
  type Scope,
  type SessionId,
} from './principal.ts';
export { type Resource, theOrganization } from './resource.ts';
export { type LibraryVisibility, libraryVisibility, sees } from './visibility.ts';
