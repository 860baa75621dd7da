/** What the tests of this layer share: a real lab in a temporary folder, and someone who types into its programs. */
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cluster } from '../../labs/cluster.ts';
import type { Case, HostName, Program, SentinelEvent, Verdict } from '../../labs/define.ts';
import { argvOf, promptOf } from '../../labs/programs.ts';
import type { LabView } from '../../protocol/lab.ts';
import { projectFolder } from '../../server/base/project-folder.ts';
import { waitFor } from '../../server/base/wait.ts';
import type { Driver, Pty, RunningLab } from '../../server/driver/driver.ts';
import { createSandboxDriver } from '../../server/driver/sandbox/sandbox.ts';
import { createCaseProgress } from '../../server/lab/judging/case-progress.ts';
import { Lab } from '../../server/lab/lab.ts';
import { createLabPower } from '../../server/lab/power/lab-power.ts';

type Typed = Exclude<Program, 'sentinel-log'>;

export interface TestLab extends AsyncDisposable {
  readonly lab: Lab;
  readonly labsFolder: string;
  /** Every event heard, in order of receipt. */
  readonly events: readonly SentinelEvent[];
  /** Checks in the order in which they passed. */
  readonly proven: readonly string[];
  /** How the lab stands, as the page is told. */
  view(): LabView;
  verdict(check: string): Verdict | undefined;
  state(check: string): string;
  /** Types a line into a program of a node, once it is at its prompt. */
  type(node: HostName, program: Typed, line: string): Promise<void>;
  /** Waits until what was typed there has answered. */
  answered(node: HostName, program: Typed): Promise<void>;
  /** Waits for a check of the current case to pass. */
  passed(check: string, deadlineMs?: number): Promise<void>;
  running(): RunningLab;
}

const reconnecting = 'not connected> ';
const typingDeadlineMs = 10_000;
/** A busy machine takes seconds for a command that starts programs, as `particion` does. */
const answerDeadlineMs = 30_000;
/** Room for an election that ends in a tie, which is tried again after 20 s. */
const checkDeadlineMs = 60_000;

interface Console {
  readonly pty: Pty;
  screen: string;
}

/** The last of what the Sentinels published, for a failure that nobody watched. */
const told = (events: readonly SentinelEvent[]): string =>
  events
    .slice(-70)
    .map(({ at, node, name, args }) => `${new Date(at).toISOString()} ${node} ${name} ${args}`)
    .join('\n');

export interface TestLabOptions {
  /** The sandbox's, unless another is given. */
  readonly driver?: Driver;
  readonly downAfterMs?: number;
  readonly timeZone?: string;
}

/** A lab prepared for a case, observed. */
export async function startTestLab(
  caseId: string,
  { driver: given, downAfterMs = cluster.defaultDownAfterMs, timeZone = 'UTC' }: TestLabOptions = {},
): Promise<TestLab> {
  const labsFolder = await mkdtemp(join(tmpdir(), 'curso-lab-'));
  const settings = { downAfterMs, timeZone };
  const driver = given ?? createSandboxDriver({ labsFolder, projectFolder: projectFolder(), niceness: 1 });
  const power = createLabPower(driver, `prueba-${caseId}`, settings);
  const caseProgress = createCaseProgress(null, settings.downAfterMs, Date.now());
  const events: SentinelEvent[] = [];
  const proven: string[] = [];
  const consoles = new Map<string, Console>();
  const lab = new Lab({ power, caseProgress, ...settings }, (told) => {
    if (told.type === 'proven') proven.push(told.check);
    if (told.type === 'event') events.push(told.event);
    if (told.type === 'forgotten') events.splice(0);
    if (told.type === 'off') consoles.clear();
  });
  const watch = await lab.watch();
  await lab.reset(caseId);

  const running = (): RunningLab => {
    if (!lab.running) throw new Error('the lab is off');
    return lab.running;
  };

  const consoleOf = (node: HostName, program: Program): Console => {
    const key = `${program}@${node}`;
    const known = consoles.get(key);
    if (known) return known;
    const opened: Console = {
      pty: running().spawn(node, argvOf(program), { cols: 120, rows: 40 }),
      screen: '',
    };
    opened.pty.onData((bytes) => {
      opened.screen += bytes.toString();
    });
    opened.pty.onExit(() => consoles.delete(key));
    consoles.set(key, opened);
    return opened;
  };

  const atPrompt = (node: HostName, program: Program): boolean => {
    const { screen } = consoleOf(node, program);
    return screen.endsWith(promptOf(program, node) ?? '') || screen.endsWith(reconnecting);
  };

  return {
    lab,
    labsFolder,
    events,
    proven,
    running,
    view: () => lab.view(new Map()),
    verdict: (check) => caseProgress.verdicts.get(check),
    state: (check) => caseProgress.verdicts.get(check)?.state ?? 'pending',
    async type(node, program, line) {
      const console = consoleOf(node, program);
      await waitFor(`el prompt de ${program} en ${node}`, () => atPrompt(node, program), {
        deadlineMs: typingDeadlineMs,
      });
      console.screen = '';
      writeSync(console.pty.fd, `${line}\r`);
      await waitFor(`«${line}» se escribe en ${node}`, () => console.screen.includes('\n'), {
        deadlineMs: typingDeadlineMs,
      });
    },
    async answered(node, program) {
      await waitFor(`${program} de ${node} responde`, () => atPrompt(node, program), {
        deadlineMs: answerDeadlineMs,
      });
    },
    async passed(check, deadlineMs = checkDeadlineMs) {
      await waitFor(`${check} demostrado`, () => proven.includes(check), {
        deadlineMs,
      }).catch((error: Error) => {
        throw new Error(
          `${error.message} Veredicto: ${caseProgress.verdicts.get(check)?.message}\n${told(events)}`,
          {
            cause: error,
          },
        );
      });
    },
    async [Symbol.asyncDispose]() {
      watch.release();
      await lab.dispose();
      await power.destroy();
      await rm(labsFolder, { recursive: true, force: true });
    },
  };
}

/** Types a case's own solution into a lab prepared for it: nothing is proven before, everything after. */
export async function playSolution(test: TestLab, { checks, solution }: Case): Promise<void> {
  for (const { id } of checks) expect(test.state(id), id).not.toBe('pass');
  for (const [index, step] of solution.entries()) {
    const next = solution[index + 1];
    if ('until' in step) await test.passed(step.until);
    else {
      await test.type(step.on, step.program, step.type);
      // What is typed next may count on it: of two replicas that are cut off, the second has what only one was asked to keep.
      const opensAnother = step.type.startsWith('redis-cli ');
      if (next && !('until' in next) && !opensAnother) await test.answered(step.on, step.program);
    }
  }
  for (const check of checks) await test.passed(check.id);
  expect([...test.proven].sort()).toEqual(checks.map((check) => check.id).sort());
}
