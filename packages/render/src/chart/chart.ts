/** A figure of a chart: null for none, `hidden` for one that may not be told. */
export type ChartFigure = number | "hidden" | null;

/** What a chart shows. All ink is one: nothing is told apart by colour, and no row is louder than another. */
export type Chart =
  | {
      /** Two bars a group, an outline and a solid one, on one scale from zero. */
      readonly kind: "pairs";
      readonly names: readonly [string, string];
      readonly groups: readonly { readonly label: string; readonly values: readonly [ChartFigure, ChartFigure] }[];
    }
  | {
      /** A dot and its interval a row, on one scale of shares from zero. */
      readonly kind: "intervals";
      readonly rows: readonly {
        readonly label: string;
        readonly detail: string;
        readonly share: ChartFigure;
        readonly interval: readonly [number, number] | null;
      }[];
    }
  | {
      /** One bar a row, on one scale from zero. */
      readonly kind: "bars";
      readonly rows: readonly { readonly label: string; readonly value: ChartFigure }[];
    }
  | {
      /** How much of a whole: solid for the part, hatched for the rest. Every bar is as long as the others; what is `under` a bar stands there in small letters. */
      readonly kind: "parts";
      readonly rows: readonly {
        readonly label: string;
        readonly detail: string;
        readonly part: ChartFigure;
        readonly whole: ChartFigure;
        readonly under?: string;
      }[];
    };

/** How numbers and hidden ones are written, in the language of the form. */
export interface ChartWords {
  readonly count: (value: number) => string;
  readonly share: (value: number) => string;
  readonly hidden: string;
}

export type Shape =
  | {
      readonly kind: "rect";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly look: "solid" | "outline" | "paper";
    }
  | {
      readonly kind: "line";
      readonly x1: number;
      readonly y1: number;
      readonly x2: number;
      readonly y2: number;
      readonly look: "axis" | "grid" | "hatch" | "interval";
    }
  | { readonly kind: "dot"; readonly x: number; readonly y: number; readonly radius: number }
  | {
      readonly kind: "text";
      readonly x: number;
      /** Of the line that letters stand on. */
      readonly y: number;
      readonly text: string;
      readonly anchor: "start" | "middle" | "end";
      readonly look: "label" | "strong" | "soft";
    };

/** A chart as shapes in a box; units are points on paper or pixels on a screen. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}
