/** The course's emoji as drawings of our own: many machines have no font for them, a projector's least of all. */
const svg = (label: string | undefined, body: string) =>
  `<svg class="emoji" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" stroke-linecap="round" ${label === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${label}"`}>${body}</svg>`;

export const tickIcon = svg(
  'Demostrado:',
  '<circle cx="10" cy="10" r="8"/><path d="m6.3 10.3 2.6 2.6 4.9-5.5"/>',
);

const drawings: readonly (readonly [RegExp, string])[] = [
  [/💻\uFE0F?/gu, svg(undefined, '<path d="M4 4h12v9H4zM2 16h16"/>')],
  [
    /😎/gu,
    svg(
      'Cara con gafas de sol',
      '<circle cx="10" cy="10" r="8"/><path d="M3 8h14l-1 3h-4l-2-3-2 3H4zM7 14c2 1.4 4 1.4 6 0"/>',
    ),
  ],
];

export function drawEmoji(html: string): string {
  return drawings.reduce((text, [emoji, drawing]) => text.replace(emoji, () => drawing), html);
}
