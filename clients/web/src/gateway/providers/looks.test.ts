import { expect, it } from 'vitest';
import { healthOf, modelsOf } from './looks.ts';

it('models are read a line each, with the name that they have there', () => {
  expect(modelsOf(' gpt-5 \n\nclaude = anthropic.claude-v1:0\nplain =')).toEqual({
    models: ['gpt-5', 'claude', 'plain'],
    sentAs: { claude: 'anthropic.claude-v1:0' },
  });
  expect(modelsOf('')).toEqual({ models: [], sentAs: {} });
});

it('health is a word and a shape for each state', () => {
  const looks = [healthOf('closed', 0), healthOf('closed', 2), healthOf('probing', 6), healthOf('open', 5)];
  expect(new Set(looks.map(({ word }) => word)).size).toBe(4);
  expect(new Set(looks.map(({ shape }) => shape)).size).toBe(4);
});
