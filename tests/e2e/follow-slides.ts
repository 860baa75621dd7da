/** A learner who follows the slides of a chapter and types every command that they show. */
import { expect } from 'vitest';
import { isHostName } from '../../labs/cluster.ts';
import type { HostName } from '../../labs/define.ts';
import { type CoursePage, promptsOf } from './course-page.ts';

type Typed = 'shell' | 'redis-cli' | 'sentinel';

interface Command {
  readonly node: HostName;
  readonly program: Typed;
  readonly line: string;
}

const isTyped = (program: string): program is Typed => ['shell', 'redis-cli', 'sentinel'].includes(program);

/** The commands of the open slide, as its ▶ buttons have them. */
async function commandsOf(course: CoursePage): Promise<Command[]> {
  const buttons = course.page
    .locator('section.present:not(.stack)')
    .getByRole('button', { name: /^Ejecutar en / });
  const found = await buttons.evaluateAll((all) =>
    all.map((button) => [button.dataset['run'] ?? '', button.dataset['command'] ?? ''] as const),
  );
  return found.map(([session, line]) => {
    const [program = '', node = ''] = session.split('@');
    if (!isTyped(program) || !isHostName(node)) throw new Error(`a button runs in «${session}»`);
    return { program, node, line };
  });
}

const checksOf = (course: CoursePage): Promise<string[]> =>
  course.page
    .locator('section.present:not(.stack) [data-check]')
    .evaluateAll((all) => all.map((check) => check.dataset['check'] ?? ''));

/** How many slides a chapter has. */
const slidesOf = (course: CoursePage, caseId: string): Promise<number> =>
  course.page.locator(`section#${caseId} > section, section.stack#${caseId} > section`).count();

/** How long a person looks at a program that gives no prompt back, ms: one that stays, or that is another program's. */
const lookingMs = 2000;
/** The others give it back, on a busy machine after seconds; what is typed next may count on what they did. */
const answerMs = 30_000;
const givesNoPrompt = /^(?:node|redis-cli) /;

/** Waits for the answer to what was typed where the screen showed `before`. */
async function answered(course: CoursePage, { node, program, line }: Command, before: string): Promise<void> {
  const prompts = promptsOf(program, node);
  const end = performance.now() + (givesNoPrompt.test(line) ? lookingMs : answerMs);
  while (performance.now() < end) {
    const screen = await course.screen(node, program);
    if (screen !== before && prompts.includes(screen.trimEnd().split('\n').at(-1)?.trimEnd())) return;
    await course.page.waitForTimeout(50);
  }
}

async function typeCommand(course: CoursePage, command: Command): Promise<void> {
  const { node, program, line } = command;
  if (program === 'shell' && /\d>$|not connected>$/.test((await course.screen(node, 'shell')).trimEnd())) {
    // An earlier slide had them connect with redis-cli from this shell: they leave it first, as a person does.
    await (await course.terminal(node, 'shell')).click();
    await course.page.keyboard.type('exit');
    await course.page.keyboard.press('Enter');
  }
  const before = await course.screen(node, program);
  await course.type(node, program, line);
  await answered(course, command, before);
}

/** A SHUTDOWN that Redis has not obeyed by then was not heard, ms: a Sentinel needs five seconds and the judge one. */
const unheardMs = 20_000;

/**
 * Types SHUTDOWN once more where the check does not pass, as its hint says: redis-cli takes a connection that a failover had
 * closed for a Redis that went. Harmless if Redis has gone.
 */
async function insist(course: CoursePage, commands: readonly Command[], id: string): Promise<void> {
  const shutdowns = commands.filter(({ program, line }) => program === 'redis-cli' && line === 'SHUTDOWN');
  if (shutdowns.length === 0) return;
  const passed = course.page.locator(`[data-check="${id}"][data-state="pass"]`).first();
  await passed.waitFor({ state: 'attached', timeout: unheardMs }).catch(async () => {
    for (const { node, program, line } of shutdowns) await course.type(node, program, line);
  });
}

interface FollowOptions {
  readonly prepare: boolean;
  /** The slides must have followed the learner's cluster. */
  readonly adapted?: boolean;
}

/** Goes through a case slide by slide; on each, types its commands and waits for its checks. Returns what was typed. */
export async function followCase(
  course: CoursePage,
  caseId: string,
  options: FollowOptions,
): Promise<string[]> {
  const typed: string[] = [];
  await course.open(`${caseId}/1`);
  if (options.prepare) await course.prepare(caseId);
  const count = await slidesOf(course, caseId);
  expect(count).toBeGreaterThan(3);
  for (let index = 1; index < count; index += 1) {
    await course.open(`${caseId}/${index}`);
    if (options.adapted)
      await course.page.locator('section.present:not(.stack) [data-note="adapted"]').waitFor();
    const checks = await checksOf(course);
    for (const id of checks) if (index === 1) expect([id, await course.state(id)]).not.toEqual([id, 'pass']);
    const commands = await commandsOf(course);
    for (const command of commands) {
      await typeCommand(course, command);
      typed.push(`${command.program}@${command.node} ${command.line}`);
    }
    for (const id of checks.slice(0, 1)) await insist(course, commands, id);
    for (const id of checks) await course.passed(id);
  }
  return typed;
}
