import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policySchema } from '../libraries/index.ts';
import { fitting, plainCedar, someRequest, someRules } from './differential.fixture.ts';
import { createPolicy } from './judge.ts';

const schema = policySchema;
const long = process.env.COUNTERSIGN_TEST_LONG !== undefined;
/** Requests asked of each random policy; each is asked twice, so that the second answer is a remembered one. */
const requestsEach = 10;
const cases = long ? 20_000 : 200;
const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Date.now() % 2_147_483_647);

describe('against plain Cedar, asked about everything', () => {
  it(`agrees over ${cases} random policies and requests (COUNTERSIGN_TEST_SEED=${seed})`, () => {
    const seen = { permit: 0, forbid: 0, errors: 0, obligations: 0, monitored: 0 };
    fc.assert(
      fc.property(
        someRules,
        fc.array(someRequest, { minLength: requestsEach, maxLength: requestsEach }),
        (random, requests) => {
          const rules = fitting(schema, random);
          const policy = createPolicy(schema, rules);
          const plainly = requests.map((request) => plainCedar(schema, rules, request));
          for (const [at, request] of [...requests, ...requests].entries()) {
            const { decision, errors, obligations, monitored } = policy.verdict(request);
            seen[decision] += 1;
            if (errors.length > 0) seen.errors += 1;
            if (obligations.length > 0) seen.obligations += 1;
            if (monitored.length > 0) seen.monitored += 1;
            expect({
              decision,
              errors,
              obligations: obligations
                .map(({ rule, kind, argument }) => `${rule} ${kind} ${argument}`)
                .sort(),
              monitored: monitored.map(({ id }) => id),
            }).toEqual(plainly[at % requests.length]);
          }
        },
      ),
      { seed, numRuns: cases / requestsEach },
    );
    // A run that met nothing of a kind would have proved nothing about it.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
    if (long) console.log(`seed ${seed}: ${JSON.stringify(seen)}`);
  }, 1_800_000);
});
