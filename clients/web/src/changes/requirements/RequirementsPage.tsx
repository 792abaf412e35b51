import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../design/Button.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { ChangesNav } from '../ChangesNav.tsx';
import { NewRequirementDialog } from './NewRequirementDialog.tsx';
import { RequirementFiles } from './RequirementFiles.tsx';

/** What is asked of a change, where it is written, and the way to ask for more. */
export function RequirementsPage() {
  const [isMaking, setMaking] = useState(false);
  return (
    <Page
      title="Requirements"
      below="Who must look at a change before it may be published"
      actions={
        <Button look="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setMaking(true)}>
          New requirement
        </Button>
      }
    >
      <ChangesNav />
      <Section title="Where they are written">
        <RequirementFiles />
      </Section>
      {isMaking && <NewRequirementDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}
