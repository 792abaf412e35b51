import type { RegisteredModel } from './register.ts';

/** How many days before a model retires the owners of prompts that use it are told. */
export const toldBefore = [7, 30] as const;

const dayMs = 86_400_000;

/**
 * Which telling of a retirement is due: the last that its day has come to. Null for a model that does not retire, is gone already, or has more
 * time. Pure.
 */
export function dueTelling({ retires }: Pick<RegisteredModel, 'retires'>, now: Date): 7 | 30 | null {
  if (retires === null) return null;
  const left = Date.parse(`${retires}T00:00:00.000Z`) - now.getTime();
  if (left < 0) return null;
  return toldBefore.find((days) => left <= days * dayMs) ?? null;
}
