/** A Kemendagri code: `19`, `19.71`, `19.71.01`, `19.71.01.1001`; `ID` is the whole country. */
export type Region = string;

export const WHOLE_COUNTRY: Region = "ID";
const CODE = /^(ID|\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?)$/;

export const isRegion = (code: string): boolean => CODE.test(code);

/** True when somebody responsible for `outer` is responsible for `inner` too: the same region, or one that contains it. */
export const covers = (outer: Region, inner: Region): boolean => outer === WHOLE_COUNTRY || inner === outer || inner.startsWith(`${outer}.`);

/** The province of a region, `ID` for the whole country. Accounts of a whole province are read against a contest in it (officials favour neighbours' candidates too). */
export const provinceOf = (region: Region): Region => (region === WHOLE_COUNTRY ? region : region.slice(0, 2));
