import { createHash } from 'node:crypto';

/** A git object id: SHA-1 over header and content, 40 lower-case hex digits. */
export type Oid = string;
export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag';

/** A git object as git hashes it: `content` without the header. */
export interface GitObject {
  readonly oid: Oid;
  readonly type: ObjectType;
  readonly content: Uint8Array;
}

export const oidPattern = /^[0-9a-f]{40}$/;

/** Names content by git's rule: SHA-1 over `TYPE SIZE\0CONTENT` (gitformat-loose). */
export function gitObject(type: ObjectType, content: Uint8Array): GitObject {
  const oid = createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
  return { oid, type, content };
}

export function blobOf(text: string): GitObject {
  return gitObject('blob', new TextEncoder().encode(text));
}
