import { Button, Textarea } from "@mantine/core";
import type { IntakeDetail } from "@netra/service-api/contract";
import { useWords } from "../words/words.tsx";
import style from "./look.module.css";
import { addDraft, type LookForm, pictureDraft, transcriptDraft } from "./look-form.ts";

interface Props {
  readonly capture: IntakeDetail;
  readonly form: LookForm;
  readonly change: (entry: Partial<LookForm>) => void;
}

/** Words in the picture or sound, empty until somebody writes them or takes a draft; a draft says that it is one. */
export function MediaWords({ capture, form, change }: Props) {
  const { say } = useWords();
  if (capture.fileList.length === 0) return null;
  const read = pictureDraft(capture.fileList);
  const heard = transcriptDraft(capture.transcripts);
  const take = (draft: string) => change({ mediaText: addDraft(form.mediaText, draft), drafted: true });
  return (
    <div className={style.noteField}>
      <Textarea
        label={say("media.title")}
        description={say("media.note")}
        autosize={false}
        rows={4}
        maxLength={20_000}
        value={form.mediaText}
        onChange={(event) => change({ mediaText: event.currentTarget.value, ...(event.currentTarget.value === "" ? { drafted: false } : {}) })}
      />
      {(read !== "" || heard !== "") && (
        <div className={style.drafts}>
          {read !== "" && (
            <Button variant="default" size="sm" onClick={() => take(read)}>
              {say("media.from_picture")}
            </Button>
          )}
          {heard !== "" && (
            <Button variant="default" size="sm" onClick={() => take(heard)}>
              {say("media.from_sound")}
            </Button>
          )}
        </div>
      )}
      {form.drafted && form.mediaText !== "" && (
        <p className={style.prompt} role="status">
          {say("media.draft")}
        </p>
      )}
    </div>
  );
}
