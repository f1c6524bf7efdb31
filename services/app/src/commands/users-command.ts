import { Command } from "commander";
import type { CommandDeps } from "./registry-command.ts";

/** `netra users …`: people who sign in, and who of them is lent where. Each part loads what it needs when it runs. */
export function usersCommand({ say, withContext }: Pick<CommandDeps, "say" | "withContext">): Command {
  const switchTo = (username: string, active: boolean): Promise<void> =>
    withContext(async (context) => {
      const { switchUser } = await import("./users.ts");
      say(await switchUser(context, username, active));
    });
  return new Command("users")
    .description("people who sign in")
    .addCommand(
      new Command("add")
        .argument("<username>")
        .requiredOption("--name <name>")
        .requiredOption("--role <role>")
        .requiredOption("--region <code...>")
        .action((username: string, options: { name: string; role: string; region: string[] }) =>
          withContext(async (context) => {
            const { addUser, parseNewUser } = await import("./users.ts");
            say(`One-time sign-in link (24 hours):\n  ${await addUser(context, parseNewUser({ username, ...options }))}`);
          }),
        ),
    )
    .addCommand(
      new Command("link").argument("<username>").action((username: string) =>
        withContext(async (context) => {
          const { linkFor } = await import("./users.ts");
          say(await linkFor(context, username));
        }),
      ),
    )
    .addCommand(
      new Command("off")
        .description("stop somebody from signing in, and end their sessions at once")
        .argument("<username>")
        .action((username: string) => switchTo(username, false)),
    )
    .addCommand(
      new Command("on")
        .description("let somebody sign in again")
        .argument("<username>")
        .action((username: string) => switchTo(username, true)),
    )
    .addCommand(
      new Command("code-off")
        .description("take two-step verification away from somebody who lost the telephone, and end their sessions at once")
        .argument("<username>")
        .action((username: string) =>
          withContext(async (context) => {
            const { removeCode } = await import("./users.ts");
            say(await removeCode(context, username));
          }),
        ),
    )
    .addCommand(
      new Command("lend")
        .description("let an analyst read in another region for a while")
        .requiredOption("--user <username>", "the analyst")
        .requiredOption("--region <code>", "where to")
        .requiredOption("--until <day>", "the last day, YYYY-MM-DD, at most 90 days ahead")
        .requiredOption("--by <username>", "a supervisor of both regions")
        .requiredOption("--reason <text>", "goes to the audit trail, so no names")
        .action((options: { user: string; region: string; until: string; by: string; reason: string }) =>
          withContext(async (context) => {
            const { lendReader } = await import("./lend.ts");
            say(await lendReader(context, options));
          }),
        ),
    )
    .addCommand(
      new Command("lendings").description("who is lent where, newest first").action(() =>
        withContext(async (context) => {
          const { listLendings } = await import("./lend.ts");
          for (const line of await listLendings(context)) say(line);
        }),
      ),
    )
    .addCommand(
      new Command("lending-end")
        .description("end a loan before its day")
        .argument("<id>", "as netra users lendings prints it")
        .requiredOption("--by <username>", "a supervisor of that region")
        .action((id: string, { by }: { by: string }) =>
          withContext(async (context) => {
            const { endLending } = await import("./lend.ts");
            say(await endLending(context, { id, by }));
          }),
        ),
    )
    .addCommand(
      new Command("list").action(() =>
        withContext(async ({ store }) => {
          const { systemActor } = await import("@netra/store");
          for (const user of await store.as(systemActor("operator"), (tx) => tx.users.list()))
            say([user.username.padEnd(20), user.role.padEnd(11), user.regions.join(",").padEnd(12), user.active ? "active" : "off"].join(" "));
        }),
      ),
    );
}
