/** The Postgres schema that belongs to the queue alone. Its login has the same name. */
export const QUEUE_SCHEMA = "netra_queue";
