import { expect, it } from 'vitest';
import { outputProblem } from './output.ts';

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const reply = (content: string, finish = 'stop') => ({
  choices: [{ message: { role: 'assistant', content }, finish_reason: finish }],
});

it.each([
  ['what fits', '{"city":"Lisbon"}', 'stop'],
  ['a call of a tool', '', 'tool_calls'],
])('lets %s pass', (_name, content, finish) => {
  expect(outputProblem(schema, reply(content, finish))).toBeUndefined();
});

it.each([
  ['no JSON', 'Lisbon', 'stop', 'not JSON'],
  ['no object', '["Lisbon"]', 'stop', 'no object'],
  ['a member that is missing', '{}', 'stop', '"city"'],
  ['a member of another type', '{"city":7}', 'stop', '"city"'],
  ['what was cut off', '{"city":"Lis', 'length', 'cut off'],
  ['a member named __proto__', '{"city":"x","__proto__":{}}', 'stop', 'not JSON'],
])('refuses %s, and does not repeat it', (_name, content, finish, why) => {
  const problem = outputProblem(schema, reply(content, finish));
  expect(problem).toMatchObject({ code: 'execution.output_invalid', detail: expect.stringContaining(why) });
  expect(problem?.detail).not.toContain('Lis');
});

it('asks nothing of a prompt that promises nothing', () => {
  expect(outputProblem(null, reply('Lisbon'))).toBeUndefined();
});
