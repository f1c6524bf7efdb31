/** What a passport may be made for; goes to the audit trail. */
export const PASSPORT_REASONS = ["plenary", "authority", "objection", "own_check"] as const;
export type PassportReason = (typeof PASSPORT_REASONS)[number];

/**
 * Why the bytes of a picture or file leave the house only where somebody asks for them. `citizen`: it came with a tip or a complaint, and may show its sender, or hold a place, a
 * device and a name. `masked`: a second person covered regions of it, mostly bystanders' names; the covered picture leaves in its place. What is both is `citizen`.
 */
export const FILE_GUARDS = ["citizen", "masked"] as const;
export type FileGuard = (typeof FILE_GUARDS)[number];
