/** The program that every server under test runs: the same shell, with the same prompt. */
export const prompt = 'listo> ';
export const shell = '/bin/bash';
export const shellArgs = ['--norc', '--noprofile', '-i'];
export const shellEnv = {
  PATH: '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  HISTFILE: '/dev/null',
  PS1: prompt,
};
