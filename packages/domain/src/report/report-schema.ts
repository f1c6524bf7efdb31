import schema from "./netra-report-1.schema.json" with { type: "json" };

/** JSON Schema (2020-12) of a document, for whoever is handed one. */
export const reportSchema: Readonly<Record<string, unknown>> = schema;
