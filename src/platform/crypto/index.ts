export { type Commitment, commitTo } from './commitment.ts';
export { loadMasterKeys, type MasterKeySource } from './master-keys.ts';
export { createVault, type Vault } from './vault.ts';
