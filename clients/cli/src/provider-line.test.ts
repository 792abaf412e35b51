import { expect, it } from 'vitest';
import { providerLine, routeLine, targetOf } from './provider-line.ts';

it('a target is a model, its weight and its time', () => {
  expect(targetOf('gpt-5')).toEqual({ model: 'gpt-5', weight: 1, timeoutMs: null });
  expect(targetOf('gpt-5:0')).toEqual({ model: 'gpt-5', weight: 0, timeoutMs: null });
  expect(targetOf('gpt-5:3:2.5')).toEqual({ model: 'gpt-5', weight: 3, timeoutMs: 2_500 });
  expect(targetOf('anthropic.claude-v1:x')).toEqual({
    model: 'anthropic.claude-v1:x',
    weight: 1,
    timeoutMs: null,
  });
  expect(() => targetOf('')).toThrow('MODEL');
});

it('providers and routes are one line each, in which nothing hides', () => {
  const provider = providerLine({
    ...{ id: 'pro_1', name: 'own', kind: 'openai', baseUrl: 'http://x/v1\u001b[2J', region: null },
    ...{ credential: true, models: ['a'], builtIn: false, createdAt: null, rotatedAt: null },
    ...{ sentAs: {}, options: {}, unwell: [{ model: 'a', circuit: 'open', failures: 5 }] },
  });
  expect(provider).toContain('no region  a  (a open after 5 failures)');
  expect(provider).not.toContain('\u001b');
  const line = routeLine({
    ...{ name: 'everyday', retries: 1, setAt: '' },
    targets: [
      { model: 'a', provider: 'own', weight: 3, timeoutMs: 2_500, circuit: 'open', failures: 5 },
      { model: 'b', provider: 'own', weight: 0, timeoutMs: null, circuit: 'closed', failures: 0 },
    ],
  });
  expect(line).toBe('everyday  1 retries  a:3:2.5 (open)  b:0');
});
