import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { patch, post } from '../../api/client.ts';
import type { SsoConnection } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';

type Kind = 'oidc' | 'saml';
const kinds = [
  {
    value: 'oidc',
    label: 'OpenID Connect',
    about: 'What to take where the provider speaks it: keys change by themselves.',
  },
  {
    value: 'saml',
    label: 'SAML 2.0',
    about: 'For providers that speak nothing else. Its certificate has to be changed in time.',
  },
] as const;

function beginning(connection: SsoConnection | undefined) {
  const oidc = connection?.kind === 'oidc' ? connection.settings : undefined;
  const saml = connection?.kind === 'saml' ? connection.settings : undefined;
  const settings = connection?.settings;
  return {
    displayName: connection?.displayName ?? '',
    issuer: settings?.issuer ?? '',
    clientId: oidc?.clientId ?? '',
    clientSecret: '',
    scopes: oidc?.scopes ?? ['profile', 'email'],
    signInUrl: saml?.signInUrl ?? '',
    certificate: saml?.certificates.join('\n') ?? '',
    emailClaim: settings?.emailClaim ?? 'email',
    nameClaim: settings?.nameClaim ?? 'name',
    groupsClaim: settings === undefined ? 'groups' : (settings.groupsClaim ?? ''),
  };
}

type Form = ReturnType<typeof beginning>;

function settingsOf(kind: Kind, form: Form) {
  const { issuer, clientId, scopes, signInUrl, certificate, emailClaim, nameClaim } = form;
  const claims = { emailClaim, nameClaim, groupsClaim: form.groupsClaim === '' ? null : form.groupsClaim };
  if (kind === 'oidc') return { issuer, clientId, scopes, ...claims };
  const certificates = certificate.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ?? [certificate];
  return { issuer, signInUrl, certificates, ...claims };
}

/** Sets an identity provider up, or alters one. Secrets go in and are never shown again. */
export function ConnectionDialog({
  connection,
  onClose,
}: {
  connection?: SsoConnection;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<Kind>(connection?.kind ?? 'oidc');
  const [form, setForm] = useState(() => beginning(connection));
  const set = (name: keyof Form) => ({
    value: String(form[name]),
    onChange: ({ target }: { target: { value: string } }) => setForm({ ...form, [name]: target.value }),
  });
  const save = useMutation({
    mutationFn: () => {
      const { displayName } = form;
      const secret = kind === 'oidc' && form.clientSecret !== '' ? { clientSecret: form.clientSecret } : {};
      const settings = settingsOf(kind, form);
      return connection === undefined
        ? post('/api/v1/sso/connections', { kind, displayName, settings, ...secret })
        : patch(`/api/v1/sso/connections/${connection.id}`, { displayName, [kind]: settings, ...secret });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['single-sign-on'] });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={connection === undefined ? 'Set an identity provider up' : `Alter ${connection.displayName}`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        {connection === undefined && (
          <RadioCards legend="It speaks" name="kind" choices={kinds} value={kind} onChange={setKind} />
        )}
        <Field
          label="What people call it"
          required
          maxLength={200}
          placeholder="Company account"
          {...set('displayName')}
        />
        {kind === 'oidc' ? (
          <OidcFields set={set} altering={connection !== undefined} />
        ) : (
          <SamlFields set={set} />
        )}
        <fieldset className="flex flex-col gap-4 border-t pt-4">
          <legend className="sr-only">Where it says who somebody is</legend>
          <Field label="Claim with the e-mail address" required maxLength={200} {...set('emailClaim')} />
          <Field label="Claim with the name" required maxLength={200} {...set('nameClaim')} />
          <Field
            label="Claim with the groups"
            maxLength={200}
            hint="Empty: groups are not read, and roles are given by hand or by provisioning."
            {...set('groupsClaim')}
          />
        </fieldset>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {connection === undefined ? 'Set it up' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type Set = (name: keyof Form) => { value: string; onChange: (event: { target: { value: string } }) => void };

const OidcFields = ({ set, altering }: { set: Set; altering: boolean }) => (
  <>
    <Field
      label="Issuer"
      type="url"
      required
      placeholder="https://login.example.com/"
      hint="Its address without /.well-known/openid-configuration, to the letter."
      {...set('issuer')}
    />
    <Field label="Client ID" required maxLength={500} {...set('clientId')} />
    <Field
      label="Client secret"
      type="password"
      autoComplete="off"
      maxLength={2000}
      hint={
        altering
          ? 'Empty: the one that is there stays. It is never shown.'
          : 'Kept encrypted, and never shown again.'
      }
      {...set('clientSecret')}
    />
  </>
);

const SamlFields = ({ set }: { set: Set }) => (
  <>
    <Field label="Entity ID of the provider" required maxLength={500} {...set('issuer')} />
    <Field
      label="Sign-in address"
      type="url"
      required
      maxLength={1000}
      hint="Its SSO address for HTTP-Redirect."
      {...set('signInUrl')}
    />
    <TextArea
      label="Certificate"
      required
      rows={5}
      className="font-mono text-xs"
      placeholder="-----BEGIN CERTIFICATE-----"
      hint="What it signs with, in PEM. While it changes, both, one below the other."
      {...set('certificate')}
    />
  </>
);
