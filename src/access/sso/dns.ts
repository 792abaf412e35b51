import { Resolver } from 'node:dns/promises';

/** Reads the TXT records of a name. Tests serve their own. */
export interface TxtLookup {
  /** Each record whole. Empty when there is none. @throws when no name server answers */
  texts(name: string): Promise<readonly string[]>;
}

/** The machine's own name servers, a few seconds at most. */
export function systemTxtLookup(): TxtLookup {
  return {
    texts: async (name) => {
      const resolver = new Resolver({ timeout: 3_000, tries: 2 });
      try {
        return (await resolver.resolveTxt(name)).map((pieces) => pieces.join(''));
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
        throw error;
      }
    },
  };
}
