import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Fault } from '../../api/types.ts';

export const setFaults = StateEffect.define<readonly Fault[]>();

/** Lines at which the server found a fault; kept in their place while one writes. */
export const faultLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const mapped = lines.map(transaction.changes);
    return transaction.effects.reduce((kept, effect) => {
      if (!effect.is(setFaults)) return kept;
      const { doc } = transaction.state;
      const starts = [
        ...new Set(
          effect.value.flatMap(({ line }) =>
            line !== null && line >= 1 && line <= doc.lines ? [doc.line(line).from] : [],
          ),
        ),
      ];
      return Decoration.set(
        starts.sort((a, b) => a - b).map((from) => Decoration.line({ class: 'cm-fault-line' }).range(from)),
      );
    }, mapped);
  },
  provide: (field) => EditorView.decorations.from(field),
});
