import {
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  mergeMantineTheme,
} from "@mantine/core";

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
    Modal: {
      defaultProps: { lockScroll: false, transitionProps: { duration: 0 }, centered: true },
      styles: { title: { fontSize: "1.25rem", lineHeight: 1.4, fontWeight: 650 } },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: "md", offset: 4 } },
    Button: { defaultProps: { size: "md" } },
    Input: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
    Skeleton: { defaultProps: { animate: false } },
  },
});

/** Where the library's greys are too faint for the house (WCAG 1.4.3 and 1.4.11). */
const HOUSE = {
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-2)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-default-border": "var(--edge)",
  "--mantine-color-error": "var(--system-error)",
};

/**
 * Puts the theme's variables into the page as a constructed style sheet. The library would write a `<style>` element instead, which a policy
 * without inline styles forbids; this way the page needs no exception at all.
 */
export function adoptTheme(): void {
  const sheet = new CSSStyleSheet();
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  sheet.replaceSync(convertCssVariables({ ...variables, light: { ...variables.light, ...HOUSE } }));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
