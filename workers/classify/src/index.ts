export { type ClassifyDeps, createClassifyPosts } from "./classify-posts.ts";
