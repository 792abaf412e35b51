import { Problem } from '../../platform/problem.ts';

/** Why somebody whom their identity provider vouched for is not let in. */
const sentences = {
  no_email: 'The identity provider says no e-mail address. An admin can set which claim holds it.',
  email_not_verified: 'The identity provider has not verified your e-mail address. Verify it there first.',
  foreign_domain:
    'Your e-mail address is of a domain that this organization has not verified. Ask an admin to add it.',
  deactivated: 'Your access was ended here. Ask an admin.',
  another_subject:
    'Your e-mail address belongs to another account of this identity provider already. Ask an admin.',
  not_provisioned:
    'Nobody has been made for you here, and new people are not made by themselves. Ask an admin.',
  no_role:
    'None of your groups has a role here, and there is none for everybody. Ask an admin to map a group.',
  address_taken: 'Your e-mail address cannot be used for a new person. Ask an admin.',
} as const;

export type Refusal = keyof typeof sentences;

export function refusalSentence(why: Refusal): string {
  return sentences[why];
}

/** They did prove who they are: so the reason may be told. */
export function notLetIn(why: Refusal): Problem {
  return new Problem({
    code: `session.sso_${why}`,
    status: 403,
    detail: sentences[why],
  });
}

export function notActive(): Problem {
  return new Problem({
    code: 'session.sso_not_active',
    status: 403,
    detail: 'This way to sign in is not switched on. Choose another on the sign-in page, or ask an admin.',
  });
}
