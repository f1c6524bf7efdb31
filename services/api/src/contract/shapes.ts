import { type TSchema, Type } from "typebox";

// What bodies are made of: clients see only what stands in them.
export const Id = Type.String({ minLength: 1, maxLength: 64 });
export const Time = Type.String({ format: "date-time" });
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const OneOf = <const T extends string[]>(values: readonly [...T]) => Type.Enum(values);
export const BothLanguages = Type.Object({ id: Type.String(), en: Type.String() });
