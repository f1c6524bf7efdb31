import { Button, TextInput } from "@mantine/core";
import type { RegistryPeople } from "@netra/service-api/contract";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Empty, Failed, Waiting } from "../shell/states.tsx";
import { useWords } from "../words/words.tsx";
import { PersonCard } from "./person-card.tsx";
import style from "./registry.module.css";
import { listPeople, searchPeople } from "./registry-api.ts";
import { RegistryFrame } from "./registry-frame.tsx";

/** People and their accounts, masked. What is searched for stands in no address and is kept nowhere. */
export default function RegistryPage() {
  const { say } = useWords();
  const [words, setWords] = useState("");
  const [found, setFound] = useState<RegistryPeople | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const list = useInfiniteQuery({
    queryKey: ["registry", "people"],
    queryFn: ({ pageParam }) => listPeople(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const search = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    try {
      setFound(await searchPeople(words));
    } catch (failure) {
      setProblem(failure);
    }
  };
  const clear = () => {
    setWords("");
    setFound(null);
  };
  const people = found?.people ?? list.data?.pages.flatMap((page) => page.people) ?? [];
  return (
    <RegistryFrame>
      <form className={style.search} onSubmit={(event) => void search(event)}>
        <TextInput
          label={say("reg.search_label")}
          description={say("reg.search_note")}
          value={words}
          autoComplete="off"
          maxLength={200}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <Button type="submit" disabled={words.trim().length < 2}>
          {say("reg.search")}
        </Button>
        {found !== null && (
          <Button variant="default" onClick={clear}>
            {say("reg.search_clear")}
          </Button>
        )}
      </form>
      {problem !== null && <Failed problem={problem} />}
      {list.isPending && <Waiting rows={5} />}
      {list.isError && <Failed problem={list.error} onRetry={() => void list.refetch()} />}
      {found !== null && people.length === 0 && <Empty>{say("reg.none")}</Empty>}
      {found === null && list.isSuccess && people.length === 0 && <Empty>{say("reg.empty")}</Empty>}
      <ul className={style.people}>
        {people.map((person) => (
          <PersonCard key={person.id} person={person} />
        ))}
      </ul>
      {found === null && list.hasNextPage && (
        <div>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {say("reg.more")}
          </Button>
        </div>
      )}
    </RegistryFrame>
  );
}
