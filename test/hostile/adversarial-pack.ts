import { type Contest, type Lexicon, parseContest, type RulePack, type Term } from "@netra/classifier";

/** Terms by category that a pack may hold and nobody hopes for: pictures, digits, other scripts, one letter, nothing but slots. */
const TERMS: Readonly<Record<string, readonly string[]>> = {
  vote_call: [
    "🗳",
    "a",
    "2x",
    "x {candidate}",
    "{candidate} {number}",
    "pilih {number} 🔥",
    "выбор",
    "投票",
    "pilih выбор",
    "1 2 3",
    "p i l i h",
    "c0bl0s",
  ],
  declared_choice: ["{candidate} 👍", "ß", "ﬁx {candidate}", "00", "7", "é", "kita kita kita", "{number} {number}"],
  praise: ["👩‍👩‍👧", "🏴", "❤️", "İ", "mantap", "oo", "nya", "a b", "𝗕agus", "baik-baik", "Ⅻ"],
  momentum: ["menang {number} kali", "🔥 🔥", "gas", "3️⃣", "go_go", "@menang", "#maju"],
  attack: ["b", "bohong", "korup", "x_x", "'ain", "☠", "٣", "no 2"],
  mockery: ["wk", "🙃", "haha", "z"],
  cheer_emoji: ["👍", "✌", "💪🏽"],
  mock_emoji: ["🤡", "😂"],
  negation: ["tidak", "jangan", "t"],
  rejection: ["tolak {candidate}", "asal bukan {candidate}", "q {number}"],
  official_duty: ["rapat", "antrian {number}", "{number} jam"],
  news: ["kata {candidate}", "k"],
  first_person: ["saya", "i"],
};
const STEMS: Readonly<Record<string, readonly string[]>> = { attack: ["bohong", "tipu daya"], praise: ["dukung"], mockery: ["tawa"] };

/** The rules of a pack with other words: an adversary's lexicons under the same rules. */
export function adversarialPack(base: RulePack): RulePack {
  const lexicons = Object.entries(TERMS).map(([category, terms]): Lexicon => {
    const like = base.lexicons.find((lexicon) => lexicon.category === category);
    if (like === undefined) throw new Error(`adversarial pack: ${base.id} has no category ${category}; name one that it has`);
    const entry = (term: string): Term => ({ term, weight: 3, note: "hostile", source: "hostile" });
    const stems = (STEMS[category] ?? []).map((term): Term => ({ ...entry(term), stem: true }));
    const plain = terms.filter((term) => !(STEMS[category] ?? []).includes(term)).map(entry);
    return { ...like, path: `lexicons/${category}.yaml`, entries: [...plain, ...stems] };
  });
  const numbers = base.lexicons.filter(({ category }) => ["number_word", "number_pose", "empty_box", "everyday_name"].includes(category));
  return { ...base, id: "adversarial", lexicons: [...lexicons, ...numbers], examples: [] };
}

/** A contest whose names are pictures, other scripts, one letter, digits and each other's parts. */
export function adversarialContest(): Contest {
  return parseContest(
    JSON.stringify({
      id: "adversarial",
      title: "Adversarial",
      kind: "pilkada-bupati",
      region: "19.06",
      watch: { from: "2029-06-01", to: "2029-12-31", decision: "Contoh 001/PL/2029" },
      stages: { candidates_determined: "2029-09-22", campaign_from: "2029-09-25", quiet_from: "2029-11-24", vote: "2029-11-27" },
      candidates: [
        {
          id: "one",
          number: 1,
          people: ["Å B", "ﬁna ﬂora"],
          aliases: ["A", "Aa Bb", "𝗔𝗹𝗶", "🌙", "o'ong", "Ali-Ali"],
          titles: [{ text: "Pak Bos", from: "2029-10-01" }],
          parties: ["🌳", "P 1"],
          hashtags: ["#a", "#AliAliMenang", "#é", "#1"],
          slogans: ["A B C", "OKE", "1 2"],
          accounts: ["@a", "@ali.ali_1"],
          against: ["#B0", "cukup a", "🐍"],
        },
        {
          id: "two",
          number: 22,
          people: ["Бахар", "Bahar Bahar Bahar"],
          aliases: ["Bahar", "B", "Aa", "22", { text: "Ali", ambiguous: true }],
          parties: ["Partai B"],
          hashtags: ["#BaharBaharBahar", "#22Menang", "#_b_"],
          slogans: ["TERANG", "bahar untuk bahar"],
          accounts: ["@ali"],
          against: ["bahar bohong", "#B"],
        },
        { id: "box", number: 3, empty_box: true, people: [], aliases: ["K O S"], hashtags: ["#kotakkosong"] },
      ],
    }),
  );
}
