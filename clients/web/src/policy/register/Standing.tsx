import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { policyLibrary } from '../../changes/requirements/policy-library.ts';
import { buttonClass } from '../../design/Button.tsx';
import { Digest } from '../../design/Digest.tsx';
import { Time } from '../../design/Time.tsx';

type Props = {
  registered: { readonly path: string; readonly digest: string; readonly since: string };
  propose: 'models' | 'use-cases';
};

/** Where it stands in the library policy, since when it is in force, and the way to another version of it. */
export function Standing({ registered: { path, digest, since }, propose }: Props) {
  const org = useOrg();
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-4">
      <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-xs">
        <Link
          to="/$org/libraries/$library/assets/$"
          params={{ org, library: policyLibrary, _splat: path }}
          className="text-link inline-flex min-h-6 items-center"
        >
          {path}
        </Link>
        <Digest value={digest} />
        <span>
          in force since <Time at={since} />
        </span>
      </p>
      <Link
        to={propose === 'models' ? '/$org/policy/models/propose' : '/$org/policy/use-cases/propose'}
        params={{ org }}
        search={{ path }}
        className={buttonClass('secondary')}
      >
        Propose a change
      </Link>
    </div>
  );
}
