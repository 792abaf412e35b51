import { describe, expect, it } from 'vitest';
import { told } from './kinds.fixture.ts';
import { readSkill } from './skill.ts';

const path = 'skills/pdf-forms/SKILL.md';
const good = `---
name: pdf-forms
description: Fills PDF forms. Use when somebody brings a form.
license: Apache-2.0
compatibility: Requires python3
metadata:
  author: northwind
  version: "1.0"
allowed-tools: Bash(git:*) Read
---

# Filling forms

1. Read \`references/FORMS.md\`.
`;
const faultsOf = (text: string): string[] => told(readSkill(path, text).faults);

describe('a skill', () => {
  it('has no faults and an outline', () => {
    expect(faultsOf(good)).toEqual([]);
    expect(readSkill(path, good).outline).toEqual({
      kind: 'skill',
      name: 'pdf-forms',
      description: 'Fills PDF forms. Use when somebody brings a form.',
      license: 'Apache-2.0',
      compatibility: 'Requires python3',
      allowedTools: ['Bash(git:*)', 'Read'],
      body: '# Filling forms\n\n1. Read `references/FORMS.md`.',
    });
  });

  it.each<[string, string, string, string]>([
    [
      'another name than the folder',
      'name: pdf-forms',
      'name: pdf',
      '2:7 The skill is called "pdf" and its folder "pdf-forms".',
    ],
    ['capitals', 'name: pdf-forms', 'name: PDF', '2:7 "name" must be small letters'],
    ['two hyphens', 'name: pdf-forms', 'name: pdf--forms', '2:7 "name" must be small letters'],
    ['a hyphen at the end', 'name: pdf-forms', 'name: pdf-', '2:7 "name" must be small letters'],
    ['a long name', 'name: pdf-forms', `name: ${'a'.repeat(65)}`, '2:7 "name" must be small letters'],
    ['a name that is a number', 'name: pdf-forms', 'name: 7', '2:7 "name" must be small letters'],
    ['no name', 'name: pdf-forms\n', '', '2:1 This file has no "name"'],
    ['no description', 'description: Fills', 'x: Fills', '2:1 This file has no "description"'],
    [
      'an empty description',
      'Fills PDF forms. Use when somebody brings a form.',
      '" "',
      '3:14 "description" must be a text of 1 to 1024',
    ],
    ['a long description', 'Fills PDF', 'x'.repeat(1_025), '3:14 "description" must be a text of 1 to 1024'],
    [
      'a misspelt field',
      'compatibility:',
      'compatability:',
      '5:1 This file has no field "compatability". Did you mean "compatibility"?',
    ],
    [
      'an unknown field',
      'license:',
      'version:',
      '4:1 This file has no field "version". It knows name, description',
    ],
    [
      'a long compatibility',
      'Requires python3',
      'x'.repeat(501),
      '5:16 "compatibility" must be a text of 1 to 500',
    ],
    [
      'metadata that is a list',
      'metadata:\n  author: northwind\n  version: "1.0"',
      'metadata: [a]',
      '6:11 "metadata" must be a list of "name: text" lines.',
    ],
    [
      'metadata within metadata',
      'author: northwind',
      'author: {a: b}',
      '7:11 "metadata.author" must be a text.',
    ],
    ['tools that are a map', 'Bash(git:*) Read', '{a: b}', '9:16 "allowed-tools" must be names of tools'],
    ['a duplicate key', 'license:', 'name:', '4:1 "name" stands here twice.'],
    ['broken YAML', 'license: Apache-2.0', 'license: "Apache', '4:'],
    [
      'front matter that is never closed',
      '\n---\n\n#',
      '\n\n#',
      '1:1 The front matter that starts here is never closed.',
    ],
    ['a list', good.slice(4, good.indexOf('\n---\n')), '- a', '2:1 The front matter must hold'],
  ])('%s', (_name, from, to, expected) => {
    expect(good).toContain(from);
    expect(faultsOf(good.replace(from, to))).toEqual(
      expect.arrayContaining([expect.stringContaining(expected)]),
    );
  });

  it('needs front matter', () => {
    expect(faultsOf('# Filling forms\n')).toEqual([
      expect.stringContaining('1:1 A skill starts with its name and description'),
    ]);
  });

  it('takes tools as a list', () => {
    const text = good.replace('Bash(git:*) Read', '[Read, Write]');
    expect(readSkill(path, text)).toMatchObject({ faults: [], outline: { allowedTools: ['Read', 'Write'] } });
  });
});
