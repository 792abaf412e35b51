import type { CircuitState, ProviderKind } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

export const adminsOnly = 'Administrators look after providers. Ask one of them.';

/** What each kind is, and what its fields want. */
export const kinds: Readonly<
  Record<
    ProviderKind,
    { readonly label: string; readonly address: string; readonly credential: string; readonly model: string }
  >
> = {
  openai: {
    label: 'OpenAI, or compatible',
    address: 'https://api.openai.com/v1',
    credential: 'An API key. Leave it empty for servers that want none.',
    model: 'gpt-5',
  },
  anthropic: {
    label: 'Anthropic',
    address: 'https://api.anthropic.com/v1',
    credential: 'An API key',
    model: 'claude-sonnet-4-5',
  },
  azure: {
    label: 'Azure OpenAI',
    address: 'https://NAME.openai.azure.com',
    credential: 'A key of the resource',
    model: 'gpt-5 = my-deployment',
  },
  google: {
    label: 'Google Gemini',
    address: 'https://generativelanguage.googleapis.com/v1beta',
    credential: 'An API key',
    model: 'gemini-2.5-pro',
  },
  bedrock: {
    label: 'Amazon Bedrock',
    address: 'https://bedrock-runtime.eu-west-1.amazonaws.com',
    credential: 'ACCESS_KEY:SECRET, or a Bedrock API key',
    model: 'claude-bedrock = anthropic.claude-sonnet-4-5-20250929-v1:0',
  },
  simulated: {
    label: 'Simulated',
    address: '',
    credential: '',
    model: 'my-simulated-model',
  },
};

/** How a model does, as far as the node that answered knows. */
export function healthOf(
  circuit: CircuitState,
  failures: number,
): { readonly word: string; readonly shape: Shape; readonly tone: Tone } {
  if (circuit === 'open') return { word: 'left alone', shape: 'cross', tone: 'bad' };
  if (circuit === 'probing') return { word: 'being tried', shape: 'half', tone: 'warn' };
  if (failures > 0) return { word: `failed ${failures}×`, shape: 'triangle', tone: 'warn' };
  return { word: 'well', shape: 'check', tone: 'good' };
}

/** One model a line: a name, or `NAME = NAME THERE`. */
export function modelsOf(typed: string): { models: string[]; sentAs: Record<string, string> } {
  const lines = typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => line.split('=').map((part) => part.trim()));
  const renamed = lines.flatMap(([name = '', there]): [string, string][] =>
    there === undefined || there === '' ? [] : [[name, there]],
  );
  return { models: lines.map(([name = '']) => name), sentAs: Object.fromEntries(renamed) };
}
