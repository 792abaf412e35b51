import { describe, expect, it } from 'vitest';
import { post } from '../../platform/post.ts';
import { readWebhookUrl } from './url.ts';
import { bodyOf, signatureOf, signedHeaders } from './webhook.ts';

describe('signatures', () => {
  it('are those of the Standard Webhooks specification (its own example)', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = '{"test": 2432232314}';
    expect(signatureOf(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('are by both secrets while one is being replaced', () => {
    const at = new Date('2026-11-27T10:00:00.900Z');
    const headers = signedHeaders(['whsec_AAAA', 'whsec_BBBB'], 'dlv_1', at, '{}');
    expect(headers['webhook-timestamp']).toBe('1795773600');
    expect(headers['webhook-signature']).toBe(
      [
        signatureOf('whsec_AAAA', 'dlv_1', 1_795_773_600, '{}'),
        signatureOf('whsec_BBBB', 'dlv_1', 1_795_773_600, '{}'),
      ].join(' '),
    );
  });
});

it('a body holds ids and links, and nothing of what the entry says besides', () => {
  const body = bodyOf('https://cs.example', {
    id: 'ent_1',
    at: '2026-11-27T10:00:00.000Z',
    action: 'change.publish',
    organization: 'org_1',
    subject: { kind: 'change', id: 'chg_1' },
    data: { library: `lib_${'0'.repeat(26)}`, reason: 'the secret plan', title: 'the secret plan' },
  });
  expect(JSON.parse(body)).toEqual({
    type: 'change.publish',
    timestamp: '2026-11-27T10:00:00.000Z',
    data: {
      organization: 'org_1',
      entry: 'ent_1',
      subject: { kind: 'change', id: 'chg_1' },
      change: 'chg_1',
      library: `lib_${'0'.repeat(26)}`,
      links: {
        entry: 'https://cs.example/api/v1/entries/ent_1',
        change: 'https://cs.example/changes/chg_1',
      },
    },
  });
});

describe('AT-49: where a webhook may go', () => {
  const hosts = ['hooks.example.com', '10.0.0.5:8080', '169.254.169.254', '[::ffff:a9fe:a9fe]'];
  it.each(['https://hooks.example.com/a?b=c', 'http://10.0.0.5:8080/'])('takes %s', (url) => {
    expect(readWebhookUrl(url, hosts)).toBe(url);
  });
  it.each([
    ['', 'url_refused'],
    ['ftp://hooks.example.com/', 'url_refused'],
    ['javascript:alert(1)', 'url_refused'],
    ['https://me:secret@hooks.example.com/', 'url_refused'],
    ['https://hooks.example.com/#x', 'url_refused'],
    ['http://169.254.169.254/latest', 'url_refused'],
    ['http://0xa9fea9fe/', 'url_refused'],
    ['http://2852039166/', 'url_refused'],
    ['http://[::ffff:169.254.169.254]/', 'url_refused'],
    ['http://metadata.google.internal/', 'url_refused'],
    [`https://hooks.example.com/${'a'.repeat(2_000)}`, 'url_refused'],
    ['https://evil.example.com/', 'host_not_allowed'],
    ['https://hooks.example.com.evil.example/', 'host_not_allowed'],
    ['https://hooks.example.com:8443/', 'host_not_allowed'],
    ['http://127.0.0.1/', 'host_not_allowed'],
    ['http://0177.0.0.1/', 'host_not_allowed'],
    ['http://localhost:5432/', 'host_not_allowed'],
  ])('refuses %s', (url, reason) => {
    expect(() => readWebhookUrl(url, hosts)).toThrow(
      expect.objectContaining({ code: `webhook.${reason}`, status: 422 }),
    );
  });

  it('a name that leads to a forbidden address when it is connected to is not connected to', async () => {
    const posted = await post('http://this-name-does-not-exist.invalid/', {}, '{}', { timeoutMs: 2_000 });
    expect(posted).toMatchObject({ status: null, answer: '' });
    expect(posted.error).toMatch(/^[A-Z_]+$/);
  });
});
