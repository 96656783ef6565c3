import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const found = existsSync(executablePath);

// A machine with Node and nothing else has no browser; where CI runs there must be one.
(found || process.env['CI'] ? describe : describe.skip)('the explorer page, in a real browser without internet', () => {
  let graph: TestGraph;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    graph = await startTestGraph('organization');
    address = await graph.server.app.listen({ port: 0, host: '127.0.0.1' });
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await graph?.close();
  });

  it('the explorer opens with a query and shows the answer to a typed one', async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const faults: string[] = [];
    page.on('pageerror', (fault) => faults.push(fault.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && /^https?:/.test(request.url())) faults.push(`asked ${request.url()}`);
    });
    await page.goto(`${address}/explorer`);
    const editor = page.locator('.graphiql-query-editor .monaco-editor').first();
    await editor.waitFor({ timeout: 20_000 });
    await page.getByText('LatestNews').first().waitFor();

    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('issuedBy').first().waitFor({ timeout: 10_000 });
    if (process.env['SCREENSHOT']) await page.screenshot({ path: process.env['SCREENSHOT'] });

    await editor.click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.type('{ country(isoCode: "MT") { capital } }', { delay: 5 });
    // The editor learns of the operations in its text a moment after the last key.
    await page.getByText('<untitled>').first().waitFor({ timeout: 10_000 });
    await page.keyboard.press('Control+Enter');
    await page.locator('.result-window').getByText('Valletta').waitFor({ timeout: 10_000 });
    expect(faults).toEqual([]);
  }, 60_000);
});
