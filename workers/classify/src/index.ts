export { type ClassifyDeps, createClassifyPosts, type ReadingLag } from "./classify-posts.ts";
export { type CompareDeps, type ComparisonFigures, createCompareDraft } from "./compare-draft.ts";
