import { type EvidenceAnswer, verifyEvidence } from '@countersign/sdk/verify';
import { el } from './dom.ts';
import {
  contentsSection,
  entriesSection,
  executionsSection,
  headSection,
  stepsSection,
  verdictBox,
} from './sections.ts';

/** Checks the file that this script stands in, and shows what it says and which of it holds. */
async function show(): Promise<void> {
  const page = document.getElementById('page');
  const text = document.getElementById('evidence')?.textContent ?? '';
  if (page === null) return;
  page.replaceChildren(el('p', { role: 'status' }, 'Checking the proofs …'));
  const answer: EvidenceAnswer = await verifyEvidence(text);
  if (!('report' in answer)) {
    page.replaceChildren(
      el('h1', {}, 'Evidence'),
      verdictBox(false, 'Not verified: this file cannot be read as evidence.', [answer.sentence]),
    );
    return;
  }
  document.title = `Evidence: ${titleOf(answer)}`;
  page.replaceChildren(
    ...headSection(answer),
    ...stepsSection(answer),
    ...executionsSection(answer),
    ...contentsSection(answer),
    ...entriesSection(answer),
  );
}

const titleOf = ({ report }: { report: Extract<EvidenceAnswer, { report: object }>['report'] }): string => {
  const subject = report.subject;
  return typeof subject === 'object' && subject !== null && 'title' in subject ? String(subject.title) : '';
};

// Everything is open when it is printed.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
void show();
