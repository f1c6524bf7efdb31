import { IconInfoCircle } from "@tabler/icons-react";
import plain from "../shell/plain.module.css";
import { useWords } from "../words/words.tsx";
import { isSpoken } from "./accepted-files.ts";
import type { StepProps } from "./capture-steps.tsx";
import { Choice } from "./choice.tsx";
import { isHandedOver, needsHandingOver } from "./draft.ts";
import { ParentPost } from "./parent-post.tsx";
import { TranscriptEditor } from "./transcript-editor.tsx";
import { WhenSeen } from "./when-seen.tsx";

const PLATFORMS = [
  "facebook",
  "instagram",
  "tiktok",
  "x",
  "youtube",
  "threads",
  "telegram",
  "whatsapp",
  "bluesky",
  "mastodon",
  "web",
  "other",
] as const;
const VISIBILITIES = ["public", "public_group", "friends", "closed"] as const;

/** Step 2: whose account, the words as seen, where and when. Never a map, a candidate or a judgement. */
export function StepWho({ draft, problems, onEnter, onChange }: StepProps) {
  const { say } = useWords();
  const guessed = draft.handle !== "" && !draft.touched.includes("handle");
  const pictured = draft.kind === "photo" || draft.kind === "video";
  return (
    <>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="platform">
          {say("cap.platform")}
        </label>
        <select
          id="platform"
          className={plain.input}
          aria-invalid={problems.includes("platform_missing")}
          value={draft.platform ?? ""}
          onChange={(event) => {
            const platform = PLATFORMS.find((name) => name === event.currentTarget.value);
            if (platform !== undefined) onEnter({ platform });
          }}
        >
          <option value="" disabled />
          {PLATFORMS.map((platform) => (
            <option key={platform} value={platform}>
              {say(`platform.${platform}`)}
            </option>
          ))}
        </select>
      </div>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="handle">
          {say(draft.kind === "comment" ? "cap.handle_comment" : "cap.handle")}
        </label>
        <input
          id="handle"
          className={plain.input}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          aria-invalid={problems.includes("handle_missing")}
          aria-describedby={guessed ? "handle-hint" : undefined}
          value={draft.handle}
          onChange={(event) => onEnter({ handle: event.currentTarget.value })}
        />
        {guessed && (
          <p id="handle-hint" className={plain.hint}>
            {say("cap.handle_guessed")}
          </p>
        )}
      </div>
      <div className={plain.field}>
        <label className={plain.label} htmlFor="text">
          {say("cap.text")} <span className={plain.optional}>{say("app.optional")}</span>
        </label>
        <textarea
          id="text"
          className={plain.input}
          rows={3}
          maxLength={100_000}
          value={draft.text}
          onChange={(event) => onEnter({ text: event.currentTarget.value })}
        />
      </div>
      {draft.kind === "comment" && <ParentPost draft={draft} invalid={problems.includes("parent_wrong")} onEnter={onEnter} />}
      {draft.files
        .filter((file) => isSpoken(file.type))
        .map((file) => (
          <TranscriptEditor
            key={file.id}
            file={file}
            lines={draft.transcripts[file.id] ?? []}
            asked={problems.includes("transcript_time")}
            onChange={(lines) => onChange((now) => ({ ...now, transcripts: { ...now.transcripts, [file.id]: lines } }))}
          />
        ))}
      {pictured && (
        <Choice
          label={say("cap.uploader")}
          value={draft.uploader}
          options={[
            { value: "owner", label: say("cap.uploader_owner") },
            { value: "other", label: say("cap.uploader_other") },
          ]}
          onChange={(uploader) => onEnter({ uploader })}
        >
          {draft.uploader === "other" && <p className={plain.note}>{say("cap.depicted")}</p>}
        </Choice>
      )}
      <Choice
        label={say("cap.visibility")}
        value={draft.visibility}
        options={VISIBILITIES.map((value) => ({ value, label: say(`cap.vis.${value}`) }))}
        onChange={(visibility) => onEnter({ visibility })}
      >
        <p className={plain.note}>
          <IconInfoCircle size={20} aria-hidden />
          {say(needsHandingOver(draft.visibility) ? "err.friends_only" : "cap.visibility_note")}
        </p>
        {needsHandingOver(draft.visibility) && (
          <label className={plain.choice}>
            <input
              type="checkbox"
              aria-invalid={problems.includes("friends_only")}
              checked={isHandedOver(draft.origin)}
              onChange={(event) => onEnter({ origin: event.currentTarget.checked ? "tip" : "own" })}
            />
            {say("cap.handed_over")}
          </label>
        )}
      </Choice>
      <label className={plain.choice}>
        <input type="checkbox" checked={draft.officeAccount} onChange={(event) => onEnter({ officeAccount: event.currentTarget.checked })} />
        {say("cap.office_account")}
      </label>
      <WhenSeen draft={draft} invalid={problems.includes("time_missing")} onEnter={onEnter} />
      <div className={plain.field}>
        <label className={plain.label} htmlFor="seen-how">
          {say("cap.seen_how")} <span className={plain.optional}>{say("app.optional")}</span>
        </label>
        <input
          id="seen-how"
          className={plain.input}
          maxLength={2000}
          value={draft.seenHow}
          onChange={(event) => onEnter({ seenHow: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
