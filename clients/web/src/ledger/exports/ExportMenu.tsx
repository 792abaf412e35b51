import { Download } from 'lucide-react';
import { Button } from '../../design/Button.tsx';
import { Menu, MenuDownload } from '../../design/Menu.tsx';

const forms = [
  { format: 'jsonl', label: 'Whole, to verify offline', kind: 'JSON lines' },
  { format: 'csv', label: 'As a table', kind: 'CSV' },
  { format: 'ocsf', label: 'For a SIEM', kind: 'OCSF 1.9' },
  { format: 'cef', label: 'For a SIEM that reads syslog', kind: 'CEF' },
  { format: 'otlp', label: 'Model calls as spans', kind: 'OTLP' },
] as const;

/** The log as a file, in the form that its reader needs. */
export const ExportMenu = () => (
  <Menu trigger={<Button icon={<Download size={16} aria-hidden />}>Export</Button>}>
    {forms.map(({ format, label, kind }) => (
      <MenuDownload key={format} href={`/api/v1/ledger/export?format=${format}`}>
        <span className="flex-1">{label}</span>
        <span className="text-ink-soft text-xs">{kind}</span>
      </MenuDownload>
    ))}
  </Menu>
);
