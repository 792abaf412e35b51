import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClientRequest } from './client-request.ts';
import { openaiError, readReply, variablesOf } from './openai.ts';
import { isPromptCall, promptCallOf } from './prompt-call.ts';

const request = (members: object) =>
  readClientRequest('chat', JSON.stringify({ model: 'm', messages: [], ...members }));

describe('reading a chat completion', () => {
  it('keeps members that it does not know', () => {
    expect(request({ logit_bias: { 5: 1 }, brand_new: [true] }).members).toMatchObject({ brand_new: [true] });
  });

  it.each([
    ['not JSON', '{', 'request.not_json'],
    ['a list', '[]', 'request.invalid'],
    ['no model', '{"messages":[]}', 'request.invalid'],
    ['no messages', '{"model":"m"}', 'request.invalid'],
    ['a message without a role', '{"model":"m","messages":[{"content":"x"}]}', 'request.invalid'],
    ['stream as text', '{"model":"m","messages":[],"stream":"yes"}', 'request.invalid'],
    [
      'nesting without end',
      `{"model":"m","messages":[],"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      'request.not_json',
    ],
    ['a way to a prototype', '{"model":"m","messages":[],"__proto__":{"a":1}}', 'request.not_json'],
  ])('refuses %s with 400', (_name, text, code) => {
    expect(() => readClientRequest('chat', text)).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  it('never fails otherwise than with a problem', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          readClientRequest('chat', text);
        } catch (error) {
          expect(error).toMatchObject({ status: 400 });
        }
      }),
    );
  });
});

describe('a governed call', () => {
  it('takes variables from the top level, or from metadata as text', () => {
    expect(variablesOf({ variables: { a: 1 } })).toEqual({ a: 1 });
    expect(variablesOf({ metadata: { variables: '{"a":[2]}' } })).toEqual({ a: [2] });
    expect(variablesOf({})).toEqual({});
    expect(() => variablesOf({ metadata: { variables: 'a=1' } })).toThrow('JSON');
    expect(() => variablesOf({ variables: [1] })).toThrow('object');
  });

  it('is named by prompt:', () => {
    const asked = request({
      model: 'prompt:support/reply@7',
      variables: { a: 1 },
      messages: [{ role: 'user', content: 'x' }],
    });
    expect(isPromptCall(asked)).toBe(true);
    expect(promptCallOf(asked)).toMatchObject({
      reference: 'support/reply@7',
      variables: { a: 1 },
      conversation: [{ role: 'user' }],
    });
  });

  it('may not override what was approved', () => {
    expect(() => promptCallOf(request({ model: 'prompt:a/b', temperature: 2 }))).toThrow(
      expect.objectContaining({ code: 'execution.parameter_not_allowed', status: 422 }),
    );
    expect(() => promptCallOf(request({ model: 'prompt:a/b', temperature: null }))).not.toThrow();
  });
});

describe('reading a reply', () => {
  it('finds model, tokens, finish and text', () => {
    const reply = {
      model: 'm-2026',
      choices: [{ message: { content: 'hi' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 1 },
    };
    expect(readReply(reply)).toEqual({
      modelAnswered: 'm-2026',
      usage: { inputTokens: 3, outputTokens: 1 },
      finishReason: 'stop',
      text: 'hi',
    });
  });

  it.each([
    [{}],
    [{ choices: [] }],
    [{ choices: 'x', usage: 5 }],
    [{ usage: { prompt_tokens: -1, completion_tokens: 1 } }],
  ])('does not guess what is not there: %j', (reply) => {
    expect(readReply(reply)).toEqual({ modelAnswered: null, usage: null, finishReason: null, text: '' });
  });
});

it('refuses in the shape that OpenAI clients read', () => {
  expect(openaiError({ status: 403, code: 'execution.create.forbidden', detail: 'No.' })).toEqual({
    error: { message: 'No.', type: 'permission_error', code: 'execution.create.forbidden', param: null },
  });
});
