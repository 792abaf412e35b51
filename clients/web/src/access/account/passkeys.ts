import { browserSupportsWebAuthn } from '@simplewebauthn/browser';

/** Why passkeys do not work on this page; null where they do. */
export function noPasskeysBecause(): string | null {
  const { hostname, port } = window.location;
  if (/^[\d.]+$/.test(hostname) || hostname.startsWith('['))
    return `Passkeys are bound to a name, and ${hostname} is a number. On this machine, open http://localhost${port === '' ? '' : `:${port}`} instead.`;
  if (!browserSupportsWebAuthn())
    return 'This browser has no passkeys here. They need an up-to-date browser and an https address.';
  return null;
}

/** What a browser says when somebody changed their mind, or the device did not know them, in words. */
export const passkeyRefusal = (error: unknown): unknown =>
  error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
    ? new PasskeyStopped()
    : error instanceof Error && error.name === 'InvalidStateError'
      ? new PasskeyKnown()
      : error;

class PasskeyStopped extends Error {}
class PasskeyKnown extends Error {}

/** The sentence for a passkey that did not come to be or was not given; undefined for what the server said. */
export function passkeySentence(error: unknown): string | undefined {
  if (error instanceof PasskeyStopped)
    return 'No passkey was given: it was called off, took too long, or this device has none for here. Try again, or take another way.';
  if (error instanceof PasskeyKnown) return 'This device holds a passkey of yours for here already.';
  return undefined;
}
