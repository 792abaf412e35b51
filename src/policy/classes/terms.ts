import type { Detector, Found } from './finding.ts';

/** Words and phrases that are about somebody's health (GDPR art. 4 (15); HIPAA's identifiers of treatment). In lower case, by language. */
const health = [
  'chemotherapy|radiotherapy|dialysis|schizophrenia|bipolar disorder|hiv positive|hiv-positive|hiv status',
  'type 1 diabetes|type 2 diabetes|medical record|medical history|mental illness|mental health diagnosis',
  'antidepressant|antipsychotic|blood pressure medication|insulin dose|biopsy result|tumor|tumour|carcinoma|metastasis',
  "hepatitis|tuberculosis|epilepsy|parkinson’s disease|parkinson's disease|alzheimer|multiple sclerosis|miscarriage|abortion|pregnancy test",
  'psychiatric|psychotherapy|substance abuse|overdose|suicidal|sick leave|disability rating|patient id|patient number',
  'krankschreibung|krankenakte|diagnose lautet|chemotherapie|schwangerschaft|krebsdiagnose|patientenakte|depression diagnostiziert',
  'dossier médical|arrêt maladie|chimiothérapie|grossesse|séropositif',
  'historia clínica|baja médica|quimioterapia|embarazo|seropositivo',
  'cartella clinica|chemioterapia|gravidanza|sieropositivo',
];

/** About somebody's or a company's money, beyond numbers of accounts. */
const financial = [
  'bank statement|account balance|credit score|credit rating|gross salary|net salary|annual salary|payslip|pay slip|tax return|net worth',
  'mortgage balance|loan default|overdraft|insolvency|bankruptcy|garnishment|routing number|sort code|swift code|insider information',
  'unpublished earnings|earnings guidance|merger agreement|acquisition target|material non-public|mnpi|wire transfer|iban number',
  'kontostand|kontoauszug|bruttogehalt|nettogehalt|schufa|steuerbescheid|insolvenz|kreditwürdigkeit',
  'relevé bancaire|salaire brut|salaire net|solde du compte|avis d’imposition|surendettement',
  'extracto bancario|salario bruto|saldo de la cuenta|declaración de la renta|nómina mensual',
  'estratto conto|stipendio lordo|saldo del conto|busta paga',
];

interface Term {
  readonly dataClass: 'health' | 'financial';
  readonly text: string;
}

/** Phrases by their first word, so that most words of a text cost one look. */
const byFirst = new Map<string, Term[]>();
const lists = { health, financial };
for (const dataClass of ['health', 'financial'] as const)
  for (const text of phrasesOf(lists[dataClass])) {
    const [first = ''] = /^[\p{L}\p{N}]+/u.exec(text) ?? [];
    byFirst.set(first, [...(byFirst.get(first) ?? []), { dataClass, text }]);
  }

function phrasesOf(rows: readonly string[]): string[] {
  return rows.flatMap((row) => row.split('|'));
}

/** How many terms are known, of each list. */
export const termCounts = { health: phrasesOf(health).length, financial: phrasesOf(financial).length };

/** Of each first word its first three letters, folded into fifteen bits: a word that is in no list falls out here, almost always. */
const begins = new Uint8Array(32_768);
for (const first of byFirst.keys()) begins[foldOf(first, 0)] = 1;

/** Terms of health and of money. A list cannot know whom a text is about, so they are `likely` and never `certain`. */
export const terms: Detector = ({ lower }) => {
  const found: Found[] = [];
  for (let at = 0; at < lower.length; ) {
    if (!isWord(lower.charCodeAt(at))) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < lower.length && isWord(lower.charCodeAt(end))) end += 1;
    if (end - at >= 3 && end - at <= 24 && begins[foldOf(lower, at)] === 1)
      for (const { dataClass, text } of byFirst.get(lower.slice(at, end)) ?? [])
        if (lower.startsWith(text, at) && !isWord(lower.charCodeAt(at + text.length)))
          found.push({ dataClass, kind: '', start: at, end: at + text.length, confidence: 'likely' });
    at = end;
  }
  return found;
};

function foldOf(text: string, at: number): number {
  return (
    ((text.charCodeAt(at) & 31) << 10) |
    ((text.charCodeAt(at + 1) & 31) << 5) |
    (text.charCodeAt(at + 2) & 31)
  );
}

/** Letters and digits; everything beyond Latin-1's signs counts as a letter here. */
function isWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code >= 192;
}
