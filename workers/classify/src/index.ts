export { type ClassifyDeps, createClassifyPosts, type ReadingLag } from "./classify-posts.ts";
