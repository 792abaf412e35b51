import { type GitObject, gitObject, type Oid } from './object.ts';

/** Who stands in a commit's author and committer lines. Never read back as an identity: contributions say who it was. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly at: Date;
}

export interface CommitFields {
  readonly tree: Oid;
  readonly parents: readonly Oid[];
  readonly author: Signature;
  readonly message: string;
}

/** Encodes a commit (gitformat-commit): author and committer are the same, in whole seconds, UTC. */
export function commitOf({ tree, parents, author, message }: CommitFields): GitObject {
  const signature = signatureLine(author);
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature}`,
    `committer ${signature}`,
    '',
    `${message.replaceAll('\0', '').trimEnd()}\n`,
  ];
  return gitObject('commit', new TextEncoder().encode(lines.join('\n')));
}

/** Who and when, as commits and tags write it. */
export function signatureLine({ name, email, at }: Signature): string {
  return `${cleaned(name) || 'unnamed'} <${cleaned(email).replace(/\s/g, '')}> ${Math.floor(at.getTime() / 1000)} +0000`;
}

/** Like git's own `strbuf_addstr_without_crud`: nothing in a name may end the name, the address or the line. */
function cleaned(text: string): string {
  return text
    .replace(/[\p{Cc}<>]/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g, '');
}
