/** What every program of a lab has in its environment; where its programs are, each driver adds. */
export const labEnvironment = {
  HOME: '/root',
  SHELL: '/bin/bash',
  USER: 'root',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  LANG: 'C.UTF-8',
} as const;
