export { type Commitment, commitTo } from '../platform/crypto/index.ts';
