/** @jsxRuntime automatic @jsxImportSource preact */
/** A figure's time: from its beginning to the right edge, in seconds. */
export interface Axis {
  readonly left: number;
  readonly right: number;
  /** How many it shows; what is later stands at its end. */
  readonly seconds: number;
}

export const xOn = (axis: Axis, second: number): number =>
  axis.left + (Math.min(second, axis.seconds) / axis.seconds) * (axis.right - axis.left);

/** `every`: the seconds between two numbers. */
export function Seconds(props: { readonly axis: Axis; readonly every: number; readonly y: number }) {
  const { axis, every, y } = props;
  const marks = Array.from({ length: axis.seconds / every + 1 }, (_, index) => index * every);
  return (
    <>
      {marks.map((second) => (
        <text
          key={second}
          class="figure-note"
          x={xOn(axis, second)}
          y={y}
          text-anchor={second === axis.seconds ? 'end' : 'middle'}
        >
          {second} s
        </text>
      ))}
    </>
  );
}
