import { describe, expect, it } from 'vitest';
import { told } from './kinds.fixture.ts';
import { modelOf, readModel } from './model.ts';
import { readUseCase, useCaseOf } from './use-case.ts';

const model = `model: gpt-5-mini
provider: openai
status: approved
owner: platform@example.com
risk: medium
`;
const useCase = `name: customer-support
title: Answering customers
owner: service@example.com
purpose: Drafts answers that a person reads.
risk: high
legalBasis: Contract
`;

describe('a model of the register', () => {
  it('is read with what is not said as null', () => {
    expect(readModel(model)).toEqual({
      faults: [],
      outline: {
        kind: 'model',
        ...{ model: 'gpt-5-mini', provider: 'openai', version: null, status: 'approved' },
        ...{ owner: 'platform@example.com', description: null, risk: 'medium', regions: null },
        ...{ useCases: null, terms: null, price: null, retires: null, successor: null },
      },
    });
  });

  it('says its price in whole micro-USD, its terms and where it may run', () => {
    const more = `${model}price: { input: 0.15, output: 2.5 }\nterms: { training: false, retentionDays: 30 }\nregions: [eu]\nuseCases: [customer-support]\nretires: "2027-03-01"\n`;
    expect(modelOf(more)).toMatchObject({
      faults: [],
      model: {
        price: { inputMicroUsdPerMillion: 150_000, outputMicroUsdPerMillion: 2_500_000 },
        terms: { training: false, retentionDays: 30, link: null },
        ...{ regions: ['eu'], useCases: ['customer-support'], retires: '2027-03-01' },
      },
    });
  });

  it.each([
    ['an unknown status', model.replace('approved', 'aproved'), '3:9 "status" must be "proposed" or'],
    ['no owner', model.replace('owner: platform@example.com\n', ''), 'has no "owner"'],
    ['an unknown field', `${model}prices: 1\n`, '6:1 This file has no field "prices". Did you mean "price"'],
    ['a price below nothing', `${model}price: { input: -1, output: 1 }\n`, '"price.input" must be'],
    ['half a price', `${model}price: { input: 1 }\n`, 'has no "output"'],
    ['a day that no calendar has', `${model}retires: "2027-02-30"\n`, '6:10 "retires" must be a day'],
    ['itself as successor', `${model}successor: gpt-5-mini\n`, '"successor" must be another model'],
    ['a list', '- model\n', 'must be a list of "key: value" lines'],
    ['an anchor', 'model: &a x\n', ''],
    ['nothing', '', ''],
  ])('with %s is refused', (_name, text, said) => {
    const faults = told(modelOf(text).faults);
    expect(faults).not.toEqual([]);
    expect(faults.join('\n')).toContain(said);
  });
});

describe('a use case of the register', () => {
  it('is read', () => {
    expect(readUseCase(useCase)).toEqual({
      faults: [],
      outline: {
        kind: 'use-case',
        ...{ name: 'customer-support', title: 'Answering customers', owner: 'service@example.com' },
        ...{ purpose: 'Drafts answers that a person reads.', risk: 'high', legalBasis: 'Contract' },
        dataClasses: [],
      },
    });
  });

  it.each([
    ['a name that prompts cannot say', useCase.replace('customer-support', 'Customer Support'), '1:7 "name"'],
    ['no legal basis', useCase.replace('legalBasis: Contract\n', ''), 'has no "legalBasis"'],
    ['another risk', useCase.replace('high', 'huge'), '"risk" must be "low" or "medium" or "high"'],
  ])('with %s is refused', (_name, text, said) => {
    expect(told(useCaseOf(text).faults).join('\n')).toContain(said);
  });
});
