/** Of libraries, what the pure core of changes asks at run time: the rest would be loaded again for every mutant. */
export { kindOf } from '../../src/libraries/asset.ts';
export { partyWords, requirementOf } from '../../src/libraries/kinds/index.ts';
export { claimsOf } from '../../src/libraries/prompt-facts.ts';
