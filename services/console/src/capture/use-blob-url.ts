import { useEffect, useState } from "react";
import { findBlob } from "./uploads.ts";

/** An address of a kept file's bytes, for as long as it is shown; null until they are found, and for no file. */
export function useBlobUrl(fileId: string | null): string | null {
  const [found, setFound] = useState<string | null>(null);
  useEffect(() => {
    let url: string | null = null;
    let left = false;
    if (fileId !== null)
      void findBlob(fileId).then((blob) => {
        if (left || blob === undefined) return;
        url = URL.createObjectURL(blob);
        setFound(url);
      });
    return () => {
      left = true;
      if (url !== null) URL.revokeObjectURL(url);
      setFound(null);
    };
  }, [fileId]);
  return found;
}
