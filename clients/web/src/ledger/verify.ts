import { callBytes, get } from '../api/client.ts';
import type { Witnessing } from '../api/types.ts';
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
  const [bytes, { need, of, items }, sdk] = await Promise.all([
    callBytes(proofPath),
    get<Witnessing>('/api/v1/witnesses'),
    import('@countersign/sdk/verify'),
  ]);
  const pinned = readPin(org);
  const answer = await sdk.verifyBundle(bytes, pinned === null ? {} : { key: pinned });
  const { checkpoint } = await new Response(new Uint8Array(bytes)).json();
  const cosigned =
    answer.ok && of > 0
      ? await sdk.cosignaturesOf(
          String(checkpoint),
          items.map(({ key }) => key),
        )
      : [];
  const witnesses = of === 0 ? null : { need, of, names: cosigned.map(({ name }) => name) };
  const verification = verificationOf(answer, wanted, pinned, witnesses);
  if (verification.pin !== null) storePin(org, verification.pin);
  return verification;
}
