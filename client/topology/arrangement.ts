/** Where hosts and arrows stand: side by side over the terminals, or one under the other where the whole height is the picture's. */

/** All in the picture's own units: 12 of them are the height of its text. */
const margin = 4;
const between = 12;
/** Above hosts that stand side by side, where the arrows are; and beside those that do not. */
const [sky, gutter] = [29, 58];
const titleHeight = 20;
const serviceHeight = 45;
const pad = 5;
const laneStep = 7;
export const sceneHeight = sky + titleHeight + 2 * serviceHeight + 2 * pad;
/** With less room than this a picture in rows would be too small to read from afar. */
export const leastRows = { width: 420, height: 250 } as const;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface HostPlace {
  readonly card: Box;
  readonly title: Box;
  readonly redis: Box;
  readonly sentinel: Box;
}

export interface Arrangement {
  readonly width: number;
  readonly height: number;
  readonly places: readonly HostPlace[];
  /** From a master to its replica; each master's arrows have a lane of their own. */
  arrow(
    from: HostPlace,
    to: HostPlace,
    lane: number,
  ): { readonly path: string; readonly labelAt: { readonly x: number; readonly y: number } };
}

const titleOf = ({ x, y, width }: Box): Box => ({
  x: x + 1,
  y: y + 1,
  width: width - 2,
  height: titleHeight,
});
const places = (count: number, placeAt: (index: number) => HostPlace): readonly HostPlace[] =>
  Array.from({ length: count }, (_, index) => placeAt(index));

export function inColumns(count: number, width: number): Arrangement {
  const own = (width - 2 * margin - (count - 1) * between) / count;
  return {
    width,
    height: sceneHeight,
    places: places(count, (index) => {
      const card = { x: margin + index * (own + between), y: sky, width: own, height: sceneHeight - sky - 1 };
      const service = { x: card.x + pad, width: own - 2 * pad, height: serviceHeight };
      return {
        card,
        title: titleOf(card),
        redis: { ...service, y: card.y + titleHeight + 1 },
        sentinel: { ...service, y: card.y + titleHeight + serviceHeight + pad },
      };
    }),
    arrow({ card: source }, { card: target }, lane) {
      const y = 5 + lane * laneStep;
      const [start, end] = [source.x + source.width / 2 + 8, target.x + target.width / 2 - 8];
      return {
        path: `M${start} ${sky} V${y} H${end} V${sky - 3}`,
        labelAt: { x: end + 7, y: sky - 6 },
      };
    },
  };
}

export function inRows(count: number, width: number, height: number): Arrangement {
  const own = (height - 2 * margin - (count - 1) * between) / count;
  return {
    width,
    height,
    places: places(count, (index) => {
      const card = {
        x: gutter,
        y: margin + index * (own + between),
        width: width - gutter - margin,
        height: own,
      };
      const service = {
        y: card.y + titleHeight + 1,
        width: (card.width - 3 * pad) / 2,
        height: own - titleHeight - pad - 1,
      };
      return {
        card,
        title: titleOf(card),
        redis: { ...service, x: card.x + pad },
        sentinel: { ...service, x: card.x + 2 * pad + service.width },
      };
    }),
    arrow({ card: source }, { card: target }, lane) {
      const x = 5 + lane * laneStep;
      const [start, end] = [source.y + source.height / 2 + 8, target.y + target.height / 2 - 8];
      return {
        path: `M${gutter} ${start} H${x} V${end} H${gutter - 3}`,
        labelAt: { x: x + 5, y: end - 5 },
      };
    },
  };
}
