import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  rootRouteId,
} from '@tanstack/react-router';
import { accessSearch } from './access/granting/filters.ts';
import { sessionQuery } from './access/session.ts';
import { signInSearch } from './access/sign-in.ts';
import { ApiProblem } from './api/problem.ts';
import { changeSearch, changesSearch, requirementsSearch } from './changes/filters.ts';
import { inboxSearch } from './changes/inbox/filters.ts';
import { waitsSearch } from './changes/waits/filters.ts';
import { executionsSearch } from './gateway/filters.ts';
import { groupsSearch } from './intelligence/filters.ts';
import { controlsSearch } from './ledger/controls/search.ts';
import { entriesSearch } from './ledger/filters.ts';
import { compareSearch } from './libraries/comparing/filters.ts';
import {
  assetSearch,
  environmentSearch,
  findSearch,
  librarySearch,
  mergeSearch,
  promptSearch,
} from './libraries/filters.ts';
import { registerSearch, simulationsSearch } from './policy/filters.ts';
import { NotFoundPage, RootFrame, RootNotFound, RouteError } from './shell/RootFrame.tsx';
import { Shell } from './shell/Shell.tsx';

type Context = { queryClient: QueryClient };

const root = createRootRouteWithContext<Context>()({ component: RootFrame, notFoundComponent: RootNotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: lazyRouteComponent(() => import('./access/SignInPage.tsx'), 'SignInPage'),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./access/SetupPage.tsx'), 'SetupPage'),
});
const passwordLink = createRoute({
  getParentRoute: () => root,
  path: '/password',
  component: lazyRouteComponent(() => import('./access/PasswordLinkPage.tsx'), 'PasswordLinkPage'),
});

/** Who is signed in; leads to the sign-in page, and back to `href`, when nobody is. */
async function signedIn({ queryClient }: Context, href: string) {
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401)
      throw redirect({ to: '/sign-in', search: { back: href } });
    throw error;
  }
}

const index = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const session = await signedIn(context, location.href);
    throw redirect({ to: '/$org', params: { org: session.organization.name }, replace: true });
  },
});

/** What letters and webhooks link to knows no organization's name: it leads on to the page of the one that one is signed in to. */
const linked = {
  change: createRoute({
    getParentRoute: () => root,
    path: '/changes/$change',
    beforeLoad: async ({ context, location, params }) => {
      const { organization } = await signedIn(context, location.href);
      throw redirect({
        to: '/$org/changes/$change',
        params: { org: organization.name, change: params.change },
        replace: true,
      });
    },
  }),
  inbox: createRoute({
    getParentRoute: () => root,
    path: '/inbox',
    beforeLoad: async ({ context, location }) => {
      const { organization } = await signedIn(context, location.href);
      throw redirect({ to: '/$org/inbox', params: { org: organization.name }, replace: true });
    },
  }),
  noticeSettings: createRoute({
    getParentRoute: () => root,
    path: '/notice-settings',
    beforeLoad: async ({ context, location }) => {
      const { organization } = await signedIn(context, location.href);
      throw redirect({ to: '/$org/notice-settings', params: { org: organization.name }, replace: true });
    },
  }),
};

const org = createRoute({
  getParentRoute: () => root,
  path: '/$org',
  beforeLoad: async ({ context, location, params }) => {
    const session = await signedIn(context, location.href);
    // At the root: who may not know of an organization gets no frame of it either.
    if (session.organization.name !== params.org) throw notFound({ routeId: rootRouteId });
    return { session };
  },
  component: Shell,
  notFoundComponent: NotFoundPage,
});

const home = createRoute({
  getParentRoute: () => org,
  path: '/',
  component: lazyRouteComponent(() => import('./intelligence/HomePage.tsx'), 'HomePage'),
});
const libraries = createRoute({
  getParentRoute: () => org,
  path: '/libraries',
  component: lazyRouteComponent(() => import('./libraries/LibrariesPage.tsx'), 'LibrariesPage'),
});
const library = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library',
  validateSearch: librarySearch,
  component: lazyRouteComponent(() => import('./libraries/LibraryPage.tsx'), 'LibraryPage'),
});
const merge = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library/merge',
  validateSearch: mergeSearch,
  component: lazyRouteComponent(() => import('./libraries/merging/MergePage.tsx'), 'MergePage'),
});
const importing = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library/import',
  component: lazyRouteComponent(() => import('./libraries/importing/ImportPage.tsx'), 'ImportPage'),
});
const prompt = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library/prompts/$',
  validateSearch: promptSearch,
  component: lazyRouteComponent(() => import('./libraries/PromptPage.tsx'), 'PromptPage'),
});
const compare = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library/compare',
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import('./libraries/comparing/ComparePage.tsx'), 'ComparePage'),
});
const asset = createRoute({
  getParentRoute: () => org,
  path: '/libraries/$library/assets/$',
  validateSearch: assetSearch,
  component: lazyRouteComponent(() => import('./libraries/kinds/AssetPage.tsx'), 'AssetPage'),
});
const environments = createRoute({
  getParentRoute: () => org,
  path: '/environments',
  component: lazyRouteComponent(
    () => import('./libraries/environments/EnvironmentsPage.tsx'),
    'EnvironmentsPage',
  ),
});
const environment = createRoute({
  getParentRoute: () => org,
  path: '/environments/$environment',
  validateSearch: environmentSearch,
  component: lazyRouteComponent(
    () => import('./libraries/environments/EnvironmentPage.tsx'),
    'EnvironmentPage',
  ),
});
const search = createRoute({
  getParentRoute: () => org,
  path: '/search',
  validateSearch: findSearch,
  component: lazyRouteComponent(() => import('./libraries/SearchPage.tsx'), 'SearchPage'),
});
const changes = createRoute({
  getParentRoute: () => org,
  path: '/changes',
  validateSearch: changesSearch,
  component: lazyRouteComponent(() => import('./changes/ChangesPage.tsx'), 'ChangesPage'),
});
const requirements = createRoute({
  getParentRoute: () => org,
  path: '/changes/requirements',
  validateSearch: requirementsSearch,
  component: lazyRouteComponent(
    () => import('./changes/requirements/RequirementsPage.tsx'),
    'RequirementsPage',
  ),
});
const recalls = createRoute({
  getParentRoute: () => org,
  path: '/changes/recalls',
  component: lazyRouteComponent(() => import('./changes/recalls/RecallsPage.tsx'), 'RecallsPage'),
});
const recall = createRoute({
  getParentRoute: () => org,
  path: '/changes/recalls/$recall',
  component: lazyRouteComponent(() => import('./changes/recalls/RecallPage.tsx'), 'RecallPage'),
});
const change = createRoute({
  getParentRoute: () => org,
  path: '/changes/$change',
  validateSearch: changeSearch,
  component: lazyRouteComponent(() => import('./changes/ChangePage.tsx'), 'ChangePage'),
});
const inbox = createRoute({
  getParentRoute: () => org,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('./changes/inbox/InboxPage.tsx'), 'InboxPage'),
});
const noticeSettings = createRoute({
  getParentRoute: () => org,
  path: '/notice-settings',
  component: lazyRouteComponent(() => import('./changes/inbox/NoticeSettingsPage.tsx'), 'NoticeSettingsPage'),
});
const webhooks = createRoute({
  getParentRoute: () => org,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./changes/webhooks/WebhooksPage.tsx'), 'WebhooksPage'),
});
const webhook = createRoute({
  getParentRoute: () => org,
  path: '/webhooks/$webhook',
  component: lazyRouteComponent(() => import('./changes/webhooks/WebhookPage.tsx'), 'WebhookPage'),
});
const waits = createRoute({
  getParentRoute: () => org,
  path: '/changes/waits',
  validateSearch: waitsSearch,
  component: lazyRouteComponent(() => import('./changes/waits/WaitsPage.tsx'), 'WaitsPage'),
});
const executions = createRoute({
  getParentRoute: () => org,
  path: '/executions',
  validateSearch: executionsSearch,
  component: lazyRouteComponent(() => import('./gateway/ExecutionsPage.tsx'), 'ExecutionsPage'),
});
const execution = createRoute({
  getParentRoute: () => org,
  path: '/executions/$execution',
  component: lazyRouteComponent(() => import('./gateway/ExecutionPage.tsx'), 'ExecutionPage'),
});
const traces = createRoute({
  getParentRoute: () => org,
  path: '/executions/traces',
  component: lazyRouteComponent(() => import('./gateway/sequences/SequencesPage.tsx'), 'TracesPage'),
});
const trace = createRoute({
  getParentRoute: () => org,
  path: '/executions/traces/$trace',
  component: lazyRouteComponent(() => import('./gateway/sequences/TracePage.tsx'), 'TracePage'),
});
const conversations = createRoute({
  getParentRoute: () => org,
  path: '/executions/conversations',
  component: lazyRouteComponent(() => import('./gateway/sequences/SequencesPage.tsx'), 'ConversationsPage'),
});
const conversation = createRoute({
  getParentRoute: () => org,
  path: '/executions/conversations/$conversation',
  component: lazyRouteComponent(() => import('./gateway/sequences/ConversationPage.tsx'), 'ConversationPage'),
});
const holds = createRoute({
  getParentRoute: () => org,
  path: '/executions/holds',
  component: lazyRouteComponent(() => import('./gateway/holds/HoldsPage.tsx'), 'HoldsPage'),
});
const hold = createRoute({
  getParentRoute: () => org,
  path: '/executions/holds/$hold',
  component: lazyRouteComponent(() => import('./gateway/holds/HoldPage.tsx'), 'HoldPage'),
});
const providers = createRoute({
  getParentRoute: () => org,
  path: '/policy/providers',
  component: lazyRouteComponent(() => import('./gateway/providers/ProvidersPage.tsx'), 'ProvidersPage'),
});
const budgets = createRoute({
  getParentRoute: () => org,
  path: '/policy/budgets',
  component: lazyRouteComponent(() => import('./policy/budgets/BudgetsPage.tsx'), 'BudgetsPage'),
});
const classes = createRoute({
  getParentRoute: () => org,
  path: '/policy/classes',
  component: lazyRouteComponent(() => import('./policy/classes/ClassesPage.tsx'), 'ClassesPage'),
});
const rawCalls = createRoute({
  getParentRoute: () => org,
  path: '/policy/raw-calls',
  component: lazyRouteComponent(() => import('./policy/raw/RawCallsPage.tsx'), 'RawCallsPage'),
});
const registeredModels = createRoute({
  getParentRoute: () => org,
  path: '/policy/models',
  component: lazyRouteComponent(() => import('./policy/register/ModelsPage.tsx'), 'ModelsPage'),
});
const proposeModel = createRoute({
  getParentRoute: () => org,
  path: '/policy/models/propose',
  validateSearch: registerSearch,
  component: lazyRouteComponent(() => import('./policy/register/ProposeModelPage.tsx'), 'ProposeModelPage'),
});
const registeredModel = createRoute({
  getParentRoute: () => org,
  path: '/policy/models/$model',
  component: lazyRouteComponent(() => import('./policy/register/ModelPage.tsx'), 'ModelPage'),
});
const useCases = createRoute({
  getParentRoute: () => org,
  path: '/policy/use-cases',
  component: lazyRouteComponent(() => import('./policy/register/UseCasesPage.tsx'), 'UseCasesPage'),
});
const proposeUseCase = createRoute({
  getParentRoute: () => org,
  path: '/policy/use-cases/propose',
  validateSearch: registerSearch,
  component: lazyRouteComponent(
    () => import('./policy/register/ProposeUseCasePage.tsx'),
    'ProposeUseCasePage',
  ),
});
const useCase = createRoute({
  getParentRoute: () => org,
  path: '/policy/use-cases/$useCase',
  component: lazyRouteComponent(() => import('./policy/register/UseCasePage.tsx'), 'UseCasePage'),
});
const policy = createRoute({
  getParentRoute: () => org,
  path: '/policy',
  component: lazyRouteComponent(() => import('./policy/PolicyPage.tsx'), 'PolicyPage'),
});
const intelligence = createRoute({
  getParentRoute: () => org,
  path: '/intelligence',
  component: lazyRouteComponent(() => import('./intelligence/OverviewPage.tsx'), 'OverviewPage'),
});
const adoption = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/adoption',
  component: lazyRouteComponent(() => import('./intelligence/AdoptionPage.tsx'), 'AdoptionPage'),
});
const quality = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/quality',
  component: lazyRouteComponent(() => import('./intelligence/QualityPage.tsx'), 'QualityPage'),
});
const findings = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/findings',
  component: lazyRouteComponent(() => import('./intelligence/findings/FindingsPage.tsx'), 'FindingsPage'),
});
const debt = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/debt',
  component: lazyRouteComponent(() => import('./intelligence/debt/DebtPage.tsx'), 'DebtPage'),
});
const returns = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/return',
  component: lazyRouteComponent(() => import('./intelligence/return/ReturnPage.tsx'), 'ReturnPage'),
});
const groups = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/groups',
  validateSearch: groupsSearch,
  component: lazyRouteComponent(() => import('./intelligence/GroupsPage.tsx'), 'GroupsPage'),
});
const measures = createRoute({
  getParentRoute: () => org,
  path: '/intelligence/measures',
  component: lazyRouteComponent(() => import('./intelligence/MeasuresPage.tsx'), 'MeasuresPage'),
});
const newRule = createRoute({
  getParentRoute: () => org,
  path: '/policy/new',
  component: lazyRouteComponent(() => import('./policy/NewRulePage.tsx'), 'NewRulePage'),
});
const simulations = createRoute({
  getParentRoute: () => org,
  path: '/policy/simulations',
  validateSearch: simulationsSearch,
  component: lazyRouteComponent(() => import('./policy/SimulationsPage.tsx'), 'SimulationsPage'),
});
const simulation = createRoute({
  getParentRoute: () => org,
  path: '/policy/simulations/$simulation',
  component: lazyRouteComponent(() => import('./policy/SimulationPage.tsx'), 'SimulationPage'),
});
const ledger = createRoute({
  getParentRoute: () => org,
  path: '/ledger',
  validateSearch: entriesSearch,
  component: lazyRouteComponent(() => import('./ledger/LedgerPage.tsx'), 'LedgerPage'),
});
const keeping = createRoute({
  getParentRoute: () => org,
  path: '/ledger/keeping',
  component: lazyRouteComponent(() => import('./gateway/keeping/KeepingPage.tsx'), 'KeepingPage'),
});
const exportTargets = createRoute({
  getParentRoute: () => org,
  path: '/ledger/exports',
  component: lazyRouteComponent(() => import('./ledger/exports/TargetsPage.tsx'), 'TargetsPage'),
});
const controls = createRoute({
  getParentRoute: () => org,
  path: '/ledger/controls',
  validateSearch: controlsSearch,
  component: lazyRouteComponent(() => import('./ledger/controls/ControlsPage.tsx'), 'ControlsPage'),
});
const reviews = createRoute({
  getParentRoute: () => org,
  path: '/ledger/reviews',
  component: lazyRouteComponent(() => import('./ledger/reviews/ReviewsPage.tsx'), 'ReviewsPage'),
});
const witnesses = createRoute({
  getParentRoute: () => org,
  path: '/ledger/witnesses',
  component: lazyRouteComponent(() => import('./ledger/witnesses/WitnessesPage.tsx'), 'WitnessesPage'),
});
const entry = createRoute({
  getParentRoute: () => org,
  path: '/ledger/$entry',
  component: lazyRouteComponent(() => import('./ledger/EntryPage.tsx'), 'EntryPage'),
});
const team = createRoute({
  getParentRoute: () => org,
  path: '/people/teams/$team',
  component: lazyRouteComponent(() => import('./access/teams/TeamPage.tsx'), 'TeamPage'),
});
const access = createRoute({
  getParentRoute: () => org,
  path: '/people/access',
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('./access/granting/AccessPage.tsx'), 'AccessPage'),
});
const person = createRoute({
  getParentRoute: () => org,
  path: '/people/$person',
  component: lazyRouteComponent(() => import('./access/PersonPage.tsx'), 'PersonPage'),
});
const people = createRoute({
  getParentRoute: () => org,
  path: '/people',
  component: lazyRouteComponent(() => import('./access/PeoplePage.tsx'), 'PeoplePage'),
});
const account = createRoute({
  getParentRoute: () => org,
  path: '/account',
  component: lazyRouteComponent(() => import('./access/account/AccountPage.tsx'), 'AccountPage'),
});
const signInRule = createRoute({
  getParentRoute: () => org,
  path: '/people/sign-in',
  component: lazyRouteComponent(() => import('./access/account/SignInRulePage.tsx'), 'SignInRulePage'),
});
const singleSignOn = createRoute({
  getParentRoute: () => org,
  path: '/people/single-sign-on',
  component: lazyRouteComponent(
    () => import('./access/single-sign-on/SingleSignOnPage.tsx'),
    'SingleSignOnPage',
  ),
});
const provisioning = createRoute({
  getParentRoute: () => org,
  path: '/people/provisioning',
  component: lazyRouteComponent(
    () => import('./access/single-sign-on/ProvisioningPage.tsx'),
    'ProvisioningPage',
  ),
});

const tree = root.addChildren([
  signIn,
  setup,
  passwordLink,
  index,
  linked.change,
  linked.inbox,
  linked.noticeSettings,
  org.addChildren([
    home,
    inbox,
    noticeSettings,
    webhooks,
    webhook,
    singleSignOn,
    provisioning,
    waits,
    libraries,
    library,
    importing,
    merge,
    prompt,
    compare,
    asset,
    environments,
    environment,
    search,
    changes,
    requirements,
    recalls,
    recall,
    change,
    executions,
    execution,
    traces,
    trace,
    conversations,
    conversation,
    holds,
    hold,
    policy,
    newRule,
    simulations,
    simulation,
    classes,
    rawCalls,
    registeredModels,
    proposeModel,
    registeredModel,
    useCases,
    proposeUseCase,
    useCase,
    providers,
    budgets,
    intelligence,
    adoption,
    quality,
    debt,
    returns,
    findings,
    groups,
    measures,
    ledger,
    witnesses,
    keeping,
    exportTargets,
    controls,
    reviews,
    entry,
    access,
    people,
    person,
    account,
    signInRule,
    team,
  ]),
]);

export const makeRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
