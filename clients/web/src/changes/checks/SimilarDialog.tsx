import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { ChangeDetail, SimilarAsset } from '../../api/types.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Loaded } from '../../design/states.tsx';
import { assetQuery } from '../../libraries/queries.ts';
import { TwoTexts } from '../../libraries/TwoTexts.tsx';

/** Two texts side by side: what both have steps back, so that what one has alone is seen. */
export function SimilarDialog({
  change,
  similar,
  onClose,
}: {
  change: ChangeDetail;
  similar: SimilarAsset;
  onClose: () => void;
}) {
  const org = useOrg();
  const { library, like, name, path, version, score } = similar;
  const ref = version === null ? 'main' : `@${version}`;
  const other = useQuery(assetQuery(library, like, ref));
  const own = change.assets.find((asset) => asset.path === path)?.head?.text ?? '';
  const params = { org, library, _splat: name };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={`${path} beside ${library}/${name}`}
      description={`They share ${Math.round(score * 100)} % of their wording. Lines that both have are pale. Whether one of them is enough is yours to judge.`}
    >
      <Loaded query={other}>
        {({ text }) => (
          <TwoTexts
            left={{ title: `This change: ${path}`, text: own }}
            right={{ title: `Published: ${library}/${name}`, text }}
          />
        )}
      </Loaded>
      <DialogActions>
        {like.endsWith('.prompt') ? (
          <Link to="/$org/libraries/$library/prompts/$" params={params} className={buttonClass('secondary')}>
            Open {name}
          </Link>
        ) : (
          <Link
            to="/$org/libraries/$library/assets/$"
            params={{ ...params, _splat: like }}
            className={buttonClass('secondary')}
          >
            Open {like}
          </Link>
        )}
      </DialogActions>
    </Dialog>
  );
}
