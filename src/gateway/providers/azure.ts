import type { ConnectedProvider, HttpSettings } from './connection.ts';
import { httpProvider, paths } from './http.ts';
import { openaiWire } from './openai.ts';

/** What Azure's older form of addresses is asked for when nobody says otherwise. */
export const azureApiVersion = '2024-10-21';

/**
 * Connects to Azure OpenAI, with the resource's key. A base URL that ends in `/openai/v1` is of the newer form, which names the deployment in
 * the body; any other is a resource (`https://NAME.openai.azure.com`), where the deployment and a version of the API stand in the address.
 * Models are deployments, so a model is named as its deployment is, or says under which name it is sent.
 */
export function azureProvider(
  settings: HttpSettings & { readonly apiVersion?: string | undefined },
): ConnectedProvider {
  const isNewer = /\/openai\/v1$/.test(settings.baseUrl);
  const { apiVersion } = settings;
  const root = settings.baseUrl.endsWith('/openai') ? '' : '/openai';
  const query = apiVersion === undefined ? '' : `?api-version=${encodeURIComponent(apiVersion)}`;
  return httpProvider(settings, {
    ...openaiWire,
    kind: 'azure',
    headers: (credential): Record<string, string> =>
      credential === undefined ? {} : { 'api-key': credential },
    path: ({ dialect, body }) => {
      if (isNewer) return `${paths[dialect]}${query}`;
      const version = `?api-version=${encodeURIComponent(apiVersion ?? azureApiVersion)}`;
      // Responses are asked for without a deployment in the address there, too.
      if (dialect === 'responses') return `${root}/responses${version}`;
      return `${root}/deployments/${encodeURIComponent(body.model)}${paths[dialect]}${version}`;
    },
  });
}
