import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, post } from '../../api/client.ts';
import type { ExportTarget } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';
import { examples, formNames, formsOf, type Kind, kinds, targetPath, targetsQuery } from './targets.ts';

/** Makes a target, or alters one. A credential goes in and never comes out again. */
export function TargetDialog({ target, onClose }: { target?: ExportTarget; onClose: () => void }) {
  const queryClient = useQueryClient();
  const hosts = useQuery(targetsQuery).data?.hosts ?? [];
  const [kind, setKind] = useState<Kind>(target?.kind ?? 'syslog');
  const [name, setName] = useState(target?.name ?? '');
  const [url, setUrl] = useState(target?.url ?? '');
  const [form, setForm] = useState<string>(target?.form ?? 'cef');
  const [from, setFrom] = useState('now');
  const [headerName, setHeaderName] = useState(target?.header ?? 'Authorization');
  const [credential, setCredential] = useState('');
  const [ca, setCa] = useState(target?.ca ?? '');
  const save = useMutation({
    mutationFn: () => {
      const header =
        credential === '' ? {} : { header: { name: headerName.trim(), value: credential.trim() } };
      const body = { name, form, ca: ca.trim() === '' ? null : ca, ...(kind === 'syslog' ? {} : header) };
      if (target === undefined) return post('/api/v1/export-targets', { ...body, kind, url, from });
      return call('PATCH', targetPath(target.id), { ...body, ...(url === target.url ? {} : { url }) });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'export-targets'] });
      onClose();
    },
  });
  const because = name.trim() === '' ? 'Give it a name.' : url.trim() === '' ? 'Give its address.' : null;
  const choose = (next: Kind) => {
    setKind(next);
    setForm(formsOf[next][0] ?? 'ocsf');
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={target === undefined ? 'New export target' : `Alter ${target.name}`}
      description="Entries go out, in order and at least once. What was said to models never does."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        {target === undefined && (
          <RadioCards legend="What is there" name="kind" choices={kinds} value={kind} onChange={choose} />
        )}
        <Field
          label="Name"
          value={name}
          maxLength={100}
          placeholder="SIEM of the security team"
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Address"
          value={url}
          maxLength={2_000}
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder={examples[kind]}
          onChange={(event) => setUrl(event.target.value)}
          hint={`On one of these hosts: ${hosts.join(', ')}`}
        />
        {formsOf[kind].length > 1 && (
          <Select
            label="Form"
            value={form}
            options={formsOf[kind].map((value) => ({ value, label: formNames[value] }))}
            onChange={(event) => setForm(event.target.value)}
          />
        )}
        {target === undefined && (
          <Select
            label="From"
            value={from}
            options={[
              { value: 'now', label: 'What comes from now on' },
              { value: 'beginning', label: 'The first entry, the whole log' },
            ]}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
        {kind !== 'syslog' && (
          <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
            <Field
              label="Header"
              value={headerName}
              maxLength={64}
              spellCheck={false}
              onChange={(event) => setHeaderName(event.target.value)}
            />
            <Field
              label="Credential"
              type="password"
              value={credential}
              maxLength={4_000}
              autoComplete="off"
              placeholder={target?.header == null ? 'Bearer …' : 'Leave empty to keep it'}
              onChange={(event) => setCredential(event.target.value)}
              hint="Kept encrypted, and never shown again."
            />
          </div>
        )}
        <details open={ca !== ''}>
          <summary className="text-link cursor-pointer text-sm">
            Its certificate comes from our own authority
          </summary>
          <div className="mt-3">
            <TextArea
              label="Certificate of the authority"
              value={ca}
              rows={4}
              maxLength={20_000}
              spellCheck={false}
              className="font-mono text-xs"
              placeholder="-----BEGIN CERTIFICATE-----"
              onChange={(event) => setCa(event.target.value)}
              hint="In PEM. Without it, the authorities count that the server knows."
            />
          </div>
        </details>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.isPending} disabledBecause={because}>
            {target === undefined ? 'Make the target' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
