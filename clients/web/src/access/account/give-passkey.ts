import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { post } from '../../api/client.ts';
import { passkeyRefusal } from './passkeys.ts';

/** Asks for a passkey of whoever is here, and gives it to `path`: to sign in, as a second step, or to confirm. */
export async function givePasskey<Answer>(path: string): Promise<Answer> {
  const { options } = await post<{ options: PublicKeyCredentialRequestOptionsJSON }>('/auth/passkey-options');
  const given = await startAuthentication({ optionsJSON: options }).catch((error: unknown) => {
    throw passkeyRefusal(error);
  });
  const { id, rawId, type, response } = given;
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return post<Answer>(path, {
    passkey: {
      ...{ id, rawId, type, clientExtensionResults: {} },
      response: {
        ...{ clientDataJSON, authenticatorData, signature },
        ...(userHandle === undefined ? {} : { userHandle }),
      },
    },
  });
}
