import { useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/** Says the new page's title to assistive technology after a navigation: nothing else would. */
export function RouteAnnouncer() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname ?? '' });
  const [title, setTitle] = useState('');
  useEffect(() => {
    if (path === '') return;
    const timer = setTimeout(() => setTitle(document.title), 300);
    return () => clearTimeout(timer);
  }, [path]);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {title}
    </div>
  );
}
