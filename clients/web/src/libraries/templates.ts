/** Starting points for a new prompt. */
export type Template = { id: string; label: string; about: string; text: (name: string) => string };

const head = (name: string, purpose: string, model: string, inputs: string): string => `---
model: ${model}
description: ${purpose}
config:
  temperature: 0.2
input:
  schema:
${inputs}
countersign:
  purpose: ${purpose}
  useCase: ${name.split('/').at(-1) ?? name}
  riskTier: low
---
`;

const model = 'simulated-fast';

export const templates: readonly Template[] = [
  {
    id: 'summarize',
    label: 'Summarize a text',
    about: 'One input, a short summary for a named audience',
    text: (name) =>
      `${head(name, 'Summarize a text for a given audience', model, '    text: string, what to summarize\n    audience?: string, who reads it')}{{role "system"}}
You summarize texts faithfully. Never add what the text does not say.

{{role "user"}}
Summarize this text in at most five sentences{{#if audience}} for {{audience}}{{/if}}:

{{text}}
`,
  },
  {
    id: 'classify',
    label: 'Sort into categories',
    about: 'One input, one of several labels, and why',
    text: (name) =>
      `${head(name, 'Sort a message into one category', model, '    message: string, what to sort\n    categories(array): string')}{{role "system"}}
You sort messages. Answer with the category’s name, a colon, and one sentence that says why.

{{role "user"}}
Categories:
{{#each categories}}
- {{this}}
{{/each}}

Message:
{{message}}
`,
  },
  {
    id: 'reply',
    label: 'Draft a reply',
    about: 'A message and a tone; a draft that a person sends',
    text: (name) =>
      `${head(name, 'Draft a reply that a person checks and sends', model, '    message: string, the message to answer\n    tone?: string, such as warm or formal')}{{role "system"}}
You draft replies for our staff. Promise nothing that is not in our terms. Leave open questions open, in [brackets].

{{role "user"}}
Draft a {{#if tone}}{{tone}}{{else}}friendly{{/if}} reply to this message:

{{message}}
`,
  },
  {
    id: 'empty',
    label: 'Empty prompt',
    about: 'Front matter and one line',
    text: (
      name,
    ) => `${head(name, 'Say what this prompt is for', model, '    question: string, what is asked')}{{question}}
`,
  },
];

/** Names that a prompt may have: path segments of small letters, digits and dashes. */
export const promptNamePattern = /^[a-z0-9][a-z0-9-]{0,62}(?:\/[a-z0-9][a-z0-9-]{0,62})*$/;
