import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Page } from '../../design/Page.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { draftOfUseCase, textOfUseCase } from './draft.ts';
import { type Asked, ProposeForm } from './ProposeForm.tsx';
import { useCasesQuery } from './queries.ts';
import { risks } from './words.ts';

const route = getRouteApi('/$org/policy/use-cases/propose');

const asked: readonly Asked[] = [
  {
    name: 'name',
    label: 'Name',
    hint: 'As prompts, keys and rules name it',
    must: 'its name',
    placeholder: 'customer-support',
  },
  { name: 'title', label: 'Title', must: 'its title', placeholder: 'Answering customers' },
  {
    name: 'owner',
    label: 'Who answers for it',
    must: 'who answers for it',
    placeholder: 'service@example.com',
  },
  { name: 'risk', label: 'Risk', options: risks },
  { name: 'purpose', label: 'What it is for', must: 'what it is for', long: true },
  {
    name: 'legalBasis',
    label: 'What allows it',
    must: 'what allows it',
    long: true,
    placeholder: 'Contract, GDPR Art. 6(1)(b)',
  },
  {
    name: 'dataClasses',
    label: 'Data that it is about',
    hint: 'Classes, with commas',
    placeholder: 'email, phone',
  },
];

/** Says what AI is used for, as a change. */
export function ProposeUseCasePage() {
  const { org } = route.useParams();
  const { path } = route.useSearch();
  const useCases = useQuery(useCasesQuery);
  return (
    <Page
      title={path === undefined ? 'Propose a use case' : 'Change a use case'}
      above={
        <Link to="/$org/policy/use-cases" params={{ org }} className="text-link">
          Use cases
        </Link>
      }
      below="Nothing is in force until it is approved and published"
    >
      <Loaded query={useCases} skeleton={<Skeleton rows={1} height={400} />}>
        {({ items }) => {
          const found = items.find((one) => one.path === path);
          return (
            <ProposeForm
              start={found === undefined ? { risk: 'medium' } : draftOfUseCase(found)}
              path={found?.path}
              text={textOfUseCase}
              naming="name"
              suffix=".use-case.yaml"
              asked={asked}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
