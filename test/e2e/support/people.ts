/**
 * Who the stories are about. `vera` may only read, `gus` writes and approves, `frida` is alone in an organization without anything, and
 * `otto` in one for hostile texts.
 */
export const cast = ['amara', 'ben', 'chiara', 'dana', 'eli', 'vera', 'gus', 'frida', 'otto'] as const;
export type Who = (typeof cast)[number];

export interface Player {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** The organization's name, as addresses have it. */
  readonly organization: string;
  /** For what a story needs done by the way, through the API. */
  readonly key: string;
}

/** What the run's server is, for the test files. It travels to them as JSON. */
export interface Stage {
  readonly address: string;
  readonly players: Readonly<Record<Who, Player>>;
  /** Name of a library that neither `vera` nor `gus` may know about. */
  readonly restricted: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    stage: Stage;
  }
}
