import type { ReactNode } from 'react';
import { useOrg } from '../../access/session.ts';
import { RowLink } from '../../design/RowLink.tsx';

type Props = {
  library: string;
  asset: { kind: string; name: string; path: string };
  at: string;
  /** Shown instead of the whole name. */
  children?: ReactNode;
};

/** A row's link to the page that its kind has. */
export function AssetLink({ library, asset, at, children }: Props) {
  const org = useOrg();
  const search = at === 'main' ? {} : { ref: at };
  return asset.kind === 'prompt' ? (
    <RowLink
      to="/$org/libraries/$library/prompts/$"
      params={{ org, library, _splat: asset.name }}
      search={search}
    >
      {children ?? asset.name}
    </RowLink>
  ) : (
    <RowLink
      to="/$org/libraries/$library/assets/$"
      params={{ org, library, _splat: asset.path }}
      search={search}
    >
      {children ?? asset.path}
    </RowLink>
  );
}
