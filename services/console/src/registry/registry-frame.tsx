import type { ReactNode } from "react";
import { useMe } from "../session/me.tsx";
import { RoomFrame } from "../shell/room-frame.tsx";
import { useWords } from "../words/words.tsx";

/** Title and the three parts of the register. */
export function RegistryFrame({ children }: { children: ReactNode }) {
  const { say } = useWords();
  const { may } = useMe();
  const parts = [
    { to: "/registry", name: say("reg.people") },
    { to: "/registry/corrections", name: say("reg.corrections") },
    ...(may("registry.write") ? [{ to: "/registry/import", name: say("reg.import") }] : []),
  ];
  return (
    <RoomFrame title={say("nav.registry")} lead={say("reg.lead")} label={say("reg.parts")} parts={parts}>
      {children}
    </RoomFrame>
  );
}
