import type { ReactNode } from 'react';
import { buttonClass } from '../../design/Button.tsx';
import { DialogActions } from '../../design/Dialog.tsx';
import { ssoStart } from './problem-cookie.ts';
import type { SsoWay } from './SsoSignIn.tsx';

/** Confirming that it is oneself, at one's identity provider: it asks anew, and leads back to this page. */
export const SsoConfirm = ({ ways, cancel }: { ways: readonly SsoWay[]; cancel: ReactNode }) => (
  <>
    <p className="leading-relaxed">
      Your identity provider asks you to sign in anew, and then you are back on this page. What you were doing
      has not been done yet: do it again there, within a quarter of an hour.
    </p>
    <DialogActions>
      {cancel}
      {ways.map(({ id, displayName }) => (
        <a
          key={id}
          className={buttonClass('primary')}
          href={ssoStart(id, {
            purpose: 'step_up',
            return: window.location.pathname + window.location.search,
          })}
        >
          Confirm with {displayName}
        </a>
      ))}
    </DialogActions>
  </>
);
