import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react';
import { classNames } from '../../design/class-names.ts';
import { Digest } from '../../design/Digest.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { type Shape, StatusShape } from '../../design/StatusShape.tsx';
import { Time } from '../../design/Time.tsx';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import type { ChainLink } from './chain.ts';

/** The whole chain in one line, each link to be opened; those whose entries this browser has verified are marked. Arrow keys walk it. */
export function ChainStrip({ chain, proven }: { chain: readonly ChainLink[]; proven: ReadonlySet<string> }) {
  const id = useId();
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  const [open, setOpen] = useState(0);
  const shown = chain[Math.min(open, chain.length - 1)];
  const go = (event: KeyboardEvent) => {
    const places: Record<string, number> = {
      ArrowRight: open + 1,
      ArrowLeft: open - 1,
      Home: 0,
      End: chain.length - 1,
    };
    const place = places[event.key];
    if (place === undefined || place < 0 || place >= chain.length) return;
    event.preventDefault();
    setOpen(place);
    tabs.current[place]?.focus();
  };
  return (
    <div className="card mb-8">
      <div role="tablist" aria-label="From author to output" className="flex overflow-x-auto px-2 pt-3 pb-2">
        {chain.map((link, at) => (
          <Fragment key={link.title}>
            {at > 0 && (
              <span aria-hidden className="bg-line-strong mt-[1.375rem] h-px max-w-24 min-w-2 flex-1" />
            )}
            <button
              type="button"
              role="tab"
              ref={(element) => {
                tabs.current[at] = element;
              }}
              id={`${id}-tab-${at}`}
              aria-selected={link === shown}
              aria-controls={`${id}-panel`}
              tabIndex={link === shown ? 0 : -1}
              onClick={() => setOpen(at)}
              onKeyDown={go}
              className="hover:bg-sunken aria-selected:bg-sunken flex w-26 shrink-0 flex-col items-center rounded-md px-1 py-1.5 text-center"
            >
              <Mark link={link} isProven={isProven(link, proven)} />
              <span className="mt-1.5 text-xs font-medium">{link.title}</span>
              <span className="text-ink-soft w-full truncate text-xs">{link.what}</span>
            </button>
          </Fragment>
        ))}
      </div>
      {shown !== undefined && (
        <div
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-tab-${chain.indexOf(shown)}`}
          className="border-t px-4 py-3"
        >
          <Opened link={shown} isProven={isProven(shown, proven)} proven={proven} />
        </div>
      )}
    </div>
  );
}

const isProven = ({ entries }: ChainLink, proven: ReadonlySet<string>): boolean =>
  entries.length > 0 && entries.every((entry) => proven.has(entry));

const shapes: Record<ChainLink['look'], Shape> = { there: 'ring', gap: 'dash', refused: 'cross' };
const tones: Record<ChainLink['look'], string> = {
  there: 'bg-sunken text-ink-faint',
  gap: 'bg-warn-soft text-warn',
  refused: 'bg-bad-soft text-bad',
};

const Mark = ({ link, isProven }: { link: ChainLink; isProven: boolean }) => (
  <span
    aria-hidden
    className={classNames(
      'grid size-7 place-items-center rounded-full',
      isProven && link.look === 'there' ? 'bg-good-soft text-good' : tones[link.look],
    )}
  >
    <StatusShape shape={isProven && link.look === 'there' ? 'check' : shapes[link.look]} />
  </span>
);

function Opened({
  link,
  isProven,
  proven,
}: {
  link: ChainLink;
  isProven: boolean;
  proven: ReadonlySet<string>;
}) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-semibold">{link.title}</span>
        {link.by.map((person) => (
          <PersonName key={person.id} person={person} />
        ))}
        {link.by.length === 0 && <span className="text-ink-soft">{link.what}</span>}
        {link.at !== null && (
          <span className="text-ink-faint text-xs">
            <Time at={link.at} />
          </span>
        )}
        {isProven && <Status word="every entry of it is proven" shape="check" tone="good" />}
      </p>
      <ul className="text-ink-soft mt-1 leading-relaxed break-words">
        {link.details.map((detail) => (
          <li key={detail}>
            {detail.startsWith('sha256:') ? <Digest value={detail} length={24} /> : detail}
          </li>
        ))}
      </ul>
      {link.entries.length > 0 && (
        <ul aria-label="Entries" className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
          {link.entries.map((entry) => (
            <li key={entry} className="flex items-center gap-1.5">
              <span className={proven.has(entry) ? 'text-good' : 'text-ink-faint'}>
                <StatusShape shape={proven.has(entry) ? 'check' : 'ring'} />
              </span>
              <EntryLink entry={entry} />
              <span className="sr-only">{proven.has(entry) ? 'proven' : 'not verified yet'}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
