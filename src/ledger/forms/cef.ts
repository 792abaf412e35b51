import { canonicalJson } from '../../platform/canonical-json.ts';
import { version } from '../../platform/version.ts';
import { executionFacts } from './execution-facts.ts';
import { type FormedEntry, failureOf, product, severityOf } from './form.ts';

const severities = { info: 2, low: 4, medium: 6, high: 8 } as const;
/** What the dictionary of CEF allows in `cs1` … `cs6`. */
const longest = 4_000;

/**
 * An entry as one line of CEF:0 (ArcSight Common Event Format, revision 26), without a line end. Names in entries are chosen by people, so
 * nothing in a value ends a field, begins another or ends the line. Pure.
 */
export function cefLine(formed: FormedEntry): string {
  const { entry, index, leafHash } = formed;
  const { id, at, action, actor, subject, organization, data } = entry;
  const facts = executionFacts(formed);
  const failure = failureOf(entry);
  const header = [product, product, version, action, action.replace(/[._]/g, ' ')].map(cefHeader).join('|');
  const fields: readonly (readonly [string, string | number | undefined])[] = [
    ['rt', Date.parse(at)],
    ['externalId', id],
    ['act', action],
    ['outcome', failure === undefined ? 'success' : 'failure'],
    ['reason', failure],
    ['suid', actor.id],
    ['cat', subject.kind],
    ['deviceExternalId', organization],
    ['cn1Label', 'logIndex'],
    ['cn1', index],
    ['cs1Label', 'leafHash'],
    ['cs1', Buffer.from(leafHash).toString('base64')],
    ['cs2Label', 'data'],
    ['cs2', canonicalJson(data)],
    ...labeled('flexString1', 'actorKind', actor.kind),
    ...labeled('flexString2', 'subject', subject.id),
    ...labeled('cs3', 'onBehalfOf', actor.onBehalfOf),
    ...labeled('cs4', 'credential', actor.credential?.id),
    ...labeled('cs5', 'model', facts?.model),
    ...labeled('cs6', 'provider', facts?.provider),
    ...labeled('cn2', 'inputTokens', facts?.tokens?.input),
    ...labeled('cn3', 'outputTokens', facts?.tokens?.output),
  ];
  const extension = fields
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${cefValue(String(value))}`]))
    .join(' ');
  return `CEF:0|${header}|${severities[severityOf(entry)]}|${extension}`;
}

function labeled(name: string, label: string, value: string | number | undefined) {
  return value === undefined
    ? []
    : ([
        [`${name}Label`, label],
        [name, value],
      ] as const);
}

/** Escapes for the header: backslash and bar; there is no line end in a header. */
export const cefHeader = (text: string): string => inert(text).replace(/[\\|]/g, '\\$&').replace(/\n/g, ' ');

/** Escapes for the extension: backslash and equals sign, and line ends as `\n`. Cut where receivers cut, and never within a character. */
export const cefValue = (text: string): string =>
  inert(cut(text)).replace(/[\\=]/g, '\\$&').replace(/\n/g, '\\n');

/** Every way to end a line is one; other control characters become spaces (AT-34). */
const inert = (text: string): string =>
  text
    .replace(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[\p{Cc}--\n]/gv, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, ' ');

function cut(text: string): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  return `${text.slice(0, /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end)}…`;
}
