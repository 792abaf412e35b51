import type { Found } from '../api/types.ts';
import { Status } from '../design/Status.tsx';
import { Time } from '../design/Time.tsx';
import { Chips } from './Chip.tsx';
import { AssetLink } from './kinds/AssetLink.tsx';
import { KindLabel } from './kinds/kind.tsx';
import { Marked } from './Marked.tsx';
import { StarButton } from './StarButton.tsx';

/** Found assets, each with what it is, why it was found, and which version is live. */
export const FoundList = ({
  label,
  items,
  short,
}: {
  label: string;
  items: readonly Found[];
  short?: boolean;
}) => (
  <ul aria-label={label} className="card divide-y overflow-hidden">
    {items.map((item) => (
      <li
        key={`${item.library.name}/${item.path}`}
        className="hover:bg-sunken focus-within:bg-sunken relative flex gap-3 px-4 py-3"
      >
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <AssetLink library={item.library.name} asset={item} at="main">
              <Marked text={item.name} ranges={item.marks.name} />
            </AssetLink>
            <span className="text-ink-soft text-xs">{item.library.displayName}</span>
            {item.kind !== 'prompt' && <KindLabel kind={item.kind} />}
          </div>
          {item.title !== null && (
            <p className="text-ink-soft mt-0.5 truncate">
              <Marked text={item.title} ranges={item.marks.title} />
            </p>
          )}
          {short !== true && (
            <>
              {item.snippet.matches.length > 0 && (
                <p className="text-ink-soft mt-1 text-xs leading-relaxed wrap-anywhere">
                  <Marked text={item.snippet.text} ranges={item.snippet.matches} />
                </p>
              )}
              <div className="mt-2 empty:hidden">
                <Chips tags={item.tags} owner={item.owner} />
              </div>
            </>
          )}
        </div>
        <div className="flex shrink-0 flex-col items-end gap-1">
          <span className="flex items-center gap-1">
            <span className="max-sm:hidden">
              <LiveStatus item={item} />
            </span>
            <StarButton library={item.library.name} path={item.path} name={item.name} />
          </span>
          {short !== true && (
            <span className="text-ink-faint text-xs">
              <Time at={item.updatedAt} />
            </span>
          )}
        </div>
      </li>
    ))}
  </ul>
);

const LiveStatus = ({ item: { live, kind } }: { item: Found }) =>
  live !== null ? (
    <Status word={`v${live} live`} shape="diamond" tone="good" />
  ) : kind === 'prompt' ? (
    <Status word="not live" shape="ring" tone="plain" />
  ) : null;
