import { callBytes } from '../api/client.ts';
import { readPin, storePin } from './pins.ts';
import { type Verification, verificationOf, type Wanted } from './verification.ts';

/**
 * Fetches a proof and checks it here, in the browser, with the SDK's verifier: what the server says about itself is not asked.
 * Remembers the log's key on first use. Throws when the proof cannot be fetched.
 */
export async function verify(
  org: string,
  proofPath: string,
  wanted: readonly Wanted[],
): Promise<Verification> {
  const [bytes, { verifyBundle }] = await Promise.all([
    callBytes(proofPath),
    import('@countersign/sdk/verify'),
  ]);
  const pinned = readPin(org);
  const answer = await verifyBundle(bytes, pinned === null ? {} : { key: pinned });
  const verification = verificationOf(answer, wanted, pinned);
  if (verification.pin !== null) storePin(org, verification.pin);
  return verification;
}
