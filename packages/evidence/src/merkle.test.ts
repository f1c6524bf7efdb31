import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toHex } from "./bytes.ts";
import { appendLeaf, emptyFrontier, frontierRoot } from "./frontier.ts";
import { leafHash } from "./leaf.ts";
import { MerkleTree } from "./merkle-tree.ts";
import { verifyConsistency, verifyInclusion } from "./merkle-verify.ts";

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, "hex"));

/** The eight leaves and roots with which Certificate Transparency's own implementations are tested. */
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

async function treeOf(size: number, from: (index: number) => Uint8Array = (index) => Uint8Array.of(index & 255, index >> 8)): Promise<MerkleTree> {
  const tree = new MerkleTree();
  for (let index = 0; index < size; index += 1) tree.append(await leafHash(from(index)));
  return tree;
}
const leafAt = (index: number): Promise<Uint8Array> => leafHash(Uint8Array.of(index & 255, index >> 8));
const known = (): Promise<MerkleTree> => treeOf(8, (index) => bytesOf(LEAVES[index]!));

describe("the known tree", () => {
  it("has the known roots", async () => {
    const tree = await known();
    expect(await Promise.all(ROOTS.map(async (_, size) => toHex(await tree.rootAt(size))))).toEqual(ROOTS);
  });

  it("has the known proofs", async () => {
    const tree = await known();
    expect((await tree.inclusionProof(0, 8)).map(toHex)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
    expect((await tree.inclusionProof(5, 8)).map(toHex)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
    expect((await tree.consistencyProof(6, 8)).map(toHex)).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });
});

describe("proofs", () => {
  it("hold for every leaf of every size up to 33, and for no other index, size or leaf", async () => {
    const tree = await treeOf(33);
    for (let size = 1; size <= 33; size += 1)
      for (let index = 0; index < size; index += 1) {
        const claim = { leafHash: await leafAt(index), index, size, proof: await tree.inclusionProof(index, size), root: await tree.rootAt(size) };
        expect(await verifyInclusion(claim)).toBe(true);
        expect(await verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
        expect(await verifyInclusion({ ...claim, size: size * 2 }), "of another size").toBe(false);
        expect(await verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] })).toBe(false);
        expect(await verifyInclusion({ ...claim, leafHash: await leafAt(index + 1) })).toBe(false);
        if (size > 1) expect(await verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }
  });

  it("of consistency hold between all sizes up to 33, and not for another root", async () => {
    const tree = await treeOf(33);
    for (let to = 0; to <= 33; to += 1)
      for (let from = 0; from <= to; from += 1) {
        const claim = { from, to, fromRoot: await tree.rootAt(from), toRoot: await tree.rootAt(to), proof: await tree.consistencyProof(from, to) };
        expect(await verifyConsistency(claim), `${from} to ${to}`).toBe(true);
        const other = await leafAt(999);
        expect(await verifyConsistency({ ...claim, fromRoot: other })).toBe(false);
        expect(await verifyConsistency({ ...claim, toRoot: other })).toBe(from === 0 && to > 0);
        expect(await verifyConsistency({ ...claim, proof: [...claim.proof, other] })).toBe(false);
        if (claim.proof.length > 0) expect(await verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false);
      }
  });

  it("never hold with a changed bit", async () => {
    const tree = await treeOf(300);
    const anyBit = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(anyBit, async ([size, pick, which, bit]) => {
        const index = pick % size;
        const proof = await tree.inclusionProof(index, size);
        const parts = [await leafAt(index), await tree.rootAt(size), ...proof].map((part) => part.slice());
        parts[which % parts.length]![bit >> 3]! ^= 1 << (bit & 7);
        const [leaf, root, ...changed] = parts;
        expect(await verifyInclusion({ leafHash: leaf!, root: root!, proof: changed, index, size })).toBe(false);
      }),
    );
  });

  it("are false, not an error, for what is no number or no hash", async () => {
    const [hash] = [await leafAt(0)];
    expect(await verifyInclusion({ leafHash: hash, index: -1, size: 1, proof: [], root: hash })).toBe(false);
    expect(await verifyInclusion({ leafHash: hash, index: 0.5, size: 1, proof: [], root: hash })).toBe(false);
    expect(await verifyInclusion({ leafHash: hash.subarray(1), index: 0, size: 1, proof: [], root: hash.subarray(1) })).toBe(false);
    expect(await verifyConsistency({ from: 2, to: 1, fromRoot: hash, toRoot: hash, proof: [] })).toBe(false);
  });

  it("follow sizes beyond 32 bits", async () => {
    const size = 2 ** 40 + 1;
    const [left, leaf] = [await leafAt(1), await leafAt(2)];
    const { nodeHash } = await import("./merkle-hash.ts");
    expect(await verifyInclusion({ leafHash: leaf, index: 2 ** 40, size, proof: [left], root: await nodeHash(left, leaf) })).toBe(true);
  });
});

it("refuses what is outside the tree", async () => {
  const tree = await treeOf(3);
  await expect(tree.rootAt(4)).rejects.toThrow("size is 4");
  await expect(tree.inclusionProof(3, 3)).rejects.toThrow("index is 3");
  await expect(tree.consistencyProof(3, 2)).rejects.toThrow("from is 3");
  expect(() => tree.append(new Uint8Array(31))).toThrow("32 bytes");
});

it("has the same root by its frontier, through JSON, at every size", async () => {
  const tree = await treeOf(130);
  let frontier = emptyFrontier();
  for (let size = 0; size < 130; size += 1) {
    expect(toHex(await frontierRoot(frontier))).toBe(toHex(await tree.rootAt(size)));
    frontier = JSON.parse(JSON.stringify(await appendLeaf(frontier, await leafAt(size))));
  }
  expect(frontier.nodes).toHaveLength(2);
  await expect(frontierRoot({ ...frontier, size: 131 })).rejects.toThrow("nodes of 32 bytes");
});
