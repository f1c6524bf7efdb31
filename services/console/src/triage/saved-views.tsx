import { Button, Menu, Modal, TextInput } from "@mantine/core";
import type { SavedView } from "@netra/service-api/contract";
import { IconBookmark, IconChevronDown } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ApiProblem } from "../api.ts";
import { useMe } from "../session/me.tsx";
import { useContests } from "../shell/contests.tsx";
import { Failed } from "../shell/states.tsx";
import { useKeys } from "../shell/use-keys.tsx";
import { useWords } from "../words/words.tsx";
import type { Filters } from "./filters.ts";
import { keepView, listViews, removeView, renameView } from "./flag-api.ts";
import style from "./list.module.css";
import views from "./saved-views.module.css";

const VIEWS = ["views"] as const;
const MOST_CHARS = 40;

/** Views that the team keeps: filters under a name. A menu to use them, and a dialog to keep, rename and take them away. */
export function SavedViews({ filters, onUse }: { filters: Filters; onUse: (filters: Filters) => void }) {
  const { say } = useWords();
  const me = useMe();
  const { contests, choose } = useContests();
  const list = useQuery({ queryKey: VIEWS, queryFn: listViews, staleTime: 60_000 });
  const [asked, setAsked] = useState(false);
  const use = ({ filters: { contest, ...rest } }: SavedView) => {
    if (contest === null || contests.some(({ id }) => id === contest)) choose(contest);
    onUse(rest);
  };
  const kept = list.data?.views ?? [];
  return (
    <>
      <Menu withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <button type="button" className={style.filterButton}>
            <IconBookmark size={16} aria-hidden /> {say("triage.views")} <IconChevronDown size={16} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {kept.map((view) => (
            <Menu.Item key={view.id} onClick={() => use(view)}>
              <bdi>{view.name}</bdi>
              {view.role !== me.role && ` · ${say(`role.${view.role}`)}`}
            </Menu.Item>
          ))}
          {kept.length === 0 && <div className={views.none}>{say("triage.views_none")}</div>}
          <Menu.Divider />
          <Menu.Item onClick={() => setAsked(true)}>{say("triage.views_keep")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked && <Keep filters={filters} kept={kept} onClose={() => setAsked(false)} />}
    </>
  );
}

function Keep({ filters, kept, onClose }: { filters: Filters; kept: readonly SavedView[]; onClose: () => void }) {
  const { say } = useWords();
  const { chosen } = useContests();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  useKeys([{ keys: "Escape", group: "all", inFields: true, act: onClose }], true);
  const run = async (work: Promise<unknown>): Promise<boolean> => {
    setProblem(null);
    try {
      await work;
      return true;
    } catch (failure) {
      setProblem(failure);
      return false;
    } finally {
      await client.invalidateQueries({ queryKey: VIEWS });
    }
  };
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    if (await run(keepView(name, { ...filters, contest: chosen?.id ?? null }))) onClose();
  };
  const taken = problem instanceof ApiProblem && problem.code === "view-exists";
  return (
    <Modal opened onClose={onClose} closeOnEscape={false} title={say("triage.views_keep")} closeButtonProps={{ "aria-label": say("app.close") }}>
      <form className={views.row} onSubmit={(event) => void keep(event)}>
        <TextInput
          className={views.name ?? ""}
          label={say("triage.view_name")}
          description={say("triage.view_note")}
          value={name}
          maxLength={MOST_CHARS}
          autoComplete="off"
          data-autofocus
          error={taken ? say("triage.view_exists") : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button type="submit" disabled={name.trim() === ""}>
          {say("triage.view_keep")}
        </Button>
      </form>
      {problem !== null && !taken && <Failed problem={problem} />}
      <ul className={views.list}>
        {kept
          .filter((view) => view.mayChange)
          .map((view) => (
            <Kept key={view.id} view={view} run={run} />
          ))}
      </ul>
    </Modal>
  );
}

function Kept({ view, run }: { view: SavedView; run: (work: Promise<unknown>) => Promise<boolean> }) {
  const { say } = useWords();
  const [name, setName] = useState(view.name);
  const changed = name.trim() !== "" && name.trim() !== view.name;
  return (
    <li className={views.row}>
      <TextInput
        className={views.name ?? ""}
        aria-label={say("triage.view_rename", { nama: view.name })}
        value={name}
        maxLength={MOST_CHARS}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {changed ? (
        <Button variant="default" onClick={() => void run(renameView(view.id, name))}>
          {say("triage.view_save")}
        </Button>
      ) : (
        <Button variant="default" aria-label={say("triage.view_delete", { nama: view.name })} onClick={() => void run(removeView(view.id))}>
          {say("triage.view_delete_short")}
        </Button>
      )}
    </li>
  );
}
