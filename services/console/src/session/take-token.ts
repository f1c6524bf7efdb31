/** Reads the token of a one-time link (`/sign-in#token`) and takes it out of the address at once: it must not stay in the history. */
export function takeToken(): string | null {
  const token = decodeURIComponent(window.location.hash.slice(1));
  if (token === "") return null;
  window.history.replaceState(window.history.state, "", window.location.pathname);
  return token;
}
