export { type CheckedTimeStamp, checkTimeStamp } from "./check-time-stamp.ts";
export { createGuardedFetch, type GuardedCall, type GuardedFetch, type GuardedFetchOptions, type GuardedResponse } from "./guarded-fetch.ts";
export { MAIL_FAILURES, MailError, type MailFailure } from "./mail-error.ts";
export { OUTBOUND_FAILURES, OutboundError, type OutboundFailure } from "./outbound-error.ts";
export { isLocalUrl, isPublicAddress } from "./public-address.ts";
export { createMailer, type Mail, type MailerOptions, type SendMail } from "./send-mail.ts";
export { createTimeStamper, type TimeStamper } from "./time-stamp.ts";
export { TIME_STAMP_FAILURES, TimeStampError, type TimeStampFailure } from "./time-stamp-error.ts";
