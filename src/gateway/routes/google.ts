import type { IncomingMessage } from 'node:http';
import type { NodeRoute } from '../../platform/http/index.ts';
import { notFound } from '../../platform/problem.ts';
import { type ClientRequest, readClientRequest } from '../client-request.ts';
import type { ClientDialect } from '../dialect.ts';
import { isJsonObject } from '../json.ts';
import { invalid, jsonOf } from '../openai.ts';
import type { GatewayParts } from '../parts.ts';
import { answerCall } from './answer.ts';
import { googleModelList } from './models.ts';
import { asGoogle, callerOf, sendJson, sendRefusal } from './reply.ts';

const prefix = '/google/';
/** Clients of each version speak the same of what is served here. */
const versions = ['v1', 'v1beta'] as const;

const methods = new Map<string, Pick<Named, 'dialect' | 'stream'>>([
  ['generateContent', { dialect: 'generate', stream: false }],
  ['streamGenerateContent', { dialect: 'generate', stream: true }],
  ['countTokens', { dialect: 'generate_count', stream: false }],
]);

/** The addresses that Google's own client calls. There the model and what is wanted of it stand in the address. */
export function googleRoutes(parts: GatewayParts): NodeRoute[] {
  const guarded =
    (handle: NodeRoute['handle']): NodeRoute['handle'] =>
    async (request, response, requestId) => {
      try {
        await handle(request, response, requestId);
      } catch (error) {
        sendRefusal(parts, response, error, requestId, asGoogle);
      }
    };
  const unknown = guarded(async () => {
    throw notFound();
  });
  const always = { path: prefix, access: 'anybody: always 404', handle: unknown };
  const access = 'a key';
  const served = versions.flatMap((version): NodeRoute[] => [
    {
      id: `execution.create (Google ${version}/models/…)`,
      method: 'POST',
      path: `${prefix}${version}/models/`,
      access,
      handle: guarded(async (request, response) => {
        const named = methodOf(request);
        await answerCall(parts, request, response, (text) => requestOf(named, text));
      }),
    },
    {
      id: `model.list (Google ${version})`,
      method: 'GET',
      path: `${prefix}${version}/models`,
      access,
      handle: guarded(async (request, response) => {
        sendJson(response, 200, await googleModelList(parts, await callerOf(parts, request)));
      }),
    },
  ]);
  return [
    ...served,
    { id: 'Google.unknown', method: 'GET', ...always },
    { id: 'Google.unknown_post', method: 'POST', ...always },
  ];
}

interface Named {
  readonly model: string;
  readonly dialect: ClientDialect;
  readonly stream: boolean;
}

/** `models/MODEL:METHOD`; a prompt is a model whose name has colons and slashes of its own. @throws Problem 404 for what we do not serve */
function methodOf({ url = '' }: IncomingMessage): Named {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const rest = pathname.slice(pathname.indexOf('/models/') + '/models/'.length);
  const colon = rest.lastIndexOf(':');
  const method = colon < 0 ? undefined : methods.get(rest.slice(colon + 1));
  if (method === undefined) throw notFound();
  if (method.stream && searchParams.get('alt') !== 'sse')
    throw invalid('A stream is sent as server-sent events. Ask for them with ?alt=sse.', 'alt');
  return { model: decoded(rest.slice(0, colon)), ...method };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notFound();
  }
}

function requestOf({ model, dialect, stream }: Named, text: string): ClientRequest {
  const members = jsonOf(text);
  if (!isJsonObject(members)) throw invalid('The body must be a JSON object.', null);
  return readClientRequest(dialect, JSON.stringify({ ...members, model, stream }));
}
