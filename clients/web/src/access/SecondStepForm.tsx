import { Button } from '../design/Button.tsx';
import { ConfirmWays } from './ConfirmWays.tsx';
import type { SecondStep } from './sign-in.ts';

export const SecondStepForm = ({
  methods,
  onEntered,
  onAgain,
}: Pick<SecondStep, 'methods'> & { onEntered: () => void; onAgain: () => void }) => (
  <div className="card p-5">
    <ConfirmWays
      ways={methods}
      path="/auth/sign-in/second-step"
      act="Sign in"
      cancel={
        <Button look="quiet" onClick={onAgain}>
          Start again
        </Button>
      }
      onDone={onEntered}
    />
  </div>
);
