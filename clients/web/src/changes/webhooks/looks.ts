import type { Delivery, Webhook } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

type Look = { word: string; shape: Shape; tone: Tone };

export function webhookLook({ enabled, disabledReason, failures }: Webhook): Look {
  if (!enabled)
    return disabledReason === null
      ? { word: 'switched off', shape: 'dash', tone: 'plain' }
      : { word: 'switched off: it failed', shape: 'cross', tone: 'bad' };
  return failures > 0
    ? { word: `failing (${failures})`, shape: 'triangle', tone: 'warn' }
    : { word: 'on', shape: 'check', tone: 'good' };
}

export const deliveryLooks: Record<Delivery['state'], Look> = {
  due: { word: 'under way', shape: 'half', tone: 'accent' },
  delivered: { word: 'delivered', shape: 'check', tone: 'good' },
  given_up: { word: 'given up', shape: 'cross', tone: 'bad' },
};
