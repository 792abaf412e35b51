import type { ModelDefinition, UseCaseDefinition } from '../../api/types.ts';
import { Status } from '../../design/Status.tsx';
import { Facts } from '../../policy/register/Facts.tsx';
import { factsOfUseCase, modelFacts, statusWords } from '../../policy/register/words.ts';

/** A model as its file says it. */
export const ModelOutline = ({ model }: { model: ModelDefinition }) => (
  <section className="flex flex-col gap-3">
    <div className="flex flex-wrap items-center gap-2">
      <h3 className="font-mono text-sm font-medium wrap-anywhere">{model.model}</h3>
      <Status {...statusWords[model.status]} />
    </div>
    <p className="text-ink-soft leading-relaxed">{statusWords[model.status].says}.</p>
    <Facts facts={modelFacts(model)} narrow />
  </section>
);

/** A use case as its file says it. */
export const UseCaseOutline = ({ useCase }: { useCase: UseCaseDefinition }) => (
  <section className="flex flex-col gap-3">
    <h3 className="font-medium">{useCase.title}</h3>
    <p className="leading-relaxed">{useCase.purpose}</p>
    <Facts facts={factsOfUseCase(useCase)} narrow />
  </section>
);
