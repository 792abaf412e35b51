import { useState } from 'react';

/** What stands behind the `#`, once: it is taken out of the address, so that neither the history nor a screenshot holds it. */
export function useFragment(): string {
  const [fragment] = useState(() => {
    const { hash, pathname } = window.location;
    if (hash !== '') window.history.replaceState(window.history.state, '', pathname);
    return hash.slice(1);
  });
  return fragment;
}
