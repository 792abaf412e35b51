import { describe, expect, it } from 'vitest';
import { looksSecret } from '../../policy/classes/secret-forms.ts';
import { findSecrets, secretsIn } from './secrets.ts';

/** Made up here and never committed whole: scanners of this repository must not find them. */
function random(seed: number): (length: number, alphabet?: string) => string {
  let state = seed;
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  return (length, alphabet = letters) =>
    Array.from({ length }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return alphabet.charAt(Math.floor((state / 2_147_483_648) * alphabet.length));
    }).join('');
}
const make = random(20_261_127);
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const hex = '0123456789abcdef';
const dash = '-----';

const secrets: readonly (readonly [string, string])[] = [
  [
    'a Countersign key',
    `Use ${['cs', 'live', ''].join('_')}${make(12, 'abcdefghjkmnpqrstvwxyz0123456789')}_${make(43)}`,
  ],
  ['an AWS key id', `aws_id = ${'AK'}IA${make(16, upper)}`],
  ['an AWS secret', `aws_secret_access_key = ${make(40)}`],
  ['an OpenAI key', `OPENAI=${'sk'}-proj-${make(48)}`],
  ['an old OpenAI key', `key ${'sk'}-${make(48)}`],
  ['an Anthropic key', `x-api-key: ${'sk'}-ant-api03-${make(93)}AA`],
  ['a Google key', `https://maps.example.com/?key=${'AI'}za${make(35)}`],
  ['a Stripe key', `stripe: ${'sk'}_live_${make(24)}`],
  ['a GitHub token', `git clone with ${'gh'}p_${make(36)}`],
  ['a fine-grained GitHub token', `${'github'}_pat_${make(82)}`],
  ['a GitLab token', `PRIVATE-TOKEN: ${'gl'}pat-${make(20)}`],
  ['a Slack token', `${'xo'}xb-${make(12, '0123456789')}-${make(12, '0123456789')}-${make(24)}`],
  ['a Slack webhook', `https://hooks.slack.com/services/T${make(8, upper)}/B${make(8, upper)}/${make(24)}`],
  ['a SendGrid key', `${'SG'}.${make(22)}.${make(43)}`],
  ['an npm token', `//registry/:_authToken=${'npm'}_${make(36)}`],
  ['a Hugging Face token', `HF: ${'hf'}_${make(34, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')}`],
  ['a JSON Web Token', `Cookie: ${'ey'}J${make(30)}.${'ey'}J${make(60)}.${make(43)}`],
  ['a bearer token', `curl -H "Authorization: Bearer ${make(40)}" https://api.acme.io`],
  [
    'an RSA key',
    `${dash}BEGIN RSA PRIVATE KEY${dash}\n${make(64)}\n${make(64)}\n${dash}END RSA PRIVATE KEY${dash}`,
  ],
  [
    'an OpenSSH key',
    `${dash}BEGIN OPENSSH PRIVATE KEY${dash}\n${make(70)}\n${dash}END OPENSSH PRIVATE KEY${dash}`,
  ],
  ['an EC key', `${dash}BEGIN EC PRIVATE KEY${dash}\n${make(64)}\n`],
  ['a PGP key', `${dash}BEGIN PGP PRIVATE KEY BLOCK${dash}\n\n${make(64)}\n`],
  ['a password of a database', `postgres://app:${make(14)}9a@db.acme.io:5432/prod`],
  ['a password of a queue', `amqps://worker:${make(10)}7q@mq.acme.io`],
  ['a password of a site', `https://admin:${make(12)}3x@intranet.acme.io/`],
  ['an assigned api key', `api_key: "${make(32)}4z"`],
  ['an assigned token', `AUTH_TOKEN=${make(40, hex)}`],
  ['a client secret', `client_secret = '${make(34)}8'`],
  ['a password in a sentence', `The admin password is Tr0ub4dor&${make(3)}9`],
  ['a password in YAML', `  db_password: ${make(12)}5k`],
  ['a password in JSON', `{"password": "${make(10)}6!w"}`],
  ['a passphrase in code', `passphrase := "${make(18)}2"`],
  ['a token in front matter', `---\nconfig:\n  apiKey: ${make(32)}1\n---\nHello`],
  ['a secret in an environment file', `MY_APP_SECRET_KEY=${make(50)}0`],
];

const harmless: readonly (readonly [string, string])[] = [
  ['a sentence about passwords', 'Never ask the customer for a password, token or secret key.'],
  ['a variable', 'api_key: {{apiKey}}'],
  ['a triple variable', 'password: {{{password}}}'],
  ['a shell variable', 'export API_KEY=$OPENAI_API_KEY'],
  ['a braced shell variable', `token: ${'$'}{TOKEN_FROM_VAULT_2}`],
  ['an angle placeholder', 'Authorization: Bearer <your-token-goes-here-123>'],
  ['a placeholder', 'api_key = "your-api-key-123"'],
  ['crosses', 'password: xxxxxxxx1'],
  ['stars', 'password: ********'],
  ['change me', 'POSTGRES_PASSWORD=changeme123'],
  ['a schema', 'schema:\n  password: string, the new password'],
  ['a number as a type', 'token: number'],
  ['AWS’s own example', `AKIA${'IOSFODNN7EXAMPLE'}`],
  ['a digest', `sha256:${make(64, hex)}`],
  ['a commit', `commit ${make(40, hex)}`],
  ['an id of ours', `exe_${make(26, '0123456789abcdefghjkmnpqrstvwxyz')}`],
  ['a UUID', '3f2b8c9e-8d5a-4b7f-9c1e-2a6d4e8f0b13'],
  ['a public key', `${dash}BEGIN PUBLIC KEY${dash}\n${make(64)}\n${dash}END PUBLIC KEY${dash}`],
  ['a certificate', `${dash}BEGIN CERTIFICATE${dash}\n${make(64)}\n${dash}END CERTIFICATE${dash}`],
  ['a sentence about keys', `Say "${dash}BEGIN PRIVATE KEY${dash}" is what a key begins with.`],
  ['an address without a password', 'postgres://db.acme.io:5432/prod'],
  ['an address with a user', 'ssh://git@git.acme.io/repo.git'],
  ['an address with placeholders', 'https://user:password@example.com/'],
  ['an address with variables', `postgres://app:${'$'}{DB_PASSWORD}@db/prod`],
  ['a model’s name', 'model: gpt-4o-mini-2024-07-18'],
  ['a branch', 'branch: sk-translations-for-slovakia'],
  ['maximum tokens', 'maxOutputTokens: 4096'],
  ['a token budget', 'The token budget is 120000 tokens.'],
  ['a list of tokens', 'tokens: [start-of-text, end-of-text]'],
  ['a word list', 'secret: the-quick-brown-fox'],
  ['a time', 'token: 2026-11-27'],
  ['an empty value', 'password:'],
  ['a link', '[reset your password](https://help.northwind.example/reset-password-2)'],
  ['a question', 'Did you forget your password? Then use the link below.'],
  ['a Handlebars helper', '{{#if token}}You have a token.{{/if}}'],
  ['code', 'const token = process.env.TOKEN_42;'],
  ['a function', 'const password = generatePassword(24);'],
  ['base64 of a picture', `data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ'}`],
  ['a phrase with is', 'The access key is kept in the vault of the platform team.'],
  ['lorem', 'Lorem ipsum dolor sit amet, consectetur adipiscing elit. '.repeat(20)],
];

const scan = async (text: string, path = 'emails/hello.prompt') => (await secretsIn([{ path, text }])).state;

describe('secrets', () => {
  it('are found, and what only looks like one is not: figures', async () => {
    const missed: string[] = [];
    const invented: string[] = [];
    for (const [name, text] of secrets) if ((await scan(text)) !== 'failed') missed.push(name);
    for (const [name, text] of harmless) if ((await scan(text)) !== 'passed') invented.push(name);
    process.stdout.write(
      `secrets: ${secrets.length - missed.length} of ${secrets.length} found, ${invented.length} of ${harmless.length} hard negatives reported\n`,
    );
    expect({ missed, invented }).toEqual({ missed: [], invented: [] });
  });

  it('are named by path, line and kind, and never told', async () => {
    for (const [name, text] of secrets) {
      const check = await secretsIn([{ path: 'a/b.prompt', text: `one\ntwo\n${text}` }]);
      const said = JSON.stringify(check);
      for (const piece of text.match(/[A-Za-z0-9&!]{12,}/g) ?? [])
        if (/\d/.test(piece)) expect(said, name).not.toContain(piece);
      expect(check.findings[0], name).toMatchObject({ path: 'a/b.prompt', message: expect.any(String) });
      expect(check.findings[0]?.line, name).toBeGreaterThanOrEqual(3);
    }
  });

  it('cannot be switched off by the text itself', async () => {
    const [, key = ''] = secrets[8] ?? [];
    for (const off of ['secretlint-disable', 'secretlint-disable-next-line', 'secretlint-disable-line'])
      expect(await scan(`<!-- ${off} -->\n// ${off}\n# ${off}\n${key} // ${off}`)).toBe('failed');
  });

  it('are found in files of every kind, and hostile ones are looked through without hanging', async () => {
    const [, key = ''] = secrets[8] ?? [];
    for (const path of ['a.cedar', 'b.workflow.yaml', 'c.eval.yaml', 'd/SKILL.md', 'e.txt', 'LICENSE'])
      expect(await scan(key, path), path).toBe('failed');
    const hostile = [
      'a:'.repeat(120_000),
      'token='.repeat(40_000),
      '-----BEGIN '.repeat(20_000),
      `x://${'a'.repeat(250_000)}`,
    ];
    for (const text of hostile) expect(await findSecrets({ path: 'x.prompt', text })).toEqual([]);
  });

  it('leave nothing behind in the process, however often they are looked for', async () => {
    const before = performance.getEntries().length;
    for (let times = 0; times < 5; times += 1) await findSecrets({ path: 'x.prompt', text: 'Hello' });
    expect(performance.getEntries().length).toBe(before);
  });

  it('look random', () => {
    expect(looksSecret('correct-horse-battery')).toBe(false);
    expect(looksSecret('aaaaaaa1')).toBe(false);
    expect(looksSecret('Zk4!pq9Lw2')).toBe(true);
  });
});
