const HANDLE = /(^|[\s(,])@[\p{L}\p{N}._]+|[\p{L}\p{N}._]+@[\p{L}\p{N}]/u;

/** Whether somebody's words hold a handle (`@name`) or a mail address, which names a person. */
export const hasHandle = (words: string): boolean => HANDLE.test(words);
