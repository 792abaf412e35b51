import { kindOf } from './asset.ts';
import { readKind } from './kinds/index.ts';
import { promptWire } from './prompt-wire.ts';
import type { AssetPageWire, CheckedWire } from './wire.ts';

/** What is known of a text of any kind, as pages show it. */
export function kindWire(path: string, text: string): Pick<AssetPageWire, 'prompt' | 'faults' | 'outline'> {
  if (kindOf(path) === 'prompt') return { ...promptWire(text), outline: null };
  return { prompt: null, ...checkedWire(path, text) };
}

/** Faults and outline of a text. */
export function checkedWire(path: string, text: string): Pick<CheckedWire, 'faults' | 'outline'> {
  const { faults, outline } = readKind(path, text);
  return {
    faults: faults.map(({ code, message, line, column }) => ({ code, message, line, column })),
    outline: outline,
  };
}
