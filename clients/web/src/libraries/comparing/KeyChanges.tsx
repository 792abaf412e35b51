import type { KeyChange } from '../../api/types.ts';
import { MarkedText } from './MarkedText.tsx';

const says = { added: 'added', removed: 'removed', changed: 'changed' } as const;

/** What changed in the front matter, key by key: this decides how a prompt runs, so it is read first. */
export const KeyChanges = ({ changes }: { changes: readonly KeyChange[] }) => (
  <div className="overflow-x-auto">
    <table aria-label="Changes of the front matter" className="w-full text-left">
      <thead className="text-ink-soft text-xs">
        <tr className="border-b">
          <th scope="col" className="px-3 py-1.5 font-medium">
            Key
          </th>
          <th scope="col" className="px-3 py-1.5 font-medium">
            Before
          </th>
          <th scope="col" className="px-3 py-1.5 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={JSON.stringify(change.path)} className="border-b align-top last:border-b-0">
            <th scope="row" className="px-3 py-1.5 font-mono text-xs font-semibold wrap-anywhere">
              <MarkedText text={change.path.join('.')} />
              <span className="text-ink-soft ml-2 font-sans font-normal">{says[change.type]}</span>
            </th>
            <td className="px-3 py-1.5 wrap-anywhere">
              {change.type === 'added' ? <Nothing /> : <Value value={change.before} tone="bg-removed" />}
            </td>
            <td className="px-3 py-1.5 wrap-anywhere">
              {change.type === 'removed' ? <Nothing /> : <Value value={change.after} tone="bg-added" />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Nothing = () => <span className="text-ink-faint">not there</span>;

const Value = ({ value, tone }: { value: unknown; tone: string }) => (
  <code className={`rounded px-1 py-0.5 font-mono text-xs whitespace-pre-wrap ${tone}`}>
    <MarkedText text={typeof value === 'string' ? value : JSON.stringify(value, null, 1)} />
  </code>
);
