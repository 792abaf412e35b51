import { z } from 'zod';

/** What is read of an assertion whose signature was verified. */
export interface Assertion {
  readonly id: string;
  readonly issuer: string;
  readonly nameId: string;
  readonly nameIdFormat: string | undefined;
  readonly recipient: string;
  readonly inResponseTo: string;
  readonly expiresAt: Date;
  readonly authenticatedAt: Date | undefined;
}

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const text = z.union([z.string(), z.object({ _: z.string() }).transform((node) => node._)]);

/** As the library's parser gives it. Each part exactly once: with two, different readers could read different ones. */
const schema = z.object({
  Assertion: z.object({
    $: z.object({ ID: z.string().min(1).max(300) }),
    Issuer: z.tuple([text]),
    Subject: z.tuple([
      z.object({
        NameID: z.tuple([
          z.object({
            _: z.string().min(1).max(500),
            $: z.object({ Format: z.string().optional() }).optional(),
          }),
        ]),
        SubjectConfirmation: z.tuple([
          z.object({
            $: z.object({ Method: z.literal('urn:oasis:names:tc:SAML:2.0:cm:bearer') }),
            SubjectConfirmationData: z.tuple([
              z.object({
                $: z.object({ Recipient: z.string(), InResponseTo: z.string(), NotOnOrAfter: time }),
              }),
            ]),
          }),
        ]),
      }),
    ]),
    Conditions: z.tuple([z.looseObject({})]),
    AuthnStatement: z.tuple([z.object({ $: z.object({ AuthnInstant: time }) })]),
  }),
});

/** @throws when a part is missing, or there twice */
export function assertionOf(parsed: unknown): Assertion {
  const { Assertion: node } = schema.parse(parsed);
  const [subject] = node.Subject;
  const [nameId] = subject.NameID;
  const { $: confirmed } = subject.SubjectConfirmation[0].SubjectConfirmationData[0];
  return {
    id: node.$.ID,
    issuer: node.Issuer[0],
    nameId: nameId._,
    nameIdFormat: nameId.$?.Format,
    recipient: confirmed.Recipient,
    inResponseTo: confirmed.InResponseTo,
    expiresAt: confirmed.NotOnOrAfter,
    authenticatedAt: node.AuthnStatement[0].$.AuthnInstant,
  };
}

/**
 * Refuses forms of XML that no identity provider needs, and on which parsers have disagreed (attack AT-46): comments and sections inside
 * names, documents with their own entities, further assertions that one reader would take for the signed one, and signatures that are not
 * worth anything any more. Before anything is parsed.
 */
export function refuseTricks(xml: string): void {
  const refuse = (what: string): never => {
    throw new Error(`an answer with ${what}`);
  };
  if (/<!/.test(xml)) refuse('comments, sections or declarations');
  if (/<\?(?!xml\s)/i.test(xml) || xml.indexOf('<?') > 0) refuse('processing instructions');
  if (countOf(xml, 'Assertion') !== 1) refuse('more or less than one assertion');
  if (countOf(xml, 'EncryptedAssertion') + countOf(xml, 'EncryptedID') > 0) refuse('encrypted parts');
  if (countOf(xml, 'Response') !== 1) refuse('more or less than one response');
  if (/xmldsig#(?:(?:rsa|dsa)-)?sha1|xmldsig(?:-more)?#(?:hmac|rsa-md5|md5)/i.test(xml))
    refuse('an outdated signature');
}

function countOf(xml: string, element: string): number {
  return xml.match(new RegExp(`<(?:[^\\s<>/:]+:)?${element}[\\s/>]`, 'g'))?.length ?? 0;
}
