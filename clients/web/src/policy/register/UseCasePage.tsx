import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Facts } from './Facts.tsx';
import { modelsQuery, useCasesQuery } from './queries.ts';
import { Standing } from './Standing.tsx';
import { factsOfUseCase } from './words.ts';

const route = getRouteApi('/$org/policy/use-cases/$useCase');

/** One use case: what for, on which basis, who answers, and which models are approved for it. */
export function UseCasePage() {
  const { org, useCase } = route.useParams();
  const useCases = useQuery(useCasesQuery);
  const found = useCases.data?.items.find(({ name }) => name === useCase);
  return (
    <Page
      title={found?.title ?? useCase}
      above={
        <Link to="/$org/policy/use-cases" params={{ org }} className="text-link">
          Use cases
        </Link>
      }
      below={<code className="font-mono text-xs">{useCase}</code>}
    >
      <Loaded query={useCases} skeleton={<Skeleton rows={1} height={220} />}>
        {() =>
          found === undefined ? (
            <EmptyState title="This use case is not in the register">
              Propose it with its owner, purpose, risk and legal basis.
            </EmptyState>
          ) : (
            <>
              <section aria-label={found.title} className="card mb-8 flex flex-col gap-4 p-4 sm:p-5">
                <p className="max-w-prose leading-relaxed">{found.purpose}</p>
                <Facts facts={factsOfUseCase(found)} />
                <Standing registered={found} propose="use-cases" />
              </section>
              <ModelsFor useCase={found.name} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function ModelsFor({ useCase }: { useCase: string }) {
  const { org } = route.useParams();
  const models = useQuery(modelsQuery).data?.items ?? [];
  const approved = models.filter(
    ({ status, useCases }) => status === 'approved' && useCases?.includes(useCase) !== false,
  );
  return (
    <Section title="Models that are approved for it">
      {approved.length === 0 ? (
        <p className="text-ink-soft">None of the register.</p>
      ) : (
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {approved.map(({ path, model, provider }) => (
            <li key={path}>
              <Link to="/$org/policy/models/$model" params={{ org, model }} className="text-link">
                {model}
              </Link>{' '}
              <span className="text-ink-soft text-xs">{provider}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
