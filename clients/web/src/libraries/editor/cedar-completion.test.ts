import { describe, expect, it } from 'vitest';
import { completionsAt, wordsOf } from './cedar-completion.ts';

const schema = `// What rules ask about: not this.
entity Team;
entity Person in [Team] = { name: String, roles: Set<String> };
entity Model = { name: String };
type ExecutionContext = { model: String, environment?: String };
action "execution.create" appliesTo { principal: [Person], resource: [Model], context: ExecutionContext };`;
const words = wordsOf(schema);
const at = (before: string) => completionsAt(before, words)?.options.map(({ label }) => label);

describe('completion of Cedar', () => {
  it('knows what the schema says', () => {
    expect(words).toEqual({
      context: ['model', 'environment'],
      principal: ['name', 'roles'],
      resource: ['name'],
      types: ['Team', 'Person', 'Model'],
      actions: ['execution.create'],
    });
  });

  it('offers what may stand there', () => {
    expect(at('  context.en')).toEqual(['model', 'environment']);
    expect(at('when { context has ')).toEqual(['model', 'environment']);
    expect(at('principal.')).toEqual(['name', 'roles']);
    expect(at('@re')).toContain('@reason');
    expect(at('@obligation("redact:email, ma')).toContain('mask:');
    expect(at('action == Action::"exe')).toEqual(['execution.create']);
    expect(at('context.dataClasses.con')).toContain('containsAny');
    expect(at('principal in Te')).toContain('Team');
  });

  it('offers nothing inside a text', () => {
    expect(at('@reason("Because con')).toBeUndefined();
  });
});
