/** What kinds of data a text holds. Everything here is pure and linear in the text: texts come from strangers, before anything is decided. */
export { findData } from './classify.ts';
export { builtInDetectors, detect } from './detect.ts';
export { type BuiltInClass, builtInClasses, type Detector, type Found, fullName } from './finding.ts';
export { secretName, secrets } from './secrets.ts';
