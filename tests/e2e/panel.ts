/** What the tests of the cluster's picture and of its timeline share: its parts by name, and a failover. */
import type { Page } from 'playwright-core';
import type { CoursePage } from './course-page.ts';

/** down-after, the election and the promotion, several times over. */
export const failoverMs = 60_000;

export const service = (page: Page, name: RegExp) => page.getByRole('button', { name });
export const slider = (page: Page) => page.getByRole('slider', { name: 'Momento que se muestra' });
export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });

/** The moment that is shown, as a screen reader says it. */
export const moment = (page: Page) => slider(page).getAttribute('aria-valuetext');

/**
 * Keeps all that the picture says from now on, the names of its parts and its caption: what stands for a second escapes who looks
 * from time to time. Returns how to read it.
 */
export async function keepWhatIsSaid(page: Page): Promise<() => Promise<string[]>> {
  const kept = await page.locator('.panel').evaluateHandle((panel) => {
    const said = new Set<string>();
    const keep = () => {
      for (const part of panel.querySelectorAll('[aria-label]'))
        said.add(part.getAttribute('aria-label') ?? '');
      said.add(panel.querySelector('.panel-caption')?.textContent ?? '');
    };
    new MutationObserver(keep).observe(panel, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['aria-label'],
    });
    return said;
  });
  return () => kept.evaluate((said) => [...said]);
}

export async function crashMaster(course: CoursePage): Promise<void> {
  await course.open('caso-2/1');
  await course.prepare('caso-2');
  await service(course.page, /^Redis de replica2: MAESTRO/).waitFor();
  await course.type('replica2', 'redis-cli', 'SHUTDOWN');
}

/** All three Sentinels name the new master. */
export async function switched({ page }: CoursePage): Promise<void> {
  for (const node of ['maestro', 'replica1', 'replica2']) {
    const believes = new RegExp(`^${node}: Sentinel · época \\d+, cree en (maestro|replica1)[.,]`);
    await service(page, believes).first().waitFor({ timeout: failoverMs });
  }
}
