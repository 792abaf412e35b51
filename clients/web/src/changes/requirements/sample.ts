/** A prompt that could be proposed, to try a requirement on when no change is open that fits. */
export const sampleOf = (risk: 'low' | 'medium' | 'high'): { path: string; text: string } => ({
  path: `a-${risk}-risk-sample.prompt`,
  text: `---
model: simulated-fast
countersign:
  owner: team:somebody
  useCase: sample
  riskTier: ${risk}
  dataClasses: [${risk === 'low' ? '' : 'personal, email'}]
---
Say hello.
`,
});
