import { kindOf, parsePrompt } from '../../libraries/index.ts';
import { builtIn, type Check, type CheckedFile, counted, type Finding } from './check.ts';
import { type DataClass, personalData } from './personal-data.ts';

/** What people call a class when they declare it, without spaces, hyphens and capitals. The wide words cover several. */
const declaredAs: Readonly<Record<DataClass, readonly string[]>> = {
  email: ['email', 'emails', 'emailaddress', 'contact', 'personal', 'personaldata', 'pii'],
  phone: ['phone', 'phonenumber', 'telephone', 'contact', 'personal', 'personaldata', 'pii'],
  iban: ['iban', 'bankaccount', 'payment', 'financial', 'personal', 'personaldata', 'pii'],
  card: ['card', 'paymentcard', 'creditcard', 'payment', 'financial', 'pci'],
  national_id: ['nationalid', 'nationalids', 'identity', 'personal', 'personaldata', 'pii'],
};

const named: Readonly<Record<DataClass, string>> = {
  email: 'an e-mail address',
  phone: 'a phone number',
  iban: 'an IBAN',
  card: 'the number of a payment card',
  national_id: 'the number of an identity',
};

/**
 * Personal data in the text or in its sample variables that the asset does not declare. Declared data passes: then requirements and policy
 * know of it. Pure.
 */
export function undeclaredData(files: readonly CheckedFile[]): Check {
  const findings: Finding[] = [];
  const missing = new Map<string, Set<DataClass>>();
  for (const { path, text } of files) {
    const declared = new Set(declaredIn(path, text).map((word) => word.toLowerCase().replace(/[\s_-]/g, '')));
    const skip = ownerLines(path, text);
    for (const { line, dataClass } of personalData(text)) {
      if (skip.has(line) || declaredAs[dataClass].some((word) => declared.has(word))) continue;
      missing.set(path, (missing.get(path) ?? new Set()).add(dataClass));
      const message = `Holds ${named[dataClass]} that is not declared: add "${dataClass}" to ${placeFor(path)}, or remove it.`;
      findings.push({ path, line, message });
    }
  }
  if (findings.length === 0)
    return builtIn('data_classes', 'passed', 'No personal data was found that is not declared.');
  const [first] = [...missing];
  const what = first === undefined ? '' : ` ${first[0]} would have to declare ${[...first[1]].join(', ')}`;
  return builtIn(
    'data_classes',
    'failed',
    `${counted(findings.length, 'place')} with personal data that is not declared:${what}. Declare it in ${first === undefined ? 'the file' : placeFor(first[0])}, or put placeholders there (name@example.com).`,
    findings.toSorted((left, right) =>
      left.path === right.path ? (left.line ?? 0) - (right.line ?? 0) : left.path < right.path ? -1 : 1,
    ),
  );
}

function placeFor(path: string): string {
  return kindOf(path) === 'prompt'
    ? 'countersign.dataClasses in the front matter'
    : 'a comment "dataClasses: …"';
}

/** A prompt says it in its front matter; a file of another kind in a comment line such as `# dataClasses: email, phone`. */
function declaredIn(path: string, text: string): readonly string[] {
  if (kindOf(path) === 'prompt') {
    const result = parsePrompt(text);
    return result.ok ? (result.prompt.governance?.dataClasses ?? []) : [];
  }
  return [
    ...text.matchAll(/^[ \t]{0,20}(?:#|\/\/|<!--)[ \t]{0,4}dataClasses:[ \t]{0,4}([^\n]{1,200})/gm),
  ].flatMap(([, list = '']) =>
    list
      .replace(/-->|[[\]]/g, '')
      .split(',')
      .map((word) => word.trim()),
  );
}

/** Who answers for a prompt, a model or a use case is no data that a model meets. */
function ownerLines(path: string, text: string): ReadonlySet<number> {
  const kind = kindOf(path);
  if (kind === 'model' || kind === 'use-case' || kind === 'value-model')
    return new Set(text.split('\n').flatMap((line, at) => (line.startsWith('owner:') ? [at + 1] : [])));
  if (kind !== 'prompt') return new Set();
  const result = parsePrompt(text);
  if (!result.ok || result.prompt.governance?.owner === undefined) return new Set();
  return new Set([result.prompt.at(['countersign', 'owner']).line]);
}
