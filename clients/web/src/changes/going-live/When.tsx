import { RadioCards } from '../../design/RadioCards.tsx';

/** Now, or at a time. */
export const When = ({
  later,
  onChange,
  environment,
}: {
  later: boolean;
  onChange: (later: boolean) => void;
  environment: string;
}) => (
  <RadioCards
    legend="When"
    name="when"
    className="grid grid-cols-1 gap-2 min-[420px]:grid-cols-2"
    choices={[
      { value: false, label: 'Now', about: `It is live in ${environment} at once` },
      { value: true, label: 'At a time', about: 'It waits, and every check is made again then' },
    ]}
    value={later}
    onChange={onChange}
  />
);
