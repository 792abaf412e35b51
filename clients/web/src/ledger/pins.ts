/** The log's key as this browser first saw it: a later, other key is news that somebody must explain. */
const nameOf = (org: string): string => `countersign.log-key.${org}`;

export const readPin = (org: string): string | null => localStorage.getItem(nameOf(org));
export const storePin = (org: string, key: string): void => localStorage.setItem(nameOf(org), key);
export const forgetPin = (org: string): void => localStorage.removeItem(nameOf(org));
