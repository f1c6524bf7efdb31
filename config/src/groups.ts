import { ConfigError, OEMBED_PLATFORMS, type Settings } from "./env.ts";

/** A bucket of an S3-compatible service, and who asks. */
export interface BucketConfig {
  /** No slash at the end. */
  readonly url: string;
  readonly bucket: string;
  readonly region: string;
  readonly keyId: string;
  readonly secret: string;
  readonly plainHttp: boolean;
}

/** How mail leaves, and who gets what. */
export interface MailConfig {
  readonly smtpUrl: string;
  readonly from: string;
}

/** Platforms whose oEmbed may be asked, each once, and the paper that says so. No platform: the gate is closed. */
export interface OembedConfig {
  readonly platforms: readonly (typeof OEMBED_PLATFORMS)[number][];
  readonly decision: string | null;
}

type Group = Pick<
  Settings,
  | `NETRA_S3_${"URL" | "BUCKET" | "REGION" | "KEY_ID" | "SECRET" | "PLAIN_HTTP"}`
  | `NETRA_OEMBED${"" | "_DECISION"}`
  | "NETRA_SMTP_URL"
  | "NETRA_MAIL_FROM"
  | "NETRA_CHECKPOINT_MAIL_TO"
>;

/** Settings that have a meaning only together. Throws one ConfigError that names every group that is not whole, by the setting that asks for the others. */
export function readGroups(settings: Group): {
  readonly bucket: BucketConfig | null;
  readonly mail: MailConfig | null;
  readonly checkpointMailTo: readonly string[];
  readonly oembed: OembedConfig;
} {
  const problems: string[] = [];
  const whole = (asking: keyof Group, needed: readonly (keyof Group)[]): boolean => {
    const missing = needed.filter((name) => settings[name] === null);
    if (settings[asking] !== null && missing.length > 0) problems.push(`${asking}: needs ${missing.join(" and ")} too; set it, or unset ${asking}`);
    return settings[asking] !== null && missing.length === 0;
  };
  const hasBucket = whole("NETRA_S3_URL", ["NETRA_S3_BUCKET", "NETRA_S3_KEY_ID", "NETRA_S3_SECRET"]);
  const hasMail = whole("NETRA_SMTP_URL", ["NETRA_MAIL_FROM"]);
  whole("NETRA_CHECKPOINT_MAIL_TO", ["NETRA_SMTP_URL"]);
  const hasOembed = whole("NETRA_OEMBED", ["NETRA_OEMBED_DECISION"]);
  if (problems.length > 0) throw new ConfigError(problems);
  const { NETRA_S3_URL, NETRA_S3_BUCKET, NETRA_S3_KEY_ID, NETRA_S3_SECRET, NETRA_SMTP_URL, NETRA_MAIL_FROM } = settings;
  return {
    bucket: hasBucket
      ? {
          url: NETRA_S3_URL?.replace(/\/$/, "") ?? "",
          bucket: NETRA_S3_BUCKET ?? "",
          region: settings.NETRA_S3_REGION,
          keyId: NETRA_S3_KEY_ID ?? "",
          secret: NETRA_S3_SECRET ?? "",
          plainHttp: settings.NETRA_S3_PLAIN_HTTP === "yes",
        }
      : null,
    mail: hasMail ? { smtpUrl: NETRA_SMTP_URL ?? "", from: NETRA_MAIL_FROM ?? "" } : null,
    checkpointMailTo: [...new Set((settings.NETRA_CHECKPOINT_MAIL_TO ?? "").split(",").map((address) => address.trim().toLowerCase()))].filter(
      (address) => address !== "",
    ),
    oembed: {
      platforms: hasOembed ? OEMBED_PLATFORMS.filter((platform) => (settings.NETRA_OEMBED ?? "").split(/\s*,\s*/).includes(platform)) : [],
      decision: hasOembed ? settings.NETRA_OEMBED_DECISION : null,
    },
  };
}
