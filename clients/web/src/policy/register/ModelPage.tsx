import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { RegisteredModel } from '../../api/types.ts';
import { Page } from '../../design/Page.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { Facts } from './Facts.tsx';
import { modelsQuery } from './queries.ts';
import { Standing } from './Standing.tsx';
import { modelFacts, statusWords } from './words.ts';

const route = getRouteApi('/$org/policy/models/$model');

/** One model: whether it may be used, for what, on which terms, and who says so. */
export function ModelPage() {
  const { org, model } = route.useParams();
  const models = useQuery(modelsQuery);
  return (
    <Page
      title={model}
      above={
        <Link to="/$org/policy/models" params={{ org }} className="text-link">
          Models
        </Link>
      }
    >
      <Loaded query={models} skeleton={<Skeleton rows={1} height={260} />}>
        {({ items }) => {
          const found = items.filter((one) => one.model === model);
          return found.length === 0 ? (
            <EmptyState title="This model is not in the register">
              Rules are told nothing of it. Propose it to say whose it is and what it is approved for.
            </EmptyState>
          ) : (
            <div className="flex flex-col gap-6">
              {found.map((one) => (
                <Registered key={one.path} model={one} />
              ))}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

const Registered = ({ model }: { model: RegisteredModel }) => (
  <section aria-label={`${model.model} at ${model.provider}`} className="card flex flex-col gap-4 p-4 sm:p-5">
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Status {...statusWords[model.status]} />
      <span className="text-ink-soft">{statusWords[model.status].says}</span>
    </div>
    {model.description !== null && <p className="max-w-prose leading-relaxed">{model.description}</p>}
    <Facts facts={modelFacts(model)} />
    {model.terms?.link != null && (
      <p className="break-words">
        Terms: <span className="font-mono text-xs">{model.terms.link}</span>
      </p>
    )}
    <Standing registered={model} propose="models" />
  </section>
);
