type Typed = Readonly<Record<string, string>>;

const isTyped = (value: unknown): value is Typed =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string');

/** Reads what was kept; anything else that stands there is as if nothing did. */
export function parseSamples(stored: string | null): Typed {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return isTyped(value) ? value : {};
  } catch {
    return {};
  }
}

/** What somebody typed for the variables of a prompt, kept in this browser for their next look at it. */
export const sampleStore = (org: string, library: string, path: string) => {
  const name = `countersign.samples.${org}/${library}/${path}`;
  return {
    read: (): Typed => parseSamples(localStorage.getItem(name)),
    /** Best effort: what a browser does not keep is typed again. */
    write: (typed: Typed): void => {
      try {
        localStorage.setItem(name, JSON.stringify(typed));
      } catch {
        // It is still on the page.
      }
    },
    clear: (): void => localStorage.removeItem(name),
  };
};
