import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { ApiProblem } from "./api.ts";
import { App } from "./app.tsx";
import "./shell/tokens.css";
import { loadCatalogue, storedLocale, WordsProvider } from "./words/words.tsx";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal will not change by asking again; a lost line may.
      retry: (failures, problem) => !(problem instanceof ApiProblem && problem.status < 500) && failures < 2,
      networkMode: "always",
      refetchOnWindowFocus: false,
    },
    mutations: { networkMode: "always" },
  },
});

const locale = storedLocale();
document.documentElement.lang = locale;
const first = { locale, catalogue: await loadCatalogue(locale) };
const root = document.getElementById("root");
if (root === null) throw new Error("index.html: no element #root to draw in.");

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <WordsProvider first={first}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </WordsProvider>
    </QueryClientProvider>
  </StrictMode>,
);
