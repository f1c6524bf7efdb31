import { Type } from "typebox";

/** An id on the wire. */
export const Uuid = Type.String({ format: "uuid" });
/** The path of a route about one thing. */
export const One = Type.Object({ id: Uuid }, { additionalProperties: false });
/** The path of one file of something that people captured. */
export const OneFile = Type.Object({ id: Uuid, fileId: Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" }) }, { additionalProperties: false });

/** Whether words are an id, where something else may stand in its place. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
