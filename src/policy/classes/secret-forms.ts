/** A secret that is known by its form. `value`, where there is such a group, must look random. */
interface SecretForm {
  /** As a name of `secret.…`. */
  readonly kind: string;
  readonly name: string;
  /** One of these stands in every text that holds one; in lower case where `folded`. Looked for first: it costs a hundredth. */
  readonly hints: readonly string[];
  readonly folded?: true;
  readonly pattern: RegExp;
}

/** Forms that are secrets whatever stands around them. All are linear: bounded repetition, no nesting. */
export const secretForms: readonly SecretForm[] = [
  {
    kind: 'countersign_key',
    name: 'Countersign key',
    hints: ['cs_live_'],
    pattern: /\bcs_live_[0-9a-z]{12}_[A-Za-z0-9_-]{43}/g,
  },
  {
    kind: 'aws_access_key_id',
    name: 'AWS access key id',
    hints: ['AKIA', 'ASIA'],
    pattern: /\b(?:AKIA|ASIA)(?![A-Z0-9]{9}EXAMPLE\b)[A-Z0-9]{16}\b/g,
  },
  {
    kind: 'google_api_key',
    name: 'Google API key',
    hints: ['AIza'],
    pattern: /\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])/g,
  },
  {
    kind: 'google_oauth_secret',
    name: 'Google OAuth client secret',
    hints: ['GOCSPX-'],
    pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}(?![A-Za-z0-9_-])/g,
  },
  {
    kind: 'stripe_key',
    name: 'Stripe key',
    hints: ['k_live_'],
    pattern: /\b[rs]k_live_[0-9A-Za-z]{20,100}\b/g,
  },
  {
    kind: 'stripe_webhook_secret',
    name: 'Stripe webhook secret',
    hints: ['whsec_'],
    pattern: /\bwhsec_[A-Za-z0-9+/]{32,64}/g,
  },
  {
    kind: 'anthropic_key',
    name: 'Anthropic key',
    hints: ['sk-ant-'],
    pattern: /\bsk-ant-[a-z0-9]{3,10}-[A-Za-z0-9_-]{40,200}/g,
  },
  {
    kind: 'openai_key',
    name: 'OpenAI key',
    hints: ['sk-'],
    pattern: /\bsk-(?!ant-)(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{32,200}/g,
  },
  {
    kind: 'hugging_face_token',
    name: 'Hugging Face token',
    hints: ['hf_'],
    pattern: /\bhf_[A-Za-z0-9]{34}\b/g,
  },
  {
    kind: 'github_token',
    name: 'GitHub token',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{82})\b/g,
  },
  {
    kind: 'gitlab_token',
    name: 'GitLab token',
    hints: ['glpat-'],
    pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g,
  },
  {
    kind: 'slack_token',
    name: 'Slack token',
    hints: ['xox'],
    pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,120}/g,
  },
  {
    kind: 'slack_webhook',
    name: 'Slack webhook',
    hints: ['hooks.slack.com'],
    pattern:
      /hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9_]{8,20}\/[A-Za-z0-9_]{8,20}\/[A-Za-z0-9_]{16,64}/g,
  },
  {
    kind: 'discord_webhook',
    name: 'Discord webhook',
    hints: ['/api/webhooks/'],
    pattern: /discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[A-Za-z0-9_-]{60,80}/g,
  },
  {
    kind: 'telegram_bot_token',
    name: 'Telegram bot token',
    hints: [':AA'],
    pattern: /(?<![\w:])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![A-Za-z0-9_-])/g,
  },
  {
    kind: 'sendgrid_key',
    name: 'SendGrid key',
    hints: ['SG.'],
    pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g,
  },
  {
    kind: 'mailgun_key',
    name: 'Mailgun key',
    hints: ['key-'],
    pattern: /\bkey-[0-9a-f]{32}\b/g,
  },
  {
    kind: 'mailchimp_key',
    name: 'Mailchimp key',
    hints: ['-us'],
    pattern: /\b[0-9a-f]{32}-us\d{1,2}\b/g,
  },
  {
    kind: 'twilio_key',
    name: 'Twilio key',
    hints: ['SK', 'AC'],
    pattern: /\b(?:SK|AC)[0-9a-f]{32}\b/g,
  },
  {
    kind: 'npm_token',
    name: 'npm token',
    hints: ['npm_'],
    pattern: /\bnpm_[A-Za-z0-9]{36}\b/g,
  },
  {
    kind: 'pypi_token',
    name: 'PyPI token',
    hints: ['pypi-'],
    pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,200}/g,
  },
  {
    kind: 'docker_token',
    name: 'Docker token',
    hints: ['dckr_pat_'],
    pattern: /\bdckr_pat_[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])/g,
  },
  {
    kind: 'shopify_token',
    name: 'Shopify token',
    hints: ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g,
  },
  {
    kind: 'square_token',
    name: 'Square token',
    hints: ['sq0atp-', 'sq0csp-'],
    pattern: /\bsq0(?:atp-[A-Za-z0-9_-]{22}|csp-[A-Za-z0-9_-]{43})/g,
  },
  {
    kind: 'digitalocean_token',
    name: 'DigitalOcean token',
    hints: ['dop_v1_', 'doo_v1_'],
    pattern: /\bdo[op]_v1_[0-9a-f]{64}\b/g,
  },
  {
    kind: 'hashicorp_vault_token',
    name: 'HashiCorp Vault token',
    hints: ['hvs.', 'hvb.'],
    pattern: /\bhv[sb]\.[A-Za-z0-9_-]{24,200}/g,
  },
  {
    kind: 'databricks_token',
    name: 'Databricks token',
    hints: ['dapi'],
    pattern: /\bdapi[0-9a-f]{32}\b/g,
  },
  {
    kind: 'linear_key',
    name: 'Linear key',
    hints: ['lin_api_'],
    pattern: /\blin_api_[A-Za-z0-9]{40}\b/g,
  },
  {
    kind: 'notion_token',
    name: 'Notion token',
    hints: ['ntn_', 'secret_'],
    pattern: /\b(?:ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43})\b/g,
  },
  {
    kind: 'grafana_token',
    name: 'Grafana token',
    hints: ['glsa_', 'glc_'],
    pattern: /\b(?:glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,200}={0,2})/g,
  },
  {
    kind: 'new_relic_key',
    name: 'New Relic key',
    hints: ['NRAK-'],
    pattern: /\bNRAK-[A-Z0-9]{27}\b/g,
  },
  {
    kind: 'age_key',
    name: 'age secret key',
    hints: ['AGE-SECRET-KEY-1'],
    pattern: /\bAGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}\b/g,
  },
  {
    kind: 'azure_storage_key',
    name: 'Azure storage key',
    hints: ['AccountKey='],
    pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g,
  },
  {
    kind: 'json_web_token',
    name: 'JSON Web Token',
    hints: ['eyJ'],
    pattern: /\beyJ[A-Za-z0-9_-]{10,1000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,1000}/g,
  },
  {
    kind: 'private_key',
    name: 'private key',
    hints: ['PRIVATE KEY'],
    pattern:
      /-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----\s{1,4}(?:[A-Za-z-]{1,40}: [^\n]{1,200}\n){0,5}\s{0,4}[A-Za-z0-9+/=]{16,}(?:\s{1,4}[A-Za-z0-9+/=]{4,}){0,200}(?:\s{1,4}-----END [A-Z0-9 ]{1,60}-----)?/g,
  },
  {
    kind: 'password_in_address',
    name: 'password in an address',
    hints: ['://'],
    pattern:
      /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/{}<>[\]$"']{1,100}:(?<value>[^\s:@/{}<>[\]$"']{6,200})@[A-Za-z0-9]/g,
  },
  {
    kind: 'bearer_token',
    name: 'bearer token',
    hints: ['Bearer '],
    pattern: /\bBearer[ ]{1,3}(?<value>[A-Za-z0-9._~+/-]{24,2000}=*)/g,
  },
  {
    kind: 'assigned',
    name: 'assigned secret',
    hints: ['key', 'secret', 'token', 'passwd', 'password', 'pwd', 'passphrase'],
    folded: true,
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
