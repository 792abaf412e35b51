import type { Assertion, EvaluationTest } from '../../api/types.ts';
import { GoTo } from './GoTo.tsx';

type Props = { always: readonly Assertion[]; tests: readonly EvaluationTest[]; onGo: (line: number) => void };

/** Every test with what it asserts. */
export const EvaluationOutline = ({ always, tests, onGo }: Props) => (
  <div className="flex flex-col gap-3">
    <p className="text-ink-soft">
      {tests.length === 1 ? '1 test' : `${tests.length} tests`}
      {always.length > 0 && `; each also asserts ${always.map(({ type }) => type).join(', ')}`}
    </p>
    <div className="card overflow-x-auto">
      <table aria-label="Tests" className="w-full text-left">
        <thead className="bg-sunken text-ink-soft text-xs">
          <tr>
            <th scope="col" className="px-3 py-2 font-medium">
              Test
            </th>
            <th scope="col" className="px-3 py-2 font-medium">
              Asserts
            </th>
          </tr>
        </thead>
        <tbody>
          {tests.map((test, index) => (
            <tr key={test.line} className="border-t align-top">
              <th scope="row" className="px-3 py-2 font-normal">
                <GoTo line={test.line} onGo={onGo}>
                  {test.description ?? `Test ${index + 1}`}
                </GoTo>
                {test.vars.length > 0 && (
                  <span className="text-ink-soft block text-xs">with {test.vars.join(', ')}</span>
                )}
              </th>
              <td className="px-3 py-2">
                <Assertions assertions={test.assertions} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </div>
);

const Assertions = ({ assertions }: { assertions: readonly Assertion[] }) =>
  assertions.length === 0 ? (
    <span className="text-ink-soft">nothing of its own</span>
  ) : (
    <ul className="flex flex-col gap-1">
      {assertions.map(({ type, value, threshold, line }) => (
        <li key={`${line}:${type}:${value}`} className="leading-snug break-words">
          <code className="font-mono text-xs">{type}</code>
          {value !== null && <span> {value}</span>}
          {threshold !== null && <span className="text-ink-soft"> (threshold {threshold})</span>}
        </li>
      ))}
    </ul>
  );
