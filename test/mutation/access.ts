/** Of access, what the pure core of changes asks at run time: the rest would be loaded again for every mutant. */
export { rolesOf } from '../../src/access/action.ts';
export { roles } from '../../src/access/principal.ts';
