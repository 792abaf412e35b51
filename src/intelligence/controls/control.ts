/** A provision of a law, a standard or a framework, and what of the record shows that it is looked after. */
export interface Control {
  /** Its own, for links: `eu-ai-act-12-1`. */
  readonly id: string;
  readonly framework: Framework;
  /** As people cite it. */
  readonly provision: string;
  /** What it asks for, in our own words. */
  readonly asks: string;
  /** What the product records or does that supports it. Never that it is enough. */
  readonly supports: string;
  /** What nobody but the organization can do. */
  readonly yours: string;
  /** Entries that show it. */
  readonly actions: readonly string[];
}

export const frameworks = [
  'EU AI Act',
  'ISO/IEC 42001',
  'NIST AI RMF',
  'SOC 2',
  'HIPAA',
  '21 CFR Part 11',
  'OWASP AISVS',
] as const;
export type Framework = (typeof frameworks)[number];

/** Which edition each is cited from. */
export const editions: Readonly<Record<Framework, string>> = {
  'EU AI Act': 'Regulation (EU) 2024/1689',
  'ISO/IEC 42001': 'ISO/IEC 42001:2023, Annex A',
  'NIST AI RMF': 'AI RMF 1.0 (NIST AI 100-1)',
  'SOC 2': 'Trust Services Criteria 2017, points of focus revised 2022',
  HIPAA: '45 CFR Part 164, Subpart C',
  '21 CFR Part 11': 'Electronic records; electronic signatures',
  'OWASP AISVS': 'AISVS 1.0',
};

/** Said above every list of them. */
export const caution =
  'What is recorded here supports these provisions; it does not ensure compliance with any of them. Whether a provision applies to you, and whether what you do is enough, is for you and your advisers to judge.';
