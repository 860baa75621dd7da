/** @jsxRuntime automatic @jsxImportSource preact */
/** Why what was asked for could not be done, where it was asked for: nothing while all goes well. */
export function Trouble({ text }: { readonly text: string | null }) {
  return (
    <p role="alert" class="trouble">
      {text}
    </p>
  );
}
