import { describe, expect, it } from "vitest";
import { checkLoan, loanEnd } from "./loan.ts";

const NOW = new Date("2029-06-01T10:00:00+07:00");
const codeOf = (act: () => unknown): string | null => {
  try {
    act();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("lending a reader", () => {
  const loan = {
    lender: { role: "supervisor", regions: ["19"] },
    reader: { role: "analyst", regions: ["19.06"], active: true },
    region: "19.71",
    reason: "cuti melahirkan",
  } as const;

  it("is a supervisor's who sees both regions", () => {
    expect(codeOf(() => checkLoan(loan))).toBeNull();
    for (const regions of [["19.06"], ["19.71"], []])
      expect(codeOf(() => checkLoan({ ...loan, lender: { role: "supervisor", regions } }))).toBe("loan-outside-regions");
    expect(codeOf(() => checkLoan({ ...loan, lender: { role: "analyst", regions: ["ID"] } }))).toBe("role-may-not");
  });

  it("is of an active analyst, to where the person does not work, with a reason", () => {
    expect(codeOf(() => checkLoan({ ...loan, reader: { ...loan.reader, role: "supervisor" } }))).toBe("loan-of-analyst");
    expect(codeOf(() => checkLoan({ ...loan, reader: { ...loan.reader, active: false } }))).toBe("loan-of-analyst");
    expect(codeOf(() => checkLoan({ ...loan, region: "19.06.01" }))).toBe("loan-not-needed");
    expect(codeOf(() => checkLoan({ ...loan, reason: " " }))).toBe("reason-missing");
  });

  it("ends with its last day in Jakarta, at most ninety days ahead", () => {
    expect(loanEnd("2029-06-01", NOW)).toEqual(new Date("2029-06-02T00:00:00+07:00"));
    expect(loanEnd("2029-08-30", NOW)).toEqual(new Date("2029-08-31T00:00:00+07:00"));
    for (const day of ["2029-05-31", "2029-08-31", "2029-02-30", "besok"])
      expect(
        codeOf(() => loanEnd(day, NOW)),
        day,
      ).toBe("loan-until");
  });
});
