import { createLink, type LinkComponent } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, forwardRef } from 'react';
import { classNames } from './class-names.ts';

const Anchor = forwardRef<HTMLAnchorElement, AnchorHTMLAttributes<HTMLAnchorElement>>(
  ({ className, ...rest }, ref) => (
    <a
      ref={ref}
      {...rest}
      data-row-link=""
      className={classNames(
        'block truncate font-medium max-sm:whitespace-normal max-sm:wrap-anywhere outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
        className,
      )}
    />
  ),
);
Anchor.displayName = 'RowAnchor';

const Linked = createLink(Anchor);

/** The link of a row: its target is the whole row, and `j`/`k` walk from one to the next. */
export const RowLink: LinkComponent<typeof Anchor> = (props) => <Linked preload="intent" {...props} />;
