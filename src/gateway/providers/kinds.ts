import type { ProviderKind, ProviderOptions } from '../provider.ts';
import { anthropicProvider } from './anthropic.ts';
import { azureProvider } from './azure.ts';
import { bedrockProvider } from './bedrock.ts';
import type { ConnectedProvider, HttpSettings } from './connection.ts';
import { googleProvider } from './google.ts';
import { openaiProvider } from './openai.ts';

/** Connects to a provider of a kind. The simulated one is not connected to. */
export function connectKind(
  kind: Exclude<ProviderKind, 'simulated'>,
  settings: HttpSettings,
  options: ProviderOptions,
): ConnectedProvider {
  switch (kind) {
    case 'openai':
      return openaiProvider(settings);
    case 'anthropic':
      return anthropicProvider(settings);
    case 'azure':
      return azureProvider({ ...settings, ...options });
    case 'google':
      return googleProvider(settings);
    case 'bedrock':
      return bedrockProvider({ ...settings, ...options });
  }
}
