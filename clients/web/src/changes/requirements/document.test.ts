import { describe, expect, it } from 'vitest';
import { addAt, moveAt, readDocument, setAt } from './document.ts';

const file = `# Agreed with the works council on 3 May.
rules:
  - id: personal-data # do not rename
    for:
      risk: [high]
    stages:
      # Somebody who knows the product.
      - name: peer review
        kind: review
        need: 1

      - name: legal
        kind: approval
        need: 2 # two pairs of eyes
        from: [{team: legal}]
        validFor: 14d
`;

describe('a requirement as a document', () => {
  it('is read for the form', () => {
    const { rules, problem } = readDocument(file);
    expect(problem).toBeNull();
    expect(rules).toMatchObject([
      {
        id: 'personal-data',
        risk: ['high'],
        stages: [
          { name: 'peer review', kind: 'review', need: 1, from: [] },
          { name: 'legal', need: 2, from: [{ by: 'team', name: 'legal' }], validFor: '14d', lapse: '' },
        ],
      },
    ]);
  });

  it('changes one value and nothing else, comments included', () => {
    expect(setAt(file, ['rules', 0, 'stages', 1, 'need'], 3)).toBe(file.replace('need: 2 #', 'need: 3 #'));
    expect(setAt(file, ['rules', 0, 'id'], 'people')).toBe(file.replace('personal-data', 'people'));
  });

  it('puts what is new where people look for it, short lists on one line', () => {
    const from = [{ role: 'reviewer' }, { person: 'dana@example.com' }];
    const text = setAt(file, ['rules', 0, 'stages', 0, 'from'], from);
    expect(text).toBe(
      file.replace(
        '        need: 1\n',
        '        need: 1\n        from: [{role: reviewer}, {person: dana@example.com}]\n',
      ),
    );
    expect(setAt(file, ['rules', 0, 'for', 'environments'], ['production'])).toBe(
      file.replace('      risk', '      environments: [production]\n      risk'),
    );
    expect(setAt(file, ['rules', 0, 'description'], 'Legal looks.')).toContain(
      '# do not rename\n    description: Legal looks.\n    for:',
    );
  });

  it('takes an emptied member away, and what held only it', () => {
    expect(setAt(file, ['rules', 0, 'for', 'risk'], undefined)).toBe(
      file.replace('    for:\n      risk: [high]\n', ''),
    );
    const escalated = setAt(file, ['rules', 0, 'stages', 0, 'escalate', 'after'], '48h');
    expect(escalated).toContain('        escalate:\n          after: 48h\n');
    expect(setAt(escalated, ['rules', 0, 'stages', 0, 'escalate', 'after'], undefined)).toBe(file);
  });

  it('adds, moves and removes stages with the comments that belong to them', () => {
    const stage = { name: 'security', kind: 'approval', need: 1, from: [{ team: 'security' }] };
    const added = addAt(file, ['rules', 0, 'stages'], stage);
    expect(added).toBe(
      `${file}      - name: security\n        kind: approval\n        need: 1\n        from: [{team: security}]\n`,
    );
    const moved = moveAt(added, ['rules', 0, 'stages'], 2, 0);
    expect(readDocument(moved).rules[0]?.stages.map(({ name }) => name)).toEqual([
      'security',
      'peer review',
      'legal',
    ]);
    expect(moved).toContain('# two pairs of eyes');
    expect(moved).toContain('# Somebody who knows the product.');
    expect(setAt(added, ['rules', 0, 'stages', 2], undefined)).toBe(file);
  });

  it('begins with nothing', () =>
    expect(addAt('', ['rules'], { id: 'all', stages: [{ name: 'legal', kind: 'approval', need: 1 }] })).toBe(
      'rules:\n  - id: all\n    stages:\n      - name: legal\n        kind: approval\n        need: 1\n',
    ));

  it('leaves alone what is no YAML, and says so', () => {
    const broken = 'rules:\n  - id: [a\n';
    expect(setAt(broken, ['rules', 0, 'id'], 'b')).toBe(broken);
    expect(readDocument(broken).problem).not.toBeNull();
  });

  it('does not follow references that could grow without end', () =>
    expect(readDocument('a: &a [x]\nrules: [{id: b, checks: *a}]\n').problem).not.toBeNull());
});
