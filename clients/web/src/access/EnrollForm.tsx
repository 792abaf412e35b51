import { useMutation, useQuery } from '@tanstack/react-query';
import { post } from '../api/client.ts';
import type { RecoveryCodes as Codes, TotpOffer } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Loaded, Skeleton } from '../design/states.tsx';
import { RecoveryCodes } from './account/RecoveryCodes.tsx';
import { ScanAndConfirm } from './account/ScanAndConfirm.tsx';

/** Nobody comes in here without a second factor: it is set up on the way. */
export function EnrollForm({ onEntered, onAgain }: { onEntered: () => void; onAgain: () => void }) {
  const offer = useQuery({
    queryKey: ['enroll'],
    queryFn: () => post<Omit<TotpOffer, 'offer'>>('/auth/enroll'),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: (code: string) => post<Codes>('/auth/enroll/confirm', { code }),
  });
  return (
    <div className="card p-5">
      {confirm.data !== undefined ? (
        <>
          <h2 className="mb-2 font-semibold">Keep your recovery codes</h2>
          <RecoveryCodes codes={confirm.data.recoveryCodes} />
          <div className="mt-5 flex justify-end">
            <Button look="primary" onClick={onEntered}>
              I have kept them: go on
            </Button>
          </div>
        </>
      ) : (
        <Loaded query={offer} skeleton={<Skeleton rows={3} height={64} />}>
          {(given) => (
            <ScanAndConfirm
              offer={given}
              error={confirm.error}
              onConfirm={(code) => {
                if (!confirm.isPending) confirm.mutate(code);
              }}
            >
              <div className="flex flex-wrap justify-end gap-2">
                <Button look="quiet" onClick={onAgain}>
                  Start again
                </Button>
                <Button type="submit" look="primary" busy={confirm.isPending}>
                  Turn it on and sign in
                </Button>
              </div>
            </ScanAndConfirm>
          )}
        </Loaded>
      )}
    </div>
  );
}
