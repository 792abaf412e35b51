import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assetName,
  assetPath,
  digestOf,
  formatReference,
  isBranchName,
  kindOf,
  parseReference,
  pathFault,
  skillFolder,
} from './asset.ts';

const sha = `sha256:${'ab'.repeat(32)}` as const;

describe('kindOf', () => {
  it.each([
    ['summarise.prompt', 'prompt'],
    ['emails/welcome.prompt', 'prompt'],
    ['rules/models.cedar', 'policy'],
    ['countersign.cedarschema', 'policy'],
    ['a/triage.workflow.yaml', 'workflow'],
    ['a/triage.eval.yaml', 'evaluation'],
    ['skills/review/SKILL.md', 'skill'],
    ['SKILL.md', 'other'],
    ['.prompt', 'other'],
    ['README.md', 'other'],
    ['a.prompt/readme', 'other'],
    ['SUMMARY.PROMPT', 'other'],
  ])('%s is %s', (path, kind) => expect(kindOf(path)).toBe(kind));

  it('finds the folder of the skill that a file belongs to', () => {
    const paths = new Set(['skills/review/SKILL.md', 'skills/review/scripts/run.sh', 'skills/notes.md']);
    expect(skillFolder('skills/review/scripts/run.sh', paths)).toBe('skills/review');
    expect(skillFolder('skills/notes.md', paths)).toBeUndefined();
  });
});

describe('pathFault', () => {
  it.each([
    'a.prompt',
    'emails/welcome.prompt',
    'Grüße/日本.prompt',
    '.github/x.yaml',
    '.gitignore',
    'a..b',
    'git/x',
    'x'.repeat(255),
  ])('takes %s', (path) => expect(pathFault(path)).toBeUndefined());

  it.each([
    ...['', '/a', 'a//b', 'a/', './a', '../a', 'a/../b', 'a/.', 'a\\b', 'C:/a'],
    ...[
      '.git',
      '.git/config',
      'a/.GIT/x',
      '.Git',
      'git~1',
      'GIT~1/x',
      '.git ',
      '.git.',
      '.git. .',
      '.git::$INDEX_ALLOCATION',
    ],
    ...['.g\u200cit/config', '.g\u00adit', '\u200b.git', 'a\nb', 'a\0b', 'a\u007fb', 'a\u202eb', 'a\u2028b'],
    ...['e\u0301.prompt', '\ud800.prompt', 'x'.repeat(256), 'é'.repeat(128), 'ab/'.repeat(400)],
  ])('refuses %j', (path) => expect(pathFault(path)).toMatch(/\.$/));
});

describe('digestOf', () => {
  it('is SHA-256 over the exact bytes', () => {
    expect(digestOf(Buffer.from('abc'))).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(digestOf(Buffer.from('a\r\n'))).not.toBe(digestOf(Buffer.from('a\n')));
  });
});

describe('parseReference', () => {
  it.each([
    ['marketing/summarise', 'summarise.prompt', undefined],
    ['marketing/emails/welcome', 'emails/welcome.prompt', undefined],
    ['marketing/summarise@7', 'summarise.prompt', { type: 'version', number: 7 }],
    ['marketing/summarise@production', 'summarise.prompt', { type: 'environment', name: 'production' }],
    [`marketing/summarise@${sha}`, 'summarise.prompt', { type: 'digest', digest: sha }],
    ['marketing/summarise@branch:feature/tone', 'summarise.prompt', { type: 'branch', name: 'feature/tone' }],
    ['marketing/v1.2@3', 'v1.2.prompt', { type: 'version', number: 3 }],
    ['rules/models.cedar@2', 'models.cedar', { type: 'version', number: 2 }],
  ])('%s', (text, path, selector) => {
    const result = parseReference(text);
    expect(result).toEqual({ ok: true, reference: { library: text.split('/')[0], path, selector } });
    expect(result.ok && formatReference(result.reference)).toBe(text);
  });

  it.each([
    ...[
      '',
      'summarise',
      '/x',
      'a/',
      'a/@7',
      'A/x',
      'a/x@',
      'a/x@0',
      'a/x@07',
      'a/x@1.5',
      'a/x@sha256:ab',
      `a/x@${sha.toUpperCase()}`,
    ],
    ...[
      'a/x@branch:',
      'a/x@branch:a..b',
      'a/x@branch:-d',
      'a/x@branch:a.lock',
      'a/../x',
      'a/.git/x',
      'a/x@Production',
      'a/x y@\n',
    ],
  ])('refuses %j', (text) =>
    expect(parseReference(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/\.$/) }),
  );

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseReference(text).ok === 'boolean'),
    );
  });

  it('gives every path of an asset one name', () => {
    const parts = fc.array(fc.constantFrom('a', 'b', '.prompt', '.cedar', '.eval.yaml', '/', '.'), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(parts, (words) => {
        const path = words.join('');
        if (kindOf(path) !== 'other') expect(assetPath(assetName(path))).toBe(path);
      }),
    );
  });
});

describe('isBranchName', () => {
  it.each(['main', 'feature/tone', 'refs-1', 'ünï'])('takes %s', (name) =>
    expect(isBranchName(name)).toBe(true),
  );
  it.each([
    '',
    'a b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[',
    'a\\b',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.',
    '@',
    'a@{1}',
    'x'.repeat(201),
  ])('refuses %j', (name) => expect(isBranchName(name)).toBe(false));
});
