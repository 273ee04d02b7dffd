/** The panel's icons, drawn on 16 × 16. */

const paths = {
  start: 'M3 3h1.5v10H3zM13 3v10L5.5 8z',
  back: 'M4 3h1.5v10H4zM12.5 3.2v9.6L6.3 8z',
  play: 'M4.5 2.8v10.4L13 8z',
  pause: 'M4 3h2.6v10H4zM9.4 3H12v10H9.4z',
  forward: 'M10.5 3H12v10h-1.5zM3.5 3.2v9.6L9.7 8z',
  end: 'M11.5 3H13v10h-1.5zM3 3v10l7.500-5z',
  pin: 'M6 2h4v1l-.7.6.4 4L11.500 9v1.200H8.600V14L8 15l-.6-1v-3.800H4.500V9l1.800-1.400.4-4L6 3z',
  export:
    'M7.400 1.800h1.200v6l2-2 .85.85L8 10.100 4.550 6.650l.85-.85 2 2zM2.500 10h1.200v2.800h8.600V10h1.200v4h-11z',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
