import type { ReportStatement } from "@netra/domain";
import { figureText, type PageLanguage } from "@netra/render";
import { sinceUnseen } from "./since-words.ts";

/** Days may be many: their hours are told with thousands. */
const tell = (lang: PageLanguage, hours: number | string | undefined): string => figureText(lang).count(Number(hours));

type Say = (figures: ReportStatement["figures"]) => string;
/** Sentences of a report by their codes, with the figures that they rest on. */
export const STATEMENTS: Readonly<Record<"id" | "en", Readonly<Record<string, Say>>>> = {
  id: {
    flag_rates_overlap: () => "Rentang bagian yang ditandai saling tumpang tindih: perbedaan belum dapat dibedakan dari kebetulan.",
    flag_rates_differ: () => "Rentang bagian yang ditandai tidak saling tumpang tindih: perbedaan perlu dijelaskan.",
    flag_rates_too_few: ({ least }) => `Belum cukup unggahan untuk membandingkan bagian yang ditandai (paling sedikit ${least} per peserta).`,
    confirm_rates_overlap: () => "Rentang bagian yang dieskalasi saling tumpang tindih: perbedaan belum dapat dibedakan dari kebetulan.",
    confirm_rates_differ: () => "Rentang bagian yang dieskalasi tidak saling tumpang tindih: perbedaan perlu dijelaskan.",
    confirm_rates_too_few: ({ least }) =>
      `Belum cukup putusan menurut isi untuk membandingkan bagian yang dieskalasi (paling sedikit ${least} per peserta).`,
    silence_is_not_compliance: () => "Tidak terlihat bukan berarti patuh.",
    pictures_read_in_part: () => "Kata di dalam gambar dan suara hanya terbaca sebagian; foto dan video dinilai orang.",
    regional_languages_not_measured: () => "Bahasa daerah tidak diukur: unggahan berbahasa daerah lebih mudah terlewat.",
    only_registered_accounts: () => "Hanya akun terdaftar yang dilihat.",
    public_posts_only: () => "Hanya unggahan publik yang diambil.",
    hours_counted_when_over: ({ hours }) => `Jam pengambilan dihitung setelah jam itu lewat: ${hours} jam.`,
    since_unseen: sinceUnseen("id"),
    week_unseen: ({ hours, hours_without }) => `Minggu ini ${hours_without} dari ${hours} jam tanpa satu pun pengambilan.`,
    span_unseen: ({ hours, hours_without }) =>
      `Pada hari-hari ini ${tell("id", hours_without)} dari ${tell("id", hours)} jam tanpa satu pun pengambilan.`,
  },
  en: {
    flag_rates_overlap: () => "The intervals of the shares flagged overlap: the difference cannot be told from chance.",
    flag_rates_differ: () => "The intervals of the shares flagged do not overlap: the difference needs an explanation.",
    flag_rates_too_few: ({ least }) => `Not enough posts to compare the shares flagged (at least ${least} for each contestant).`,
    confirm_rates_overlap: () => "The intervals of the shares escalated overlap: the difference cannot be told from chance.",
    confirm_rates_differ: () => "The intervals of the shares escalated do not overlap: the difference needs an explanation.",
    confirm_rates_too_few: ({ least }) => `Not enough decisions on content to compare the shares escalated (at least ${least} for each contestant).`,
    silence_is_not_compliance: () => "Silence is not compliance.",
    pictures_read_in_part: () => "Words in pictures and sound are read in part only; photos and videos are judged by people.",
    regional_languages_not_measured: () => "Regional languages are not measured: posts in them are missed more easily.",
    only_registered_accounts: () => "Only registered accounts are watched.",
    public_posts_only: () => "Only public posts are fetched.",
    hours_counted_when_over: ({ hours }) => `Hours of fetching count once they are over: ${hours} hours.`,
    since_unseen: sinceUnseen("en"),
    week_unseen: ({ hours, hours_without }) => `This week ${hours_without} of ${hours} hours went without a single fetch.`,
    span_unseen: ({ hours, hours_without }) =>
      `On these days ${tell("en", hours_without)} of ${tell("en", hours)} hours went without a single fetch.`,
  },
};
