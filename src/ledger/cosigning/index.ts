export { createCosigning } from './create.ts';
export { type Cosigning, type CosigningStanding, cosignerContext, witnessPath } from './witnessed-log.ts';
