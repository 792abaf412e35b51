import { FormProblem } from '../../design/states.tsx';
import { passkeySentence } from './passkeys.ts';

/** A refusal of the server, or of the device, in a form. */
export function PasskeyProblem({ error }: { error: unknown }) {
  const sentence = passkeySentence(error);
  if (sentence === undefined) return <FormProblem error={error} />;
  return (
    <p role="alert" className="border-bad bg-bad-soft text-bad rounded-md border px-3 py-2 leading-relaxed">
      {sentence}
    </p>
  );
}
