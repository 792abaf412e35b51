import type { RoleList } from '../../api/types.ts';

/** Permissions by what they are about: `change.approve` and `change.review` are both of `change`. */
export interface PermissionGroup {
  readonly noun: string;
  readonly names: readonly string[];
}

export function grouped(permissions: RoleList['permissions']): readonly PermissionGroup[] {
  const groups = new Map<string, string[]>();
  for (const { name } of permissions) {
    const noun = name.slice(0, name.indexOf('.'));
    groups.set(noun, [...(groups.get(noun) ?? []), name]);
  }
  return [...groups].map(([noun, names]) => ({ noun, names }));
}

/** `break_glass` as people read it. */
export const worded = (name: string): string => name.replaceAll('_', ' ');
