import metadata from 'libphonenumber-js/min/metadata';

/** What a number in a country may be: its length and the pattern of its plan, from the tables of libphonenumber (ITU-T E.164 and national plans). */
interface Plan {
  readonly lengths: ReadonlySet<number>;
  readonly pattern: RegExp;
}

const plans = new Map<string, Plan[]>();
for (const [code, regions] of Object.entries(metadata.country_calling_codes))
  for (const region of regions) {
    const country: unknown = Reflect.get(metadata.countries, region);
    if (!Array.isArray(country)) continue;
    const [, , pattern, lengths] = country;
    if (typeof pattern !== 'string' || !Array.isArray(lengths)) continue;
    const plan = { lengths: new Set(lengths.map(Number)), pattern: new RegExp(`^(?:${pattern})$`) };
    plans.set(code, [...(plans.get(code) ?? []), plan]);
  }

/** How many country codes are known. */
export const callingCodes = plans.size;

/** Whether these digits, country code first, are a number that can be dialed. A table, so that a text with thousands of them is read in no time. Pure. */
export function isNumber(digits: string): boolean {
  for (const length of [1, 2, 3]) {
    const rest = digits.slice(length);
    const fits = plans
      .get(digits.slice(0, length))
      ?.some(({ lengths, pattern }) => lengths.has(rest.length) && pattern.test(rest));
    if (fits === true) return true;
  }
  return false;
}
