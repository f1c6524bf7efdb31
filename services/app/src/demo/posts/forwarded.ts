import { type PostTemplate, share } from "./template.ts";

/** A message that goes from hand to hand: two voices of every pair pass it on, each with a word of their own. For posts that say the same. */
export const FORWARDED: PostTemplate = share(
  "{Izin meneruskan|Dari grup sebelah}: mohon doa restu untuk {pak} dan {bu}. Ingat {hari} pagi, coblos nomor {number}, lalu kawal kotak suara sampai selesai. {Sebarkan|Teruskan} ke keluarga dan tetangga 🙏",
);
