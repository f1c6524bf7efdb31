/** A part of a catalogue, cut by `word-parts.ts` when it is built, which also sees to it that no page says a word that its part lacks. */
declare module "*.ts?part=phone" {
  export const words: Readonly<Record<import("./id.ts").WordKey, string>>;
}
declare module "*.ts?part=desk" {
  export const words: Readonly<Record<string, string>>;
}
declare module "*.ts?part=rooms" {
  export const words: Readonly<Record<string, string>>;
}
declare module "*.ts?part=overview" {
  export const words: Readonly<Record<string, string>>;
}
