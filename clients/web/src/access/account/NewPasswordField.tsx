import { Field } from '../../design/Field.tsx';
import { passwordHint } from './password-hint.ts';

/** Where a new password is typed. What is refused is the server's to say; this is what every one of them must be. */
export function NewPasswordField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (password: string) => void;
}) {
  return (
    <Field
      label={label}
      type="password"
      autoComplete="new-password"
      required
      minLength={12}
      maxLength={128}
      hint={passwordHint}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
