import { TextInput } from "@mantine/core";

/** Six digits of an authenticator app; telephones offer them from the keyboard. */
export function CodeInput({
  label,
  value,
  onChange,
  focused = false,
}: {
  label: string;
  value: string;
  onChange: (code: string) => void;
  focused?: boolean;
}) {
  return (
    <TextInput
      label={label}
      value={value}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={10}
      {...(focused ? { "data-autofocus": true } : {})}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
