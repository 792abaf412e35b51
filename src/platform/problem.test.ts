import { expect, it } from 'vitest';
import { problemReply } from './http/index.ts';
import { notFound, Problem, problemDocument } from './problem.ts';

it('goes on the wire as RFC 9457, without its cause', () => {
  const cause = new Error('password=hunter2 at /srv/secret.ts:10');
  const problem = new Problem({
    code: 'change.stale',
    status: 409,
    detail: 'Read it again.',
    cause,
    more: { revision: 'abc' },
  });
  const text = JSON.stringify(problemDocument(problem, 'req_1'));
  expect(JSON.parse(text)).toEqual({
    type: 'urn:countersign:problem:change.stale',
    title: 'Conflict',
    status: 409,
    code: 'change.stale',
    detail: 'Read it again.',
    request: 'req_1',
    revision: 'abc',
  });
});

it('shows nothing of a bug but the request to ask about', () => {
  const { status, body } = problemReply(new Error('secret detail'), 'req_2');
  expect(status).toBe(500);
  expect(body).not.toContain('secret detail');
  expect(JSON.parse(body)).toMatchObject({ code: 'internal.error', request: 'req_2' });
});

it('answers every 404 with the same words', () => {
  expect(problemDocument(notFound(), 'req_3')).toEqual(problemDocument(notFound(), 'req_3'));
});
