import type { Client } from '@countersign/sdk';
import { unified } from '../unified.ts';
import type { ChangePage } from './connection.ts';

/** The whole difference of a change as unified diffs, asset by asset: everything that an approval binds. */
export async function wholeDifference(client: Client, page: ChangePage): Promise<string> {
  let text = '';
  for (const asset of page.assets) {
    const { path } = asset;
    const comparison = await client.call('change.compare', {
      params: { change: page.id },
      query: { path },
    });
    const side = (content: typeof asset.base, ref: string) => ({
      ref,
      path,
      commit: null,
      version: null,
      digest: content?.digest ?? null,
      text: content?.text ?? null,
    });
    const sides = {
      from: side(asset.base, page.environment),
      to: side(asset.head, page.revision.slice(0, 8)),
    };
    text += unified({ ...comparison, ...sides }, { color: isColored() });
  }
  return text;
}

const isColored = (): boolean => process.stdout.isTTY && !process.env.NO_COLOR;
