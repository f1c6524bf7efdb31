import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Route, Routes } from "react-router";
import { onSignedOut } from "./api.ts";
import { setSession, useSession } from "./session/use-session.ts";
import { Boundary } from "./shell/boundary.tsx";
import { loadPart, storedLocale, useWords } from "./words/words.tsx";

const SignInPage = lazy(() => import("./session/sign-in-page.tsx"));
const CapturePage = lazy(() => import("./capture/capture-page.tsx"));
const Desk = lazy(() => {
  void loadPart("desk", storedLocale());
  return import("./shell/desk.tsx");
});

/** Three doors, three bundles: signing in, sending from a phone, and the desk with everything else. */
export function App() {
  const client = useQueryClient();
  const session = useSession();
  const { locale, setLocale, setZone } = useWords();
  useEffect(() => onSignedOut(() => setSession(client, null)), [client]);

  const someone = session.data;
  useEffect(() => {
    if (!someone) return;
    setZone(someone.zone);
    if (someone.locale !== locale) void setLocale(someone.locale);
  }, [someone, locale, setLocale, setZone]);

  return (
    <Boundary>
      <Suspense fallback={null}>
        <Routes>
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/capture" element={<CapturePage />} />
          <Route path="/*" element={<Desk />} />
        </Routes>
      </Suspense>
    </Boundary>
  );
}
