import type { confirmId } from "./confirm-id.ts";

/** Words of proving again who is there, and of two-step verification, in English; the keys and placeholders are those of `confirm-id.ts`. */
export const confirmEn: Record<keyof typeof confirmId, string> = {
  "confirm.title": "Confirm that it is you",
  "confirm.lead": "You signed in some time ago. Type your password to go on.",
  "confirm.lead_code": "Type the code that your authenticator app shows now. Each code works once.",
  "confirm.lead_demo": "In the demo there are no passwords: press Go on.",
  "confirm.password": "Password",
  "confirm.go": "Go on",
  "confirm.done": "Confirmed.",
  "confirm.err.confirm-refused": "The password is wrong.",
  "confirm.err.code-needed": "Two-step verification was set up just now. Load this page again.",
  "confirm.err.code-refused": "This code does not fit, or was used before. Wait for the next one, and see that your telephone's clock is right.",
  "confirm.err.no-password": "You signed in with a link and have no password yet. Sign out, then sign in with a new link from the admin.",
  "confirm.err.sign-in-slowed": "Too many tries. Wait a little.",
  "confirm.err.too-many-requests": "Too many tries. Wait a little.",
  "confirm.err.second-factor-set": "Two-step verification is set up already. Load this page again.",
  "confirm.err.second-factor-missing": "This key is no longer valid. Begin anew.",

  "set.second": "Two-step verification",
  "set.second_note":
    "Beside the password, a six-digit code from an authenticator app on your telephone is asked for: when you sign in, and when you confirm who you are, as before an export.",
  "set.second_off": "Not set up.",
  "set.second_on": "Set up.",
  "set.second_start": "Set up",
  "set.second_remove": "Remove",
  "set.second_removed": "Two-step verification is removed.",
  "set.second_done": "Two-step verification is set up.",
  "set.second_scan": "Open the authenticator app, add an account, and scan this picture. On the same telephone, open the link or type the key.",
  "set.second_qr": "QR code for an authenticator app; its key is written below too",
  "set.second_open": "Open in the authenticator app",
  "set.second_key": "Key",
  "set.second_first": "Then type the code that it shows",
  "set.second_save": "Save",
  "set.second_cancel": "Cancel",
  "set.second_lost": "Should the telephone be lost, the admin can remove this.",
};
