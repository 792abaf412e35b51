/** A secret that we know by its form, beside those of the scanner's own rules. `value` is the group that must look random. */
interface SecretPattern {
  readonly kind: string;
  readonly pattern: RegExp;
}

/** Forms that are secrets whatever stands around them. All are linear: bounded repetition, no nesting. */
export const secretForms: readonly SecretPattern[] = [
  { kind: 'Countersign key', pattern: /\bcs_live_[0-9a-z]{12}_[A-Za-z0-9_-]{43}/g },
  { kind: 'AWS access key id', pattern: /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/g },
  { kind: 'Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g },
  { kind: 'Stripe key', pattern: /\b[rs]k_live_[0-9A-Za-z]{20,100}\b/g },
  { kind: 'OpenAI key', pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,200}/g },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{34}\b/g },
  { kind: 'GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})\b/g },
  { kind: 'GitLab token', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { kind: 'Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,120}/g },
  { kind: 'SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  {
    kind: 'JSON Web Token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,1000}/g,
  },
  {
    kind: 'private key',
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----\s{1,4}(?:[A-Za-z-]{1,40}: [^\n]{1,200}\n){0,5}\s{0,4}[A-Za-z0-9+/=]{16,}/g,
  },
  {
    kind: 'password in an address',
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/{}<>[\]$"']{1,100}:(?<value>[^\s:@/{}<>[\]$"']{6,200})@[A-Za-z0-9]/g,
  },
  { kind: 'bearer token', pattern: /\bBearer[ ]{1,3}(?<value>[A-Za-z0-9._~+/-]{24,2000}=*)/g },
  {
    kind: 'assigned secret',
    pattern:
      /(?<![A-Za-z0-9])(?:[A-Za-z0-9]{1,20}[_.-]){0,3}(?:api[_-]?key|secret(?:[_-]?key)?|access[_-]?key|auth[_-]?token|token|passwd|password|pwd|passphrase)["'`]{0,1}[ \t]{0,4}(?::=|=>|[:=]|is)[ \t]{0,4}["'`]{0,1}(?<value>[^\s"'`,;(){}<>[\]]{8,200})/gi,
  },
];

/** Words that stand for a secret where none is. */
const placeholder =
  /example|placeholder|change.?me|your|xxx|\*\*\*|\.\.\.|…|dummy|sample|redacted|hidden|insert|replace|todo|none|null|undefined|string|number|<|\$|%|test.?key|secret.?here|process\.env|env\./i;

/** Whether a value looks like something a machine or a careful person made, and not like a word or a placeholder. Pure. */
export function looksSecret(value: string): boolean {
  if (placeholder.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  if (!/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return entropyOf(value) >= (kinds >= 3 ? 2.8 : 3.2);
}

/** Shannon's, in bits a character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...value].length;
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return bits;
}
