import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** From paper to ink. The library asks for ten shades; the house uses the ends, and `tokens.css` names them. */
const ink: MantineColorsTuple = ["#f7f5f2", "#f0edef", "#ebe6ef", "#dcd8df", "#b9b3c1", "#8a8394", "#696273", "#5c5665", "#2f2638", "#211d29"];

const FONT = '"Atkinson Hyperlegible Next", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export const theme = createTheme({
  primaryColor: "ink",
  primaryShade: 8,
  colors: { ink },
  black: "#211d29",
  fontFamily: FONT,
  fontFamilyMonospace: "var(--font-mono)",
  headings: { fontFamily: FONT, fontWeight: "650" },
  defaultRadius: 8,
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  autoContrast: false,
  fontSizes: { xs: "0.78125rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
  components: {
    // Scroll locking writes a style element of its own, which the content policy forbids; the overlay covers the page anyway.
    Modal: { defaultProps: { lockScroll: false, transitionProps: { duration: 0 }, centered: true } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: "md", offset: 4 } },
    Button: { defaultProps: { size: "md" } },
    Input: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Skeleton: { defaultProps: { animate: false } },
  },
});

/** The server writes a fresh nonce into the page; without one (a plain preview) no policy asks for it. */
export const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
