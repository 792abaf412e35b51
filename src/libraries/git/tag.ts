import { type Signature, signatureLine } from './commit.ts';
import { type GitObject, gitObject, type Oid } from './object.ts';

/** Longest tag name, in bytes of UTF-8. */
const maxBytes = 200;

/**
 * Why a tag may not have this name, as a sentence, or undefined when it may. The rules are git's own (git-check-ref-format, and
 * git-tag's: no leading hyphen), and what every name here must be: Unicode that shows what it is.
 * @param name without `refs/tags/`
 */
export function tagNameFault(name: string): string | undefined {
  if (name === '') return 'The name is empty.';
  if (Buffer.byteLength(name) > maxBytes) return `It is longer than ${maxBytes} bytes.`;
  if (!name.isWellFormed() || name.includes('\ufffd') || name !== name.normalize('NFC'))
    return 'It must be UTF-8 in normal form C.';
  if (/[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u.test(name))
    return 'It holds characters that cannot be seen.';
  if (/[ ~^:?*[\\]/.test(name)) return 'It may not hold a space or one of ~ ^ : ? * [ \\.';
  if (name.includes('..') || name.includes('@{')) return 'It may not hold ".." or "@{".';
  if (name === '@' || name === 'HEAD' || /^[0-9a-f]{40}$/.test(name)) return 'It would read as a commit.';
  if (name.startsWith('-')) return 'It may not begin with "-".';
  if (name.endsWith('.')) return 'It may not end with ".".';
  for (const part of name.split('/')) {
    if (part === '') return 'It has an empty part: remove the extra "/".';
    if (part.startsWith('.') || part.endsWith('.lock'))
      return 'No part of it may begin with "." or end with ".lock".';
  }
  return undefined;
}

/** Encodes an annotated tag of a commit (gitformat: git-mktag), its tagger in whole seconds, UTC. */
export function annotatedTag(tag: {
  readonly commit: Oid;
  readonly name: string;
  readonly tagger: Signature;
  readonly message: string;
}): GitObject {
  const lines = [
    `object ${tag.commit}`,
    'type commit',
    `tag ${tag.name}`,
    `tagger ${signatureLine(tag.tagger)}`,
    '',
    `${tag.message.replaceAll('\0', '').trimEnd()}\n`,
  ];
  return gitObject('tag', new TextEncoder().encode(lines.join('\n')));
}
