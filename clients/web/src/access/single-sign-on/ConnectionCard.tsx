import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { patch, remove } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { SsoConnection } from '../../api/types.ts';
import { Button, buttonClass, IconButton } from '../../design/Button.tsx';
import { Confirm } from '../../design/Confirm.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { Facts } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { useHolds, useOrg } from '../session.ts';
import { ConnectionDialog } from './ConnectionDialog.tsx';
import { Copied } from './Copied.tsx';
import { ssoStart } from './problem-cookie.ts';
import { TestResult } from './TestResult.tsx';

const off = { word: 'Off', shape: 'dash', tone: 'plain' } as const;
const on = { word: 'On', shape: 'check', tone: 'good' } as const;
const notAdmin = 'Only administrators can do this. Ask one of them.';

/** One identity provider: what it must be told, whether it works, and what came of the last test. */
export function ConnectionCard({ connection }: { connection: SsoConnection }) {
  const { kind, settings } = connection;
  return (
    <article className="card p-4 sm:p-5" aria-label={connection.displayName}>
      <header className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold">
            {connection.displayName} <Status {...(connection.active ? on : off)} />
          </h3>
          <p className="text-ink-soft mt-0.5 text-xs break-all">
            {kind === 'oidc' ? 'OpenID Connect' : 'SAML'} · {settings.issuer}
          </p>
        </div>
        <Acts connection={connection} />
      </header>
      <Facts
        facts={[
          [
            kind === 'oidc' ? 'Redirect URI' : 'ACS URL',
            <Copied key="callback" value={connection.callbackUrl} />,
          ],
          ...(kind === 'saml'
            ? ([['Entity ID and metadata', <Copied key="entity" value={connection.entityId} />]] as const)
            : []),
          [
            'Read from',
            `${settings.emailClaim} (address), ${settings.nameClaim} (name), ${settings.groupsClaim ?? 'no claim'} (groups)`,
          ],
          ...(connection.certificateEnds === null
            ? []
            : ([['Certificate ends', <Time key="ends" at={connection.certificateEnds} />]] as const)),
          [
            'Tested',
            connection.testedAt === null ? (
              'Not yet. Test it before you switch it on.'
            ) : (
              <Time key="tested" at={connection.testedAt} />
            ),
          ],
        ]}
      />
      {connection.test !== null && <TestResult test={connection.test} />}
    </article>
  );
}

function Acts({ connection }: { connection: SsoConnection }) {
  const org = useOrg();
  const queryClient = useQueryClient();
  const may = useHolds('sso_connection.update');
  const [open, setOpen] = useState<'alter' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const path = `/api/v1/sso/connections/${connection.id}`;
  const settled = () => queryClient.invalidateQueries({ queryKey: ['single-sign-on'] });
  const toggle = useMutation({
    mutationFn: () => patch(path, { active: !connection.active }),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: settled,
  });
  const erase = useMutation({ mutationFn: () => remove(path), onSuccess: () => settled().then(close) });
  const because = may ? null : notAdmin;
  const test = ssoStart(connection.id, { purpose: 'test', return: `/${org}/people/single-sign-on` });
  return (
    <div className="flex flex-wrap items-center gap-2">
      {may ? (
        <a className={buttonClass('secondary')} href={test}>
          Test it
        </a>
      ) : (
        <Button disabledBecause={because}>Test it</Button>
      )}
      <Button
        look={connection.active ? 'secondary' : 'primary'}
        busy={toggle.isPending}
        disabledBecause={
          because ??
          (!connection.active && connection.test === null
            ? 'Test it first, so that you know whom it lets in.'
            : null)
        }
        onClick={() => toggle.mutate()}
      >
        {connection.active ? 'Switch off' : 'Switch on'}
      </Button>
      {may && (
        <Menu
          trigger={<IconButton label="More" icon={<Ellipsis size={18} aria-hidden />} look="secondary" />}
        >
          <MenuItem onClick={() => setOpen('alter')}>Alter …</MenuItem>
          <MenuItem onClick={() => setOpen('delete')}>Delete …</MenuItem>
        </Menu>
      )}
      {open === 'alter' && <ConnectionDialog connection={connection} onClose={close} />}
      {open === 'delete' && (
        <Confirm
          title={`Delete ${connection.displayName}?`}
          act="Delete it"
          busy={erase.isPending}
          error={erase.error}
          onConfirm={() => erase.mutate()}
          onClose={close}
        >
          <p>
            Nobody can sign in with it any more. Sessions that it began go on until they end. People stay,
            with their roles; set up again, the provider finds them by their addresses.
          </p>
        </Confirm>
      )}
    </div>
  );
}
