import { describe, expect, it } from 'vitest';
import type { ModelDefinition } from '../../api/types.ts';
import { fileNamed, missingOf, modelDraft, modelText, textOfUseCase } from './draft.ts';

const typed = {
  ...{ model: 'gpt-5-mini', provider: 'openai', version: '1.0', status: 'proposed', owner: 'a@acme.com' },
  ...{ risk: 'low', description: '', useCases: 'support, sales', regions: '', training: 'no' },
  ...{ retentionDays: '30', link: '', input: '0.25', output: '2', retires: '2027-03-01', successor: '' },
};

describe('a model that is typed', () => {
  it('becomes a file that says no more than was said', () => {
    expect(modelText(typed, null)).toBe(
      `model: gpt-5-mini\nprovider: openai\nversion: "1.0"\nstatus: proposed\nowner: a@acme.com\nrisk: low\nuseCases: [support, sales]\nterms:\n  training: false\n  retentionDays: 30\nprice:\n  input: 0.25\n  output: 2\nretires: 2027-03-01\n`,
    );
  });

  it('keeps the comments of the file that it changes, and takes away what is emptied', () => {
    const base = `# agreed with counsel\n${modelText(typed, null)}`;
    const text = modelText({ ...typed, status: 'approved', useCases: '', input: '', output: '' }, base);
    expect(text).toContain('# agreed with counsel');
    expect(text).toContain('status: approved');
    expect(text).not.toMatch(/useCases|price/);
  });

  it('is read back as it was typed', () => {
    const model: ModelDefinition = {
      ...{ model: 'm', provider: 'p', version: null, owner: 'o', description: null },
      ...{ regions: ['eu'], useCases: null, retires: null, successor: null },
      status: 'approved',
      risk: 'low',
      terms: { training: true, retentionDays: 0, link: null },
      price: { inputMicroUsdPerMillion: 250_000, outputMicroUsdPerMillion: 2_000_000 },
    };
    expect(modelDraft(model)).toMatchObject({
      ...{ training: 'yes', retentionDays: '0', input: '0.25', output: '2', regions: 'eu' },
    });
  });
});

it('a use case that is typed becomes a file', () => {
  const draft = { name: 'support', title: 'Answering', owner: 'o', purpose: 'Drafts.', risk: 'high' };
  expect(textOfUseCase({ ...draft, legalBasis: 'Contract', dataClasses: 'email' }, null)).toBe(
    'name: support\ntitle: Answering\nowner: o\npurpose: Drafts.\nrisk: high\nlegalBasis: Contract\ndataClasses: [email]\n',
  );
});

it('says what is missing, and half a price', () => {
  expect(missingOf({ model: ' ' }, { model: 'its name' })).toBe('Say its name first.');
  expect(missingOf({ model: 'm', input: '1', output: '' }, { model: 'its name' })).toContain('both');
  expect(missingOf({ model: 'm' }, { model: 'its name' })).toBeNull();
});

it('makes a name of a file', () => {
  expect(fileNamed('meta-llama/Llama 3.1 (8B)')).toBe('meta-llama-llama-3-1-8b');
});
