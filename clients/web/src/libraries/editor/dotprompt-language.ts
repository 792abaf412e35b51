import {
  HighlightStyle,
  StreamLanguage,
  type StreamParser,
  type StringStream,
  syntaxHighlighting,
} from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

type State = {
  place: 'start' | 'front' | 'template';
  mustache: 'none' | 'expression' | 'comment';
  first: boolean;
};

const helpers = /^(?:role|history|media|section|json|if|unless|each|with|ifEquals|unlessEquals|else)\b/;

/** One token of the YAML front matter. */
function frontToken(stream: StringStream, state: State): string | null {
  if (stream.sol() && stream.match(/^---\s*$/)) {
    state.place = 'template';
    return 'meta';
  }
  return yamlToken(stream);
}

/** One token of YAML. */
export function yamlToken(stream: StringStream): string | null {
  if (stream.eatSpace()) return null;
  if (stream.match(/^#.*/)) return 'comment';
  if (stream.match(/^(?:[\w.-]+\??(?:\([^)]*\))?|"[^"]*")(?=\s*:(?:\s|$))/)) return 'propertyName';
  if (stream.match(/^"(?:[^"\\]|\\.)*"?|^'[^']*'?/)) return 'string';
  if (stream.match(/^-?\d+(?:\.\d+)?(?=[\s,\]}]|$)/)) return 'number';
  if (stream.match(/^(?:true|false|null)(?=[\s,\]}]|$)/)) return 'bool';
  if (stream.match(/^(?:[:,[\]{}|>]|-(?=\s))/)) return 'punctuation';
  stream.match(/^[^\s,[\]{}]+/) || stream.next();
  return null;
}

/** One token between `{{` and `}}`. */
function expressionToken(stream: StringStream, state: State): string | null {
  if (stream.match(/^~?\}\}\}?/)) {
    state.mustache = 'none';
    return 'brace';
  }
  if (stream.eatSpace()) return null;
  const first = state.first;
  state.first = false;
  if (first && stream.match(/^[#/^]\s*[\w-]+/)) return 'keyword';
  if (first && stream.match(/^>\s*[\w/.-]+/)) return 'keyword';
  if (stream.match(/^"[^"]*"?|^'[^']*'?/)) return 'string';
  if (stream.match(/^-?\d+(?:\.\d+)?\b/)) return 'number';
  if (stream.match(/^(?:true|false|null|undefined)\b/)) return 'bool';
  if (first && stream.match(helpers)) return 'keyword';
  if (stream.match(/^@[\w.]+/)) return 'special';
  if (stream.match(/^[\w-]+(?==)/)) return 'attributeName';
  if (stream.match(/^(?:as\b|[|=()])/)) return 'punctuation';
  if (stream.match(/^[\w./-]+/)) return 'variableName';
  stream.next();
  return null;
}

function templateToken(stream: StringStream, state: State): string | null {
  if (state.mustache === 'comment') {
    if (stream.match(/^.*?(?:--)?~?\}\}/)) state.mustache = 'none';
    else stream.skipToEnd();
    return 'comment';
  }
  if (state.mustache === 'expression') return expressionToken(stream, state);
  if (stream.match(/^\\\{\{/)) return null;
  if (stream.match(/^\{\{~?!/)) {
    state.mustache = 'comment';
    return 'comment';
  }
  if (stream.match(/^\{\{\{?~?/)) {
    state.mustache = 'expression';
    state.first = true;
    return 'brace';
  }
  stream.next();
  stream.match(/^[^{\\]+/);
  return null;
}

/** What the tokens of our parsers mean. */
export const tokenTable = {
  brace: tags.brace,
  special: tags.special(tags.variableName),
  propertyName: tags.propertyName,
  attributeName: tags.attributeName,
  variableName: tags.variableName,
  punctuation: tags.punctuation,
  meta: tags.meta,
  heading: tags.heading,
  emphasis: tags.emphasis,
};

/** Dotprompt: YAML front matter between `---` lines, then a Handlebars template. Only for the eye: the server parses. */
export const dotpromptParser: StreamParser<State> = {
  name: 'dotprompt',
  startState: () => ({ place: 'start', mustache: 'none', first: false }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (state.place === 'start') {
      if (stream.sol() && stream.match(/^#.*/)) return 'comment';
      if (stream.sol() && stream.match(/^---\s*$/)) {
        state.place = 'front';
        return 'meta';
      }
      if (stream.sol() && stream.match(/^\s*$/)) return null;
      state.place = 'template';
    }
    return state.place === 'front' ? frontToken(stream, state) : templateToken(stream, state);
  },
  tokenTable,
};

export const style = HighlightStyle.define([
  { tag: tags.heading, color: 'var(--ink)', fontWeight: '700' },
  { tag: tags.emphasis, color: 'var(--ink)', fontStyle: 'italic' },
  { tag: tags.meta, color: 'var(--ink-faint)' },
  { tag: tags.comment, color: 'var(--ink-faint)', fontStyle: 'italic' },
  { tag: tags.propertyName, color: 'var(--accent-text)' },
  { tag: tags.attributeName, color: 'var(--accent-text)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool], color: 'var(--warn)' },
  { tag: tags.keyword, color: 'var(--accent-text)', fontWeight: '600' },
  { tag: tags.brace, color: 'var(--accent-text)' },
  { tag: tags.variableName, color: 'var(--ink)', fontWeight: '600' },
  { tag: tags.special(tags.variableName), color: 'var(--warn)' },
]);

export const dotprompt = (): Extension => [StreamLanguage.define(dotpromptParser), syntaxHighlighting(style)];
