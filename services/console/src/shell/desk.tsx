import { MantineProvider } from "@mantine/core";
import type { Session } from "@netra/service-api/contract";
import { lazy, Suspense, useEffect } from "react";
import { Navigate, Outlet, Route, Routes, useLocation } from "react-router";
import { HOME } from "../session/home.ts";
import { MeProvider } from "../session/me.tsx";
import { useSession } from "../session/use-session.ts";
import { UndoProvider } from "../triage/undo.tsx";
import { type Part, useWords } from "../words/words.tsx";
import { AnnouncerProvider } from "./announcer.tsx";
import { Boundary } from "./boundary.tsx";
import { ContestProvider } from "./contests.tsx";
import { Frame } from "./frame.tsx";
import "./fonts.css";
import "./mantine.css";
import plain from "./plain.module.css";
import { Guarded, NoSuchPage } from "./states.tsx";
import { adoptTheme, theme } from "./theme.ts";
import { KeyboardProvider } from "./use-keys.tsx";

const DayPage = lazy(() => import("../day/day-page.tsx"));
const TriagePage = lazy(() => import("../triage/triage-page.tsx"));
const FlagPage = lazy(() => import("../triage/flag-page.tsx"));
const IntakePage = lazy(() => import("../intake/intake-page.tsx"));
const CaptureLookPage = lazy(() => import("../intake/capture-look-page.tsx"));
const CasesPage = lazy(() => import("../cases/cases-page.tsx"));
const CasePage = lazy(() => import("../cases/case-page.tsx"));
const ReportPage = lazy(() => import("../reports/report-page.tsx"));
const OverviewPage = lazy(() => import("../overview/overview-page.tsx"));
const CountedPage = lazy(() => import("../overview/counted-page.tsx"));
const CoveragePage = lazy(() => import("../overview/coverage-page.tsx"));
const ReportsPage = lazy(() => import("../reports/reports-page.tsx"));
const ExportsPage = lazy(() => import("../exports/exports-page.tsx"));
const RegistryPage = lazy(() => import("../registry/registry-page.tsx"));
const AccountPage = lazy(() => import("../registry/account-page.tsx"));
const CorrectionsPage = lazy(() => import("../registry/corrections-page.tsx"));
const ImportPage = lazy(() => import("../registry/import-page.tsx"));
const MePage = lazy(() => import("../settings/me-page.tsx"));
const TeamPage = lazy(() => import("../settings/team-page.tsx"));
const RulesPage = lazy(() => import("../rules/rules-page.tsx"));
const TermsPage = lazy(() => import("../rules/terms-page.tsx"));
const DraftPage = lazy(() => import("../rules/draft-page.tsx"));
const StatusPage = lazy(() => import("../status/status-page.tsx"));

adoptTheme();

/** Everything behind the door: who is here, what they are shown, and the frame around it. */
export default function Desk() {
  const { say, hasWords, askFor } = useWords();
  useEffect(() => askFor("desk"), [askFor]);
  const session = useSession();
  const location = useLocation();
  const here = `${location.pathname}${location.search}`;

  if (session.isError)
    return (
      <main className={plain.column} role="alert">
        <p>{say("err.network")}</p>
        <button type="button" className={plain.primary} onClick={() => void session.refetch()}>
          {say("app.retry")}
        </button>
      </main>
    );
  if (session.data === undefined) return null;
  if (session.data === null || session.data.mustSetPassword) return <Navigate to="/sign-in" state={{ from: here === "/" ? null : here }} replace />;
  if (session.data.role === "field") return <Navigate to="/capture" replace />;
  if (!hasWords("desk")) return null;
  return (
    <MantineProvider theme={theme} forceColorScheme="light" withCssVariables={false} withGlobalClasses={false}>
      <KeyboardProvider>
        <AnnouncerProvider>
          <MeProvider value={session.data}>
            <ContestProvider>
              <UndoProvider>
                <Frame>
                  <Boundary key={location.pathname}>
                    <Pages session={session.data} />
                  </Boundary>
                </Frame>
              </UndoProvider>
            </ContestProvider>
          </MeProvider>
        </AnnouncerProvider>
      </KeyboardProvider>
    </MantineProvider>
  );
}

/** A room that is not visited with every post brings its words along. */
function Room({ part = "rooms" }: { part?: Part }) {
  const { hasWords, askFor } = useWords();
  useEffect(() => askFor(part), [askFor, part]);
  return hasWords(part) ? <Outlet /> : null;
}

function Pages({ session }: { session: Session }) {
  return (
    <Suspense fallback={null}>
      <Routes>
        <Route index element={<Navigate to={HOME[session.role]} replace />} />
        <Route
          path="day"
          element={
            <Guarded path="/day" title="nav.day">
              <DayPage />
            </Guarded>
          }
        />
        <Route
          path="triage"
          element={
            <Guarded path="/triage" title="nav.triage">
              <TriagePage />
            </Guarded>
          }
        />
        <Route
          path="triage/:flag"
          element={
            <Guarded path="/triage" title="nav.triage">
              <FlagPage />
            </Guarded>
          }
        />
        <Route element={<Room part="overview" />}>
          <Route
            path="overview"
            element={
              <Guarded path="/overview" title="nav.overview">
                <OverviewPage />
              </Guarded>
            }
          />
          <Route
            path="overview/flags"
            element={
              <Guarded path="/overview" title="nav.overview">
                <CountedPage />
              </Guarded>
            }
          />
          <Route
            path="overview/accounts"
            element={
              <Guarded path="/registry" title="nav.overview">
                <CoveragePage />
              </Guarded>
            }
          />
        </Route>
        <Route element={<Room />}>
          <Route
            path="intake"
            element={
              <Guarded path="/intake" title="nav.intake">
                <IntakePage />
              </Guarded>
            }
          />
          <Route
            path="intake/:capture"
            element={
              <Guarded path="/intake" title="nav.intake">
                <CaptureLookPage />
              </Guarded>
            }
          />
          <Route
            path="cases"
            element={
              <Guarded path="/cases" title="nav.cases">
                <CasesPage />
              </Guarded>
            }
          />
          <Route
            path="cases/:case"
            element={
              <Guarded path="/cases" title="nav.cases">
                <CasePage />
              </Guarded>
            }
          />
          <Route
            path="reports"
            element={
              <Guarded path="/reports" title="nav.reports">
                <ReportsPage />
              </Guarded>
            }
          />
          <Route
            path="reports/:report"
            element={
              <Guarded path="/reports" title="nav.reports">
                <ReportPage />
              </Guarded>
            }
          />
          <Route
            path="reports/exports"
            element={
              <Guarded path="/reports" title="nav.reports">
                <ExportsPage />
              </Guarded>
            }
          />
          <Route
            path="registry"
            element={
              <Guarded path="/registry" title="nav.registry">
                <RegistryPage />
              </Guarded>
            }
          />
          <Route
            path="registry/accounts/:account"
            element={
              <Guarded path="/registry" title="nav.registry">
                <AccountPage />
              </Guarded>
            }
          />
          <Route
            path="registry/corrections"
            element={
              <Guarded path="/registry" title="nav.registry">
                <CorrectionsPage />
              </Guarded>
            }
          />
          <Route
            path="registry/import"
            element={
              <Guarded path="/registry" title="nav.registry">
                <ImportPage />
              </Guarded>
            }
          />
          <Route
            path="rules"
            element={
              <Guarded path="/rules" title="nav.rules">
                <RulesPage />
              </Guarded>
            }
          />
          <Route
            path="rules/terms"
            element={
              <Guarded path="/rules" title="nav.rules">
                <TermsPage />
              </Guarded>
            }
          />
          <Route
            path="rules/drafts/:draft"
            element={
              <Guarded path="/rules" title="nav.rules">
                <DraftPage />
              </Guarded>
            }
          />
          <Route
            path="status"
            element={
              <Guarded path="/status" title="nav.status">
                <StatusPage />
              </Guarded>
            }
          />
          <Route path="settings" element={<Navigate to="/settings/me" replace />} />
          <Route path="settings/me" element={<MePage />} />
          <Route path="settings/team" element={<TeamPage />} />
        </Route>
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </Suspense>
  );
}
