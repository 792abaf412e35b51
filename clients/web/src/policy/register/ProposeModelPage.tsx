import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Page } from '../../design/Page.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { modelDraft, modelText } from './draft.ts';
import { type Asked, ProposeForm } from './ProposeForm.tsx';
import { modelsQuery } from './queries.ts';
import { risks } from './words.ts';

const route = getRouteApi('/$org/policy/models/propose');
const option = (value: string, label = value) => ({ value, label });

const asked: readonly Asked[] = [
  { name: 'model', label: 'Model', hint: 'As callers name it', must: 'its name', placeholder: 'gpt-5-mini' },
  { name: 'provider', label: 'Provider', hint: 'The approval holds there only', must: 'who offers it' },
  {
    name: 'status',
    label: 'Status',
    options: [
      option('proposed', 'proposed: only where a rule permits'),
      option('approved'),
      option('deprecated'),
      option('banned', 'banned: refused everywhere'),
    ],
  },
  { name: 'risk', label: 'Risk', options: risks },
  {
    name: 'owner',
    label: 'Who answers for it',
    must: 'who answers for it',
    placeholder: 'platform@example.com',
  },
  { name: 'version', label: 'Version (optional)' },
  { name: 'description', label: 'What it is good for (optional)', long: true },
  { name: 'useCases', label: 'Approved for', hint: 'Use cases, with commas; empty: any' },
  { name: 'regions', label: 'May run in', hint: 'Regions, with commas; empty: any' },
  {
    name: 'training',
    label: 'Trains on what it is sent',
    options: [option('', 'not said'), option('no'), option('yes')],
  },
  { name: 'retentionDays', label: 'Keeps it for days (optional)', placeholder: '30' },
  {
    name: 'input',
    label: 'Price of input (optional)',
    hint: 'US dollars for a million tokens',
    placeholder: '0.25',
  },
  {
    name: 'output',
    label: 'Price of output (optional)',
    hint: 'In place of the published price',
    placeholder: '2',
  },
  {
    name: 'retires',
    label: 'Retires (optional)',
    hint: 'Owners of prompts are told before',
    placeholder: '2027-03-01',
  },
  { name: 'successor', label: 'Go over to (optional)' },
  { name: 'link', label: 'Where its terms stand (optional)' },
];

/** Says something new of a model, as a change. */
export function ProposeModelPage() {
  const { org } = route.useParams();
  const { path, model, provider } = route.useSearch();
  const models = useQuery(modelsQuery);
  const start = { status: 'proposed', risk: 'medium', model: model ?? '', provider: provider ?? '' };
  return (
    <Page
      title={path === undefined ? 'Propose a model' : 'Change a model'}
      above={
        <Link to="/$org/policy/models" params={{ org }} className="text-link">
          Models
        </Link>
      }
      below="Nothing is in force until it is approved and published"
    >
      <Loaded query={models} skeleton={<Skeleton rows={1} height={400} />}>
        {({ items }) => {
          const found = items.find((one) => one.path === path);
          return (
            <ProposeForm
              start={found === undefined ? start : modelDraft(found)}
              path={found?.path}
              text={modelText}
              naming="model"
              suffix=".model.yaml"
              asked={asked}
            />
          );
        }}
      </Loaded>
    </Page>
  );
}
