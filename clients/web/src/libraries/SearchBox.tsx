import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';

/** Leads to the search page with what was typed. */
export function SearchBox() {
  const navigate = useNavigate();
  const org = useOrg();
  const [q, setQ] = useState('');
  return (
    <search>
      <form
        className="mb-6 flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({
            to: '/$org/search',
            params: { org },
            search: q.trim() === '' ? {} : { q: q.trim() },
          });
        }}
      >
        <div className="min-w-0 flex-1">
          <Field
            label="Search in all libraries"
            labelHidden
            type="search"
            maxLength={500}
            placeholder="Search in all libraries"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
        </div>
        <Button type="submit">Search</Button>
      </form>
    </search>
  );
}
