import { type Document, isMap, isSeq, parseDocument } from 'yaml';

/** What must hold of an answer, in the words of promptfoo's tests. */
export type Assertion = { type: string; value?: string | number | { max: number }; threshold?: number };

/** One case of an evaluation: an input, and what must hold. Without assertions it is an example: run, and looked at. */
export type Case = {
  description: string;
  vars: Readonly<Record<string, unknown>>;
  assert: readonly Assertion[];
};

/** The file that holds a prompt's cases: beside it. */
export const evaluationPath = (promptPath: string): string => promptPath.replace(/\.prompt$/, '.eval.yaml');

/** A file without a case yet. */
const newFile = (prompt: string): string =>
  `description: Cases of ${prompt}\nprompts: [${prompt}]\ntests: []\n`;

/** Of a case that has the same input: its description, or its place in words; null when there is none. */
export function sameInput(text: string | null, vars: Case['vars']): string | null {
  if (text === null) return null;
  const at = placeOf(parseDocument(text), vars);
  if (at === -1) return null;
  const described = testsOf(parseDocument(text))?.getIn([at, 'description']);
  return typeof described === 'string' ? described : `number ${at + 1}`;
}

/**
 * The evaluation's text with a case added at its end, or put in the place of the one with the same input. Everything else stays, comments
 * included. @throws Error with a sentence, for a file whose tests stand elsewhere
 */
export function withCase(text: string | null, prompt: string, added: Case, replace: boolean): string {
  const document: Document = parseDocument(text ?? newFile(prompt));
  if (document.errors.length > 0)
    throw new Error('The evaluation has an error in its YAML. Repair it in the editor first.');
  if (isMap(document.contents) && document.get('tests') == null)
    document.set('tests', document.createNode([]));
  const tests = testsOf(document);
  if (tests === undefined)
    throw new Error(
      'The evaluation keeps its tests in another file, where nothing can be added from here. Add the case there.',
    );
  const node = document.createNode(plainCase(added), { flow: false });
  const at = replace ? placeOf(document, added.vars) : -1;
  if (tests.items.length === 0) tests.flow = false;
  if (at === -1) tests.items.push(node);
  else tests.items[at] = node;
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function plainCase({ description, vars, assert }: Case) {
  return {
    ...(description === '' ? {} : { description }),
    vars,
    ...(assert.length === 0 ? {} : { assert }),
  };
}

function testsOf(document: Document) {
  const found = isMap(document.contents) ? document.get('tests', true) : document.contents;
  return isSeq(found) ? found : undefined;
}

function placeOf(document: Document, vars: Case['vars']): number {
  const tests: unknown = testsOf(document)?.toJS(document, { maxAliasCount: 100 });
  if (!Array.isArray(tests)) return -1;
  const wanted = stable(vars);
  return tests.findIndex(
    (test: unknown) => isRecord(test) && isRecord(test.vars) && stable(test.vars) === wanted,
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same text for the same value, however its members are ordered. */
function stable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
