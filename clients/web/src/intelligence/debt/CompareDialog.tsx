import { useQuery } from '@tanstack/react-query';
import type { DebtCluster } from '../../api/types.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { Loaded } from '../../design/states.tsx';
import { assetQuery } from '../../libraries/queries.ts';
import { TwoTexts } from '../../libraries/TwoTexts.tsx';
import { shareText } from './words.ts';

type Member = DebtCluster['members'][number];

/** A prompt of a cluster beside the one to keep. */
export default function CompareDialog({
  kept,
  other,
  onClose,
}: {
  kept: Member;
  other: Member;
  onClose: () => void;
}) {
  const left = useQuery(assetQuery(kept.library, kept.path, 'main'));
  const right = useQuery(assetQuery(other.library, other.path, 'main'));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`${kept.name} beside ${other.name}`}
      description={`They share ${shareText(other.likeness)} of their sequences of three words. Lines that both have are pale. Whether one of them is enough is yours to judge.`}
    >
      <Loaded query={left}>
        {(one) => (
          <Loaded query={right}>
            {(two) => (
              <TwoTexts
                left={{ title: kept.name, text: one.text }}
                right={{ title: other.name, text: two.text }}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Dialog>
  );
}
