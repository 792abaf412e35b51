export { type Anchor, type AnchorFinding, writesStopped } from './anchor.ts';
export { bucketAnchor } from './bucket-anchor.ts';
export { fileAnchor } from './file-anchor.ts';
export { anchorFindings } from './findings.ts';
export { gitAnchor } from './git-anchor.ts';
export { startAnchoring } from './start-anchoring.ts';
