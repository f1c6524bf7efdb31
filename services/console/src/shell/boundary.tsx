import { Component, type ReactNode } from "react";
import { useWords } from "../words/words.tsx";
import plain from "./plain.module.css";

/** Catches what a screen could not: says that nothing has changed and offers to load again. Never shows the error's own text, which may hold a post. */
export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Failure /> : this.props.children;
  }
}

function Failure() {
  const { say } = useWords();
  return (
    <div className={plain.column} role="alert">
      <p>{say("err.unexpected")}</p>
      <button type="button" className={plain.primary} onClick={() => window.location.reload()}>
        {say("app.retry")}
      </button>
    </div>
  );
}
