/** Puts spaces in the place of every hashtag, up to the next white space: what `--strip-hashtags` reads. Offsets into what is left stay true. */
export function stripHashtags(text: string): string {
  return text.replace(/#\S+/g, (tag) => " ".repeat(tag.length));
}
