import { ATTACKS, MOCKERY } from "./against.ts";
import { CALLS, CHOICES } from "./calls.ts";
import { NEWS, NOTICES, OTHER_VOTES, QUESTIONS } from "./civic.ts";
import { CONDOLENCES, GREETINGS } from "./courtesy.ts";
import { DAILY_LIFE, FANS, MEMORIES } from "./daily-life.ts";
import { ADDED_LATER, DISGUISED, MALAY } from "./disguise.ts";
import { LONG_LETTERS } from "./long-letter.ts";
import { EVERYDAY_PHRASES, EVERYDAY_WORDS, ORDINARY_NUMBERS, SAME_NAMES } from "./look-alikes.ts";
import { COLLEAGUES, DUTY, NEUTRALITY, PUBLIC_HEALTH } from "./office.ts";
import { COMMENTS, MATERIAL, MOMENTUM, PRAISE } from "./praise.ts";
import type { PostTemplate, Theme } from "./template.ts";

/** All that is ever posted in the demo. About a quarter takes a side, far more than in life, so that there is something to read. */
export const CATALOGUE: readonly Theme[] = [
  { id: "call", stance: "support", templates: CALLS },
  { id: "choice", stance: "support", templates: CHOICES },
  { id: "praise", stance: "support", templates: PRAISE },
  { id: "material", stance: "support", templates: MATERIAL },
  { id: "momentum", stance: "support", templates: MOMENTUM },
  { id: "comment", stance: "support", templates: COMMENTS },
  { id: "disguised", stance: "support", templates: DISGUISED },
  { id: "malay", stance: "support", templates: MALAY },
  { id: "added-later", stance: "support", templates: ADDED_LATER },
  { id: "long", stance: "support", templates: LONG_LETTERS },
  { id: "attack", stance: "oppose", templates: ATTACKS },
  { id: "mockery", stance: "oppose", templates: MOCKERY },
  { id: "daily-life", stance: "innocent", templates: DAILY_LIFE },
  { id: "memory", stance: "innocent", templates: MEMORIES },
  { id: "fan", stance: "innocent", templates: FANS },
  { id: "duty", stance: "innocent", templates: DUTY },
  { id: "public-health", stance: "innocent", templates: PUBLIC_HEALTH },
  { id: "neutrality", stance: "innocent", templates: NEUTRALITY },
  { id: "colleague", stance: "innocent", templates: COLLEAGUES },
  { id: "notice", stance: "innocent", templates: NOTICES },
  { id: "news", stance: "innocent", templates: NEWS },
  { id: "question", stance: "innocent", templates: QUESTIONS },
  { id: "other-vote", stance: "innocent", templates: OTHER_VOTES },
  { id: "condolence", stance: "innocent", templates: CONDOLENCES },
  { id: "greeting", stance: "innocent", templates: GREETINGS },
  { id: "everyday-word", stance: "innocent", templates: EVERYDAY_WORDS },
  { id: "ordinary-number", stance: "innocent", templates: ORDINARY_NUMBERS },
  { id: "same-name", stance: "innocent", templates: SAME_NAMES },
  { id: "everyday-phrase", stance: "innocent", templates: EVERYDAY_PHRASES },
];

/** Every template of one stance, in the catalogue's order. */
export const templatesOf = (stance: Theme["stance"]): readonly PostTemplate[] =>
  CATALOGUE.filter((theme) => theme.stance === stance).flatMap((theme) => theme.templates);
