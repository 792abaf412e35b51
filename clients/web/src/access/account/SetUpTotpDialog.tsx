import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { RecoveryCodes, TotpOffer } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { CodesDialog } from './CodesDialog.tsx';
import { ScanAndConfirm } from './ScanAndConfirm.tsx';

/** An authenticator app, from the square to the recovery codes. Nothing is kept before the app has shown that it works. */
export function SetUpTotpDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const offer = useQuery({
    queryKey: ['totp-offer'],
    queryFn: () => post<TotpOffer>('/api/v1/account/second-factor/start'),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: (given: { offer: string; code: string }) =>
      post<RecoveryCodes>('/api/v1/account/second-factor', given),
    onSuccess: async ({ recoveryCodes }) => {
      await queryClient.invalidateQueries({ queryKey: ['account'] });
      showToast({ text: 'From now on, signing in takes a code of your app as well.', tone: 'good' });
      if (recoveryCodes.length === 0) onClose();
      else setCodes(recoveryCodes);
    },
  });
  if (codes !== null) return <CodesDialog codes={codes} onClose={onClose} />;
  return (
    <Dialog open onClose={onClose} title="Set up an authenticator app">
      <Loaded query={offer} skeleton={<Skeleton rows={3} height={70} />}>
        {(given) => (
          <ScanAndConfirm
            offer={given}
            error={confirm.error}
            onConfirm={(code) => {
              if (!confirm.isPending) confirm.mutate({ offer: given.offer, code });
            }}
          >
            <DialogActions>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" look="primary" busy={confirm.isPending}>
                Turn it on
              </Button>
            </DialogActions>
          </ScanAndConfirm>
        )}
      </Loaded>
    </Dialog>
  );
}
