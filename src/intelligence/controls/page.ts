import { caution, editions, frameworks } from './control.ts';
import { controls } from './facts.ts';

/** The page `docs/controls.md`. Pure. */
export function controlsPage(): string {
  const parts = frameworks.map((framework) => {
    const rows = controls
      .filter((control) => control.framework === framework)
      .map(({ provision, asks, supports, yours, actions }) =>
        [provision, asks, supports, yours, actions.map((action) => `\`${action}\``).join(', ')].join(' | '),
      );
    return [
      `## ${framework}`,
      `Cited from ${editions[framework]}.`,
      [
        'provision | asks for | what the record supports | what is yours | entries',
        '--- | --- | --- | --- | ---',
        ...rows,
      ]
        .map((row) => `| ${row} |`)
        .join('\n'),
    ].join('\n\n');
  });
  const head = `# Controls

Generated from \`src/intelligence/controls/facts.ts\`. In the product: Ledger → Controls, with the number of matching entries; \`GET /api/v1/controls\`.

**${caution}** Entries are found with \`GET /api/v1/entries?action=…\`, proven with \`/api/v1/entries/ENTRY/proof\`, and go into one file for an auditor with \`countersign evidence export period\`.`;
  return `${[head, ...parts].join('\n\n')}\n`;
}
