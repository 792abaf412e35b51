import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { RecoveryCodes } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { showToast } from '../../design/toasts.ts';
import { CodesDialog } from './CodesDialog.tsx';
import { deviceOf } from './devices.ts';
import { PasskeyProblem } from './PasskeyProblem.tsx';
import { passkeyRefusal } from './passkeys.ts';

async function makePasskey(displayName: string): Promise<RecoveryCodes> {
  const { options, offer } = await post<{
    options: PublicKeyCredentialCreationOptionsJSON;
    offer: string;
  }>('/api/v1/account/passkeys/start', { origin: window.location.origin });
  const made = await startRegistration({ optionsJSON: options }).catch((error: unknown) => {
    throw passkeyRefusal(error);
  });
  const { id, rawId, type, response } = made;
  const { clientDataJSON, attestationObject, transports } = response;
  const passkey = {
    ...{ id, rawId, type, clientExtensionResults: {} },
    response: {
      clientDataJSON,
      attestationObject,
      ...(transports === undefined ? {} : { transports }),
    },
  };
  return post<RecoveryCodes>('/api/v1/account/passkeys', { offer, displayName, passkey });
}

/** A new passkey, named so that its person knows which one it is. */
export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(deviceOf(window.navigator.userAgent));
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const add = useMutation({
    mutationFn: () => makePasskey(name.trim()),
    onSuccess: async ({ recoveryCodes }) => {
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      showToast({ text: 'You can sign in with this passkey from now on.', tone: 'good' });
      if (recoveryCodes.length === 0) onClose();
      else setCodes(recoveryCodes);
    },
  });
  if (codes !== null) return <CodesDialog codes={codes} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a passkey"
      description="Your browser asks which device or password manager keeps it, and how that recognizes you."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!add.isPending) add.mutate();
        }}
      >
        <PasskeyProblem error={add.error} />
        <Field
          label="Name"
          hint="By which you will know it in the list."
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            Ask the browser
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
