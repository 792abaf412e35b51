/** The people of the sample organization. Names are made up. */
export const organization = { name: 'northwind', displayName: 'Northwind' } as const;

export const people = [
  { name: 'Amara Okafor', email: 'amara@northwind.example', roles: ['admin'] },
  { name: 'Ben Fischer', email: 'ben@northwind.example', roles: ['contributor'] },
  { name: 'Chiara Rossi', email: 'chiara@northwind.example', roles: ['reviewer'] },
  { name: 'Dana Whitfield', email: 'dana@northwind.example', roles: ['approver'] },
  { name: 'Eli Navarro', email: 'eli@northwind.example', roles: ['publisher', 'auditor'] },
  { name: 'Henrik Lund', email: 'henrik@northwind.example', roles: ['responder'] },
] as const;

export type Email = (typeof people)[number]['email'];

/** Who has a grant on the restricted library, with which role. Eli sees it as auditor. */
export const restrictedGrants: readonly { email: Email; role: string }[] = [
  { email: 'ben@northwind.example', role: 'contributor' },
  { email: 'dana@northwind.example', role: 'reviewer' },
  { email: 'dana@northwind.example', role: 'approver' },
  { email: 'chiara@northwind.example', role: 'reviewer' },
  { email: 'eli@northwind.example', role: 'publisher' },
];

export const libraries = [
  {
    name: 'marketing',
    displayName: 'Marketing',
    description: 'Copy that carries our name: releases, product pages, the newsletter.',
    visibility: 'open',
  },
  {
    name: 'support',
    displayName: 'Customer support',
    description: 'What the service desk runs on tickets, calls and refunds.',
    visibility: 'open',
  },
  {
    name: 'engineering',
    displayName: 'Engineering',
    description: 'Reviews, incidents and plans of the platform teams.',
    visibility: 'open',
  },
  {
    name: 'legal',
    displayName: 'Legal',
    description: 'Contracts and personal data. Only the people named see it.',
    visibility: 'restricted',
  },
  {
    name: 'policy',
    displayName: 'Policy',
    description: 'What the organization asks of every library.',
    visibility: 'open',
  },
] as const;

export type LibraryName = (typeof libraries)[number]['name'];
