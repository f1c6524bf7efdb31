import { useEffect, useRef } from "react";

/** Stands at the end of a text and tells, once, that it came into sight: nobody closes what they did not look at. */
export function SeenEnd({ onSeen }: { onSeen: () => void }) {
  const end = useRef<HTMLSpanElement>(null);
  const told = useRef(onSeen);
  told.current = onSeen;
  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watch.disconnect();
      told.current();
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return <span ref={end} aria-hidden style={{ display: "block", height: 1 }} />;
}
