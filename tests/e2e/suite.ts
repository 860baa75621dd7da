/** One server for a file of tests, and the browser of all. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { plainName } from './browser.ts';
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
 * Call it inside `describe`: starts the server before its tests and ends it after them. `plain`: the page is opened as a class does, by
 * a name and over http, where browsers keep shut what they give to pages that they trust.
 */
export function useCourse(env: Readonly<Record<string, string>> = {}, { plain = false } = {}): Suite {
  let server: RunningServer | undefined;
  beforeAll(async () => {
    server = await startServer({
      env: { CURSO_POOL: '0', ...(plain && { CURSO_HOSTS: plainName }), ...env },
    });
  });
  afterAll(async () => {
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
    open: (options) => openCourse(url(), options),
  };
}
