import { type Principal, permits, type Resource } from '../access/index.ts';
import { Problem } from '../platform/problem.ts';

/** Roles that count on this resource, sorted. */
export function rolesOn(principal: Principal, resource: Resource): string[] {
  const counting = principal.grants.filter((grant) =>
    permits(
      { ...principal, grants: [grant] },
      resource.kind === 'library' ? 'library.read' : 'organization.read',
      resource,
    ),
  );
  return [...new Set(counting.map((grant) => grant.role))].sort();
}

/** A key may be narrowed to models. */
export function refuseModelOutsideScope(principal: Principal, model: string): void {
  const { models } = principal.keyScope ?? {};
  if (models === undefined || models.includes(model)) return;
  throw outsideScope(`the model ${model.slice(0, 200)}`);
}

/** A key may be narrowed to environments; then it reaches no revision that is not published. */
export function refuseEnvironmentOutsideScope(principal: Principal, environment: string | null): void {
  const { environments } = principal.keyScope ?? {};
  if (environments === undefined || (environment !== null && environments.includes(environment))) return;
  throw outsideScope(
    environment === null ? 'revisions that are not published' : `the environment ${environment}`,
  );
}

/**
 * A key may be narrowed to use cases. What a draft says of itself nobody has approved, and a call without a prompt says nothing: such a key
 * reaches neither.
 */
export function refuseUseCaseOutsideScope(
  principal: Principal,
  useCase: string | null,
  published: boolean,
): void {
  const { useCases } = principal.keyScope ?? {};
  if (useCases === undefined) return;
  if (!published) throw outsideScope('what is not a published prompt');
  if (useCase === null || !useCases.includes(useCase))
    throw outsideScope(
      useCase === null ? 'prompts without a use case' : `the use case ${useCase.slice(0, 200)}`,
    );
}

/**
 * A call without a prompt is for a use case where its caller says so and the key names it; a key that is narrowed to use cases reaches no other
 * raw call. A key that names none says none: what nobody granted would be a claim.
 */
export function refuseUseCaseNotSaid(principal: Principal, useCase: string | undefined): void {
  const { useCases } = principal.keyScope ?? {};
  if (useCase === undefined) refuseUseCaseOutsideScope(principal, null, false);
  else if (useCases?.includes(useCase) !== true) throw outsideScope(`the use case ${useCase.slice(0, 200)}`);
}

/** A prompt's use case is its own. @throws Problem `execution.use_case_other` 422 */
export function refuseOtherUseCase(said: string | undefined, own: string | null): void {
  if (said === undefined || said === own) return;
  throw new Problem({
    code: 'execution.use_case_other',
    status: 422,
    detail: `The prompt's use case is ${own === null ? 'not said' : own}, and the header countersign-use-case names another. Leave the header out.`,
  });
}

/** A governed call says its environment in the prompt's name. @throws Problem `execution.environment_other` 422 */
export function refuseOtherEnvironment(said: string | undefined, own: string | null): void {
  if (said === undefined || said === own) return;
  throw new Problem({
    code: 'execution.environment_other',
    status: 422,
    detail: `The prompt is asked for ${own === null ? 'as a revision that no environment has' : `as it is live in ${own}`}, and the header countersign-environment names another. Say it in the model's name, and leave the header out.`,
  });
}

/** What a narrowed key does not reach. */
export function outsideScope(what: string): Problem {
  return new Problem({
    code: 'execution.create.forbidden',
    status: 403,
    detail: `This key is narrowed and does not reach ${what}. Use a key whose scope holds it.`,
  });
}
