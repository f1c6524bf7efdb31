import { type ReactNode, useId } from "react";
import plain from "../shell/plain.module.css";

interface Props<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly children?: ReactNode;
}

/** A question with a few large answers: native radios, so that arrows, screen readers and thumbs all work by themselves. */
export function Choice<Value extends string>({ label, value, options, onChange, children }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className={plain.field}>
      <legend className={plain.label}>{label}</legend>
      <div className={plain.choices}>
        {options.map((option) => (
          <label key={option.value} className={plain.choice}>
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.label}
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
