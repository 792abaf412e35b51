import { Problem } from '../../../platform/problem.ts';

/**
 * Why a repository elsewhere could not be read. Nothing that the other server said stands in these: its words may repeat the token
 * that it was sent.
 */
export const remoteProblems = {
  badUrl: (why: string) =>
    new Problem({
      code: 'library.import.git_bad_url',
      status: 422,
      detail: `This is no address of a git repository: ${why}. An example is "https://git.example.com/team/prompts.git".`,
    }),
  hostNotAllowed: () =>
    new Problem({
      code: 'library.import.host_not_allowed',
      status: 422,
      detail:
        'Repositories may not be imported from this host. Ask the operator of this server to add it, with its port if it has one, to the setting COUNTERSIGN_IMPORT_HOSTS; or clone it yourself and import the folder.',
    }),
  redirected: () =>
    new Problem({
      code: 'library.import.git_redirected',
      status: 422,
      detail:
        'The address leads on to another one that is not followed: another host, an unencrypted one, or too many. Open the repository in a browser and give the address that it shows for cloning.',
    }),
  unreachable: (cause: string) =>
    new Problem({
      code: 'library.import.git_unreachable',
      status: 502,
      detail:
        'The host could not be reached, or it broke off. Check the name, the port and the certificate, then try again.',
      cause: new Error(cause),
    }),
  notFound: () =>
    new Problem({
      code: 'library.import.git_not_found',
      status: 422,
      detail:
        'There is no repository at this address, or it takes a token to see it. Check the address, or give a token.',
    }),
  needsLogin: (hadToken: boolean) =>
    new Problem({
      code: 'library.import.git_needs_login',
      status: 422,
      detail: hadToken
        ? 'The host did not accept the token for this repository. Give one that may read it, as TOKEN or NAME:TOKEN.'
        : 'The host wants a login for this repository. Give a token that may read it, as TOKEN or NAME:TOKEN.',
    }),
  notGit: () =>
    new Problem({
      code: 'library.import.git_not_a_repository',
      status: 422,
      detail:
        'What answers at this address is no git repository that speaks protocol version 2. Give the address that `git clone` takes; a server older than git 2.18 cannot be imported from: clone it and import the folder.',
    }),
  badAnswer: (why: string) =>
    new Problem({
      code: 'library.import.git_bad_answer',
      status: 502,
      detail: `The host answered with something that git would not: ${why}. Try \`git clone\` yourself; if that works, import the folder that it makes.`,
    }),
  failed: (status: number) =>
    new Problem({
      code: 'library.import.git_refused',
      status: 502,
      detail: `The host refused to send the repository (status ${status}). Try again later, or clone it yourself and import the folder.`,
    }),
  tooLarge: (what: string) =>
    new Problem({
      code: 'library.import.git_too_large',
      status: 413,
      detail: `The repository is too large to import: ${what}. Clone it yourself and import the folder with the prompts.`,
    }),
  timedOut: (seconds: number) =>
    new Problem({
      code: 'library.import.git_timed_out',
      status: 504,
      detail: `The repository did not arrive within ${seconds} seconds, so the import was given up. Try again, or clone it yourself and import the folder.`,
    }),
  refNotFound: (isHead: boolean) =>
    new Problem({
      code: 'library.import.git_ref_not_found',
      status: 422,
      detail: isHead
        ? 'The repository has no commits yet, or no default branch. Name a branch or a tag as ref.'
        : 'The repository has no branch and no tag of this name. Look at its branches with `git ls-remote`, or leave ref out for the default one.',
    }),
  folderNotFound: () =>
    new Problem({
      code: 'library.import.git_folder_not_found',
      status: 422,
      detail:
        'The repository has no such folder at this ref. Write it as it is there, with "/" between folders, or leave it out for everything.',
    }),
};

/** Codes for the API's description. */
export const remoteProblemCodes = [
  'library.import.git_bad_url',
  'library.import.host_not_allowed',
  'library.import.git_redirected',
  'library.import.git_unreachable',
  'library.import.git_not_found',
  'library.import.git_needs_login',
  'library.import.git_not_a_repository',
  'library.import.git_bad_answer',
  'library.import.git_refused',
  'library.import.git_too_large',
  'library.import.git_timed_out',
  'library.import.git_ref_not_found',
  'library.import.git_folder_not_found',
] as const;
