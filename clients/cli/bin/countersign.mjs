#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets a sentence and not a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `countersign needs Node 22.18 or newer; this is ${process.version}. In this repository, npx uses the pinned one.\n`,
  );
  process.exit(1);
}
await import('../src/main.ts');
