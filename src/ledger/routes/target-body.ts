import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** Headers that say how a request is to be read: those are ours. */
const ours = ['host', 'connection', 'content-length', 'content-type', 'transfer-encoding', 'user-agent'];

/** A credential as a header, `Authorization: Bearer …`. */
export const headerBody = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'is the name of a header')
    .refine((name) => !ours.includes(name.toLowerCase()), 'is a header that the server sets itself'),
  value: z
    .string()
    .min(1)
    .max(4_000)
    .regex(/^[!-~](?:[ -~]*[!-~])?$/, 'is printable ASCII'),
});

/** Certificates that a receiver's must lead to, in PEM. Public: they are shown again. */
export const pemBody = z
  .string()
  .trim()
  .max(20_000)
  .refine(areCertificates, 'is one or more certificates in PEM (-----BEGIN CERTIFICATE-----)');

function areCertificates(text: string): boolean {
  const found = text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0 || found.join('').replace(/\s/g, '') !== text.replace(/\s/g, '')) return false;
  try {
    for (const one of found) new X509Certificate(one);
    return true;
  } catch {
    return false;
  }
}
