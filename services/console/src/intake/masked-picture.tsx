import { Button } from "@mantine/core";
import type { MaskRect } from "@netra/service-api/contract";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import { useAnnounce } from "../shell/announcer.tsx";
import { useWords } from "../words/words.tsx";
import { addedRect, moveRect, type Point, rectBetween, rectByKey, resizeRect } from "./mask-rect.ts";
import style from "./masks.module.css";

interface Props {
  readonly address: string;
  readonly alt: string;
  readonly rects: readonly MaskRect[];
  /** Null when the boxes are only shown. */
  readonly onChange: ((rects: readonly MaskRect[]) => void) | null;
  readonly onError: () => void;
}

/** What a finger or mouse is doing: a new box from a corner, or a box (by its place in the list) pushed or pulled since a point. */
type Drag = { readonly from: Point; readonly box: { readonly n: number; readonly rect: MaskRect; readonly pulls: boolean } | null };

/** A picture with boxes over what readers shall not see: drawn by finger or mouse, or added and moved with the keyboard. */
export function MaskedPicture({ address, alt, rects, onChange, onError }: Props) {
  const { say } = useWords();
  const announce = useAnnounce();
  const helpId = useId();
  const stage = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const [drawing, setDrawing] = useState(false);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [draft, setDraft] = useState<MaskRect | null>(null);
  const edits = drawing && onChange !== null;
  const percent = (fraction: number): number => Math.round(fraction * 100);
  const describe = (rect: MaskRect, n: number): string =>
    say("mask.box", { n: n + 1, kiri: percent(rect.x), atas: percent(rect.y), lebar: percent(rect.width), tinggi: percent(rect.height) });

  const focusBox = (n: number) => requestAnimationFrame(() => stage.current?.querySelectorAll<HTMLElement>("[data-box]")[n]?.focus());
  const add = (rect: MaskRect) => {
    onChange?.([...rects, rect]);
    announce(describe(rect, rects.length));
    focusBox(rects.length);
  };
  const replace = (n: number, rect: MaskRect) => onChange?.(rects.map((one, at) => (at === n ? rect : one)));
  const remove = (n: number) => {
    onChange?.(rects.filter((_, at) => at !== n));
    announce(say("mask.removed", { n: n + 1 }));
    if (rects.length > 1) focusBox(Math.max(0, n - 1));
    else addButton.current?.focus();
  };

  const press = (event: KeyboardEvent, n: number, rect: MaskRect) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = rectByKey(rect, event);
    if (next === null) return;
    // Arrows would scroll the page as well.
    event.preventDefault();
    if (next === "remove") return remove(n);
    replace(n, next);
    announce(describe(next, n));
  };

  const pointOf = (event: PointerEvent): Point => {
    const box = stage.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0 || box.height === 0) return { x: 0, y: 0 };
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  };
  const begin = (event: PointerEvent) => {
    if (!edits || event.button !== 0) return;
    const target = event.target as HTMLElement;
    const n = Number(target.closest<HTMLElement>("[data-box]")?.dataset.box ?? -1);
    const rect = rects[n];
    stage.current?.setPointerCapture(event.pointerId);
    setDrag({ from: pointOf(event), box: rect === undefined ? null : { n, rect, pulls: target.dataset.corner !== undefined } });
  };
  const follow = (event: PointerEvent) => {
    if (drag === null) return;
    const to = pointOf(event);
    const by = { x: to.x - drag.from.x, y: to.y - drag.from.y };
    if (drag.box === null) setDraft(rectBetween(drag.from, to));
    else replace(drag.box.n, drag.box.pulls ? resizeRect(drag.box.rect, by) : moveRect(drag.box.rect, by));
  };
  const end = () => {
    if (drag?.box === null && draft !== null) add(draft);
    setDrag(null);
    setDraft(null);
  };

  const place = (rect: MaskRect) => ({
    left: `${rect.x * 100}%`,
    top: `${rect.y * 100}%`,
    width: `${rect.width * 100}%`,
    height: `${rect.height * 100}%`,
  });
  return (
    <div className={style.masked}>
      <div
        ref={stage}
        className={style.stage}
        data-drawing={edits}
        onPointerDown={begin}
        onPointerMove={follow}
        onPointerUp={end}
        onPointerCancel={() => {
          setDrag(null);
          setDraft(null);
        }}
      >
        <img src={address} alt={alt} className={style.picture} draggable={false} onError={onError} />
        {rects.map((rect, n) =>
          edits ? (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes are known by their place
              key={n}
              type="button"
              data-box={n}
              className={style.box}
              style={place(rect)}
              aria-roledescription={say("mask.kind")}
              aria-label={describe(rect, n)}
              aria-describedby={helpId}
              onKeyDown={(event) => press(event, n, rect)}
            >
              <span aria-hidden>{n + 1}</span>
              <span className={style.corner} data-corner aria-hidden />
            </button>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: boxes are known by their place
            <span key={n} className={style.cover} style={place(rect)} aria-hidden />
          ),
        )}
        {draft !== null && <span className={style.draft} style={place(draft)} aria-hidden />}
      </div>
      {onChange !== null && (
        <div className={style.tools}>
          <Button variant="default" size="sm" aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
            {say(drawing ? "mask.done" : "mask.start")}
          </Button>
          {drawing && (
            <Button ref={addButton} variant="default" size="sm" onClick={() => add(addedRect(rects.length))}>
              {say("mask.add")}
            </Button>
          )}
          {drawing &&
            rects.map((_, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes are known by their place
              <button key={n} type="button" className={style.remove} onClick={() => remove(n)} aria-label={say("mask.remove", { n: n + 1 })}>
                {n + 1} <IconX size={16} aria-hidden />
              </button>
            ))}
        </div>
      )}
      {drawing && (
        <p id={helpId} className={style.help}>
          {say("mask.help")}
        </p>
      )}
      {(drawing || rects.length > 0) && <p className={style.help}>{say("mask.kept")}</p>}
    </div>
  );
}
