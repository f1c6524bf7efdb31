const END = { signature: 0x06054b50, length: 22, countAt: 10, directoryAt: 16 };
const CENTRAL = { signature: 0x02014b50, length: 46, timeAt: 12, nameLengthAt: 28, extraLengthAt: 30, commentLengthAt: 32, localAt: 42 };
const LOCAL_TIME_AT = 10;
/** 1980-01-01 00:00, the first moment that ZIP knows. */
const [TIME, DATE] = [0, 0x0021];

/**
 * Takes out of an archive when it was written: every entry's date becomes the first that ZIP knows. Changes the bytes it is given and returns them. For archives without a comment
 * and without extra fields, as jszip writes them; throws for any other.
 */
export function forgetZipDates(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END.length;
  if (end < 0 || view.getUint32(end, true) !== END.signature) throw new TypeError("forgetZipDates: no archive, or one with a comment");
  let at = view.getUint32(end + END.directoryAt, true);
  for (let left = view.getUint16(end + END.countAt, true); left > 0; left -= 1) {
    const [name, extra, comment] = [CENTRAL.nameLengthAt, CENTRAL.extraLengthAt, CENTRAL.commentLengthAt].map((field) =>
      view.getUint16(at + field, true),
    ) as [number, number, number];
    if (view.getUint32(at, true) !== CENTRAL.signature || extra + comment > 0) throw new TypeError("forgetZipDates: an entry of another kind");
    for (const field of [at + CENTRAL.timeAt, view.getUint32(at + CENTRAL.localAt, true) + LOCAL_TIME_AT]) {
      view.setUint16(field, TIME, true);
      view.setUint16(field + 2, DATE, true);
    }
    at += CENTRAL.length + name;
  }
  return bytes;
}
