import type { Treated } from './treat.ts';

/** What whoever asked is told: obligations that were carried out, warnings, and what is to be disclosed. Values are ASCII. */
export function treatmentHeaders({ treatment, verdict, duties }: Treated): Readonly<Record<string, string>> {
  const reasons = verdict.obligations
    .filter(({ kind }) => kind === 'warn')
    .map(({ rule, reason }) => `${rule}: ${reason}`);
  const done = treatment.done.filter((one) => !one.startsWith('disclose:') && !one.startsWith('sample:'));
  return {
    ...(done.length === 0 ? {} : { 'countersign-obligations': visible(done.join(', ')) }),
    ...(duties.warnings.length === 0 ? {} : { 'countersign-warning': visible(reasons.join(' ')) }),
    ...(duties.disclosures.length === 0
      ? {}
      : { 'countersign-disclosure': visible(duties.disclosures.join(' ')) }),
    ...(treatment.uninspected.length === 0
      ? {}
      : { 'countersign-uninspected': visible(treatment.uninspected.join(', ')) }),
  };
}

/** A header's value is visible ASCII (RFC 9110, section 5.5): what is not is percent-encoded. */
function visible(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (sign) => encodeURIComponent(sign.toWellFormed())).slice(0, 2_000);
}
