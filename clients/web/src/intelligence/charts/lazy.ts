import { lazy } from 'react';

/** Charts, loaded when the first one is shown. */
export const Drawn = lazy(async () => ({ default: (await import('./Drawn.tsx')).Drawn }));
