import { useId } from "react";

/** A pattern of slanted lines for what is not over or was not seen: told apart without a colour. Returns its definition and how to fill with it. */
export function useHatch() {
  const id = `hatch${useId().replaceAll(/\W/g, "")}`;
  const definition = (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1="0" y1="0" x2="0" y2="6" stroke="currentColor" strokeWidth="2.5" />
      </pattern>
    </defs>
  );
  return { definition, fill: `url(#${id})` };
}
