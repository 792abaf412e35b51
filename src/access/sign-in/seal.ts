import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock.ts';
import type { Vault } from '../../platform/crypto/index.ts';

/**
 * Signs what a browser keeps for us between two steps: whom it has half signed in, which challenge it was given. Readable, not alterable,
 * good for minutes and for one purpose. What must be good for once only is remembered by its nonce when it is used (`access_spent`).
 */
export interface Seal {
  close(purpose: string, value: object, lifeMs: number): string;
  /** Undefined for what is altered, over, for another purpose, or of another shape. */
  open<Shape extends z.ZodObject>(
    purpose: string,
    text: string | undefined,
    shape: Shape,
  ): Opened<z.output<Shape>>;
}

export type Opened<Value> =
  | { readonly value: Value; readonly nonce: string; readonly expiresAt: Date }
  | undefined;

/** The deployment's: every node with the same master key opens what another one closed. */
export const sealOf = (vault: Pick<Vault, 'secret'>, clock: Clock): Seal =>
  createSeal(vault.secret('sign-in steps'), clock);

export function createSeal(secret: string, clock: Clock): Seal {
  const mac = (purpose: string, body: string) =>
    createHmac('sha256', secret).update(`${purpose}\n${body}`).digest();
  return {
    close: (purpose, value, lifeMs) => {
      const nonce = randomBytes(16).toString('base64url');
      const content = { value, nonce, expiresMs: clock.now().getTime() + lifeMs };
      const body = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${body}.${mac(purpose, body).toString('base64url')}`;
    },
    open: (purpose, text, shape) => {
      const [body = '', signature = '', more] = (text ?? '').split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = mac(purpose, body);
      if (more !== undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted))
        return undefined;
      const { value, nonce, expiresMs } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
      const parsed = shape.safeParse(value);
      if (!parsed.success || expiresMs <= clock.now().getTime()) return undefined;
      return { value: parsed.data, nonce, expiresAt: new Date(expiresMs) };
    },
  };
}
