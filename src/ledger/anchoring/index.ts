export { type Anchor, type AnchorFinding, writesStopped } from './anchor.ts';
export { fileAnchor } from './file-anchor.ts';
export { anchorFindings } from './findings.ts';
export { startAnchoring } from './start-anchoring.ts';
