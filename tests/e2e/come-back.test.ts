/** A learner who comes back by their code: at another computer, or after their browser has lost its cookies. */
import { describe, expect, it } from 'vitest';
import { createPerson } from '../classes/person.ts';
import { instructorOf, join, membershipWhere, newClass } from '../classes/school.ts';
import { sharedBrowser } from './browser.ts';
import { startServer } from './server.ts';
import { useCourse } from './suite.ts';

describe('the code to come back', () => {
  const suite = useCourse();

  it('is in the menu, and makes another browser the learner’s: slide, lab and all that they have proven', async () => {
    await using course = await suite.open();
    const { page } = course;
    await course.open('caso-1/2');
    await page
      .getByRole('button', { name: /Ejecutar/ })
      .first()
      .click();
    await course.passed('caso-1/failover-pedido');
    await course.fromMenu('Mi código para volver…');
    const dialog = page.getByRole('dialog', { name: 'Tu código para volver' });
    const code = await dialog.getByText(/^[a-z]+-[a-z]+-[a-z]+-[a-z]+-\d\d$/).innerText();
    await page.keyboard.press('Escape');

    const elsewhere = await (await sharedBrowser()).newContext();
    try {
      const other = await elsewhere.newPage();
      await other.goto(`${suite.url}/volver`);
      await other.getByLabel('Tu código').fill(code.toUpperCase().replaceAll('-', ' '));
      await other.getByRole('button', { name: 'Volver' }).click();
      await other.goto(`${suite.url}/#/caso-1/2`);
      await other
        .getByText(/Demostrado el/)
        .first()
        .waitFor();
    } finally {
      await elsewhere.close();
    }
  });
});

describe('whoever has a code', () => {
  it('is back in their class; an older code, and a guessed one, are nobody’s', async () => {
    await using server = await startServer({
      env: { CURSO_POOL: '0', CURSO_CODIGO: 'tres-palabras-largas' },
    });
    const instructor = await instructorOf(server);
    const made = await newClass(instructor);
    const ana = await join(server.url, made, 'Ana');
    const ask = async () => JSON.stringify((await ana.send('POST', '/api/session/code')).json).slice(9, -2);
    const [old, code] = [await ask(), await ask()];
    expect(code).not.toBe(old);

    // A browser that lost its cookie was given a lab, which is turned off when its learner is back.
    const back = createPerson(server.url);
    await back.submit('/clase', { codigo: 'tres-palabras-largas' });
    await back.get('/api/lab');
    const labsOn = async () =>
      JSON.stringify((await back.get('/api/health')).json).match(/"labs":(\d+)/)?.[1];
    expect(await labsOn()).toBe('1');
    expect((await back.submit('/volver', { codigo: old })).status).toBe(403);
    const answer = await back.submit('/volver', { codigo: code });
    expect([answer.status, answer.location]).toEqual([303, '/']);
    await expect.poll(labsOn).toBe('0');
    using page = back.listen('/ws/lab');
    await membershipWhere(page, 'Ana, in her class', (is) => is?.alias === 'Ana');

    const guesses = [];
    for (let i = 10; i < 20; i += 1)
      guesses.push((await back.submit('/volver', { codigo: `luna-sol-mar-rio-${i}` })).status);
    expect(guesses).toEqual([...Array(9).fill(403), 429]);
    expect((await back.submit('/volver', { codigo: code })).status).toBe(429);
  });
});
