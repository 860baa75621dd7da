/** One browser and one server for a file of tests. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, plainName } from './browser.ts';
import { type CoursePage, openCourse } from './course-page.ts';
import { type RunningServer, startServer } from './server.ts';

export interface Suite {
  /** The server's address, once the tests run. */
  readonly url: string;
  /** The server's process. */
  readonly pid: number;
  /** The page of a new learner. */
  open(options?: Parameters<Browser['newContext']>[0]): Promise<CoursePage>;
}

/**
 * Call it inside `describe`: starts both before its tests and ends both after them. `plain`: the page is opened as a class does, by
 * a name and over http, where browsers keep shut what they give to pages that they trust.
 */
export function useCourse(env: Readonly<Record<string, string>> = {}, { plain = false } = {}): Suite {
  let browser: Browser | undefined;
  let server: RunningServer | undefined;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      launchBrowser(),
      startServer({ env: plain ? { CURSO_HOSTS: plainName, ...env } : env }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.[Symbol.asyncDispose]();
  });
  const started = (): RunningServer => {
    if (!server) throw new Error('the server is not started yet');
    return server;
  };
  const url = (): string => (plain ? started().url.replace('localhost', plainName) : started().url);
  return {
    get url() {
      return url();
    },
    get pid() {
      return started().pid;
    },
    open(options) {
      if (!browser) throw new Error('the browser is not started yet');
      return openCourse(browser, url(), options);
    },
  };
}
