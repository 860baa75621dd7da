/** Puts a text between the two markers of the README. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../server/base/project-folder.ts';

const begin = '<!-- bench:begin -->';
const end = '<!-- bench:end -->';

export function writeIntoReadme(text: string): void {
  const path = join(projectFolder(), 'README.md');
  const readme = readFileSync(path, 'utf8');
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md needs ${begin} and, after it, ${end}`);
  writeFileSync(path, `${readme.slice(0, from + begin.length)}\n\n${text}\n\n${readme.slice(to)}`);
}
