import {
  StreamLanguage,
  type StreamParser,
  type StringStream,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { get } from '../../api/client.ts';
import { cedarCompletion } from './cedar-completion.ts';
import { dotprompt, style, tokenTable, yamlToken } from './dotprompt-language.ts';

export type LanguageName = 'dotprompt' | 'yaml' | 'skill' | 'cedar' | 'plain';

/** YAML, line by line. Only for the eye: the server parses. */
export const yamlParser: StreamParser<null> = {
  name: 'yaml',
  startState: () => null,
  token(stream) {
    if (stream.sol() && stream.match(/^---\s*$/)) return 'meta';
    if (stream.match(/^\[|^\]|^-(?=\s|$)/)) return 'punctuation';
    return yamlToken(stream);
  },
  tokenTable,
};

const cedarWords = /^(?:permit|forbid|when|unless|if|then|else|in|has|like|is)\b/;

/** Cedar policies (grammar, "Lexical structure"). */
export const cedarParser: StreamParser<null> = {
  name: 'cedar',
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^\/\/.*/)) return 'comment';
    if (stream.match(/^@\w*/)) return 'propertyName';
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return 'string';
    if (stream.match(cedarWords)) return 'keyword';
    if (stream.match(/^(?:principal|action|resource|context)\b/)) return 'variableName';
    if (stream.match(/^(?:true|false)\b/)) return 'bool';
    if (stream.match(/^\d+/)) return 'number';
    if (stream.match(/^\w+/)) return null;
    stream.next();
    return 'punctuation';
  },
  tokenTable,
};

type SkillState = { place: 'start' | 'front' | 'body'; fenced: boolean };

function markdownToken(stream: StringStream, state: SkillState): string | null {
  if (stream.sol()) {
    if (stream.match(/^\s*(?:```|~~~).*/)) {
      state.fenced = !state.fenced;
      return 'meta';
    }
    if (state.fenced) {
      stream.skipToEnd();
      return 'string';
    }
    if (stream.match(/^#{1,6}\s.*/)) return 'heading';
    if (stream.match(/^\s*(?:[-*+]|\d+\.)(?=\s)/)) return 'punctuation';
    if (stream.match(/^>.*/)) return 'comment';
  }
  if (stream.match(/^`[^`]*`/)) return 'string';
  if (stream.match(/^\*\*[^*]+\*\*|^_[^_]+_|^\*[^*]+\*/)) return 'emphasis';
  if (stream.match(/^\[[^\]]*\](?=\()/)) return 'propertyName';
  stream.match(/^[\w\s]+/) || stream.next();
  return null;
}

/** A skill: front matter in YAML, then Markdown. */
export const skillParser: StreamParser<SkillState> = {
  name: 'skill',
  startState: () => ({ place: 'start', fenced: false }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (stream.sol() && state.place !== 'body' && stream.match(/^---\s*$/)) {
      state.place = state.place === 'start' ? 'front' : 'body';
      return 'meta';
    }
    if (state.place === 'start') state.place = 'body';
    return state.place === 'front' ? yamlToken(stream) : markdownToken(stream, state);
  },
  tokenTable,
};

const colors = syntaxHighlighting(style);

const policySchema = async (): Promise<string> => (await get<{ text: string }>('/api/v1/policy/schema')).text;

/** What the editor colors a text as. */
export function languageOf(name: LanguageName): Extension {
  switch (name) {
    case 'dotprompt':
      return dotprompt();
    case 'yaml':
      return [StreamLanguage.define(yamlParser), colors];
    case 'skill':
      return [StreamLanguage.define(skillParser), colors];
    case 'cedar':
      return [StreamLanguage.define(cedarParser), colors, cedarCompletion(policySchema)];
    case 'plain':
      return [];
  }
}
