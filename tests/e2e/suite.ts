/** One server for a file of tests, the page of one learner for those that share it, and the browser of all. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, onTestFailed } from 'vitest';
import { plainName } from './browser.ts';
import { type CoursePage, coursePage, openCourse } from './course-page.ts';
import { type RunningServer, startServer } from './server.ts';

export interface Suite {
  /** The server's address, once the tests run. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** The page of a new learner, with a lab of their own. */
  open(options?: PageOptions): Promise<CoursePage>;
  /**
   * The page of one learner whom tests of this file share, as the test before left it: to open a page and to make a lab take seconds of
   * CPU. For tests, not concurrent ones, that neither depend on what was done before nor take anything from those that follow. A test
   * that fails leaves it to nobody: the next one has a new learner.
   */
  shared(): Promise<CoursePage>;
  /** Another tab of that learner, closed when it is disposed of; with options, in a browser of its own, which has their cookie. */
  tab(options?: PageOptions): Promise<CoursePage>;
}

type PageOptions = Parameters<Browser['newContext']>[0];

interface SuiteOptions {
  /** The page is opened as a class does, by a name and over http, where browsers keep shut what they give to pages that they trust. */
  readonly plain?: boolean;
  /** How the page is opened that tests share. */
  readonly sharedPage?: PageOptions;
}

/** Call it inside `describe`: starts the server before its tests and ends it after them. */
export function useCourse(
  env: Readonly<Record<string, string>> = {},
  { plain = false, sharedPage }: SuiteOptions = {},
): Suite {
  let server: RunningServer | undefined;
  let page: CoursePage | null = null;
  const endShared = async () => {
    const ended = page;
    page = null;
    await ended?.[Symbol.asyncDispose]();
  };
  beforeAll(async () => {
    server = await startServer({
      env: { CURSO_POOL: '0', ...(plain && { CURSO_HOSTS: plainName }), ...env },
    });
  });
  afterAll(async () => {
    await endShared();
    await server?.[Symbol.asyncDispose]();
  });
  const started = (): RunningServer => {
    if (!server) throw new Error('the server is not started yet');
    return server;
  };
  const url = (): string => (plain ? started().url.replace('localhost', plainName) : started().url);
  const shared = async (): Promise<CoursePage> => {
    onTestFailed(endShared);
    page ??= await openCourse(url(), sharedPage);
    return page;
  };
  return {
    get url() {
      return url();
    },
    get pid() {
      return started().pid;
    },
    open: (options) => openCourse(url(), options),
    shared,
    async tab(options) {
      const { context } = await shared();
      if (!options) return coursePage(context, await context.newPage(), url());
      const { cookies } = await context.storageState();
      const tab = await openCourse(url(), { ...options, storageState: { cookies, origins: [] } });
      return { ...tab, [Symbol.asyncDispose]: () => tab.context.close() };
    },
  };
}
