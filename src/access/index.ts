export { type Action, actions } from './action.ts';
export {
  type AppId,
  actorOf,
  type Grant,
  type KeyScope,
  type LibraryId,
  type PersonId,
  type Principal,
  type Role,
  roles,
  type Scope,
} from './principal.ts';
