/** The words of the mail that hands a checkpoint out, in Indonesian and English. Names no person, post or contest. */
export function checkpointLetter({ origin, size, file }: { readonly origin: string; readonly size: number; readonly file: string }): {
  readonly subject: string;
  readonly text: string;
} {
  return {
    subject: `Netra: titik periksa / checkpoint ${size} (${origin})`,
    text: `Bahasa Indonesia (English below)

Lampiran ${file} adalah titik periksa bertanda tangan dari buku catatan Netra (${origin}):
ukuran buku itu, ${size} entri, dan satu nilai hash atas seluruh isinya. Di dalamnya tidak ada
nama, unggahan, atau keputusan.

Mengapa Anda menerimanya: selama salinan ini tersimpan di tempat yang tidak dapat diubah oleh
pengelola pangkalan data, tidak seorang pun dapat mengubah atau menghapus catatan lama tanpa
ketahuan. Simpan surel ini dan lampirannya apa adanya.

Cara memeriksa, kapan saja: simpan lampiran dari semua surel ini dalam satu folder, dengan nama
berkasnya. Siapa pun yang dapat membaca pangkalan data menjalankan
    npx netra ledger check --checkpoints FOLDER --key KUNCI
KUNCI diminta kepada kantor dengan cara lain daripada surel ini (npx netra checkpoint --print-key).
Bila ada yang tidak cocok, perintah itu menyebut berkas dan bagian catatan yang berubah.

Surel ini dikirim oleh mesin; balasan tidak dibaca.

----------------------------------------------------------------------
English

The attachment ${file} is a signed checkpoint of Netra's ledger (${origin}): how long the
ledger is, ${size} entries, and one hash over all of it. It holds no name, post or decision.

Why you get it: as long as this copy lies where those who keep the database cannot change it,
nobody can change or remove an old record unseen. Keep this mail and its attachment as they are.

How to check, at any time: save the attachments of all these mails into one folder, under their
file names. Whoever can read the database runs
    npx netra ledger check --checkpoints FOLDER --key KEY
Ask the office for the KEY by another way than this mail (npx netra checkpoint --print-key).
If something does not fit, the command names the file and the part of the record that changed.

This mail was sent by a machine; replies are not read.
`,
  };
}
