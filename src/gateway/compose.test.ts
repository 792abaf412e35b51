import { describe, expect, it } from 'vitest';
import { renderPrompt } from '../libraries/index.ts';
import { composeBody } from './compose.ts';

function rendered(source: string, variables: Record<string, unknown> = {}) {
  const result = renderPrompt(source, { variables });
  if (!result.ok) throw new Error(result.faults.map((fault) => fault.message).join(' '));
  return result;
}

describe('the body of a governed call', () => {
  it('has the prompt’s messages and settings in OpenAI’s names, then the conversation', () => {
    const source = `---
model: m
config:
  temperature: 0
  maxOutputTokens: 50
  topP: 0.5
  stopSequences: [END]
  reasoning_effort: low
  stream: true
  messages: none
---
{{role "system"}}Be brief.{{role "user"}}Hello {{name}}{{role "model"}}Hi.{{role "user"}}And now?`;
    const body = composeBody(rendered(source, { name: 'Ann' }), 'm', [{ role: 'user', content: 'More' }]);
    expect(body).toEqual({
      model: 'm',
      temperature: 0,
      max_tokens: 50,
      top_p: 0.5,
      stop: ['END'],
      reasoning_effort: 'low',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello Ann' },
        { role: 'assistant', content: 'Hi.' },
        { role: 'user', content: 'And now?' },
        { role: 'user', content: 'More' },
      ],
    });
  });

  it('asks for the schema of the output, and passes pictures as parts', () => {
    const source = `---
model: m
output:
  format: json
  schema:
    verdict: string
---
Look at {{media url=picture}}`;
    const body = composeBody(rendered(source, { picture: 'https://example.com/a.png' }), 'm', []);
    expect(body).toMatchObject({
      response_format: {
        type: 'json_schema',
        json_schema: { schema: { properties: { verdict: { type: 'string' } } } },
      },
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Look at ' },
            { type: 'image_url', image_url: { url: 'https://example.com/a.png' } },
          ],
        },
      ],
    });
  });

  it('defines tools, and refuses those that only have a name', () => {
    const definition = 'toolDefs:\n  - name: find\n    description: finds\n    inputSchema: { type: object }';
    const body = composeBody(rendered(`---\nmodel: m\n${definition}\n---\nx`), 'm', []);
    expect(body).toMatchObject({
      tools: [
        {
          type: 'function',
          function: { name: 'find', description: 'finds', parameters: { type: 'object' } },
        },
      ],
    });
    expect(() => composeBody(rendered('---\nmodel: m\ntools: [find]\n---\nx'), 'm', [])).toThrow(
      expect.objectContaining({ code: 'prompt.tools_unsupported' }),
    );
  });
});
