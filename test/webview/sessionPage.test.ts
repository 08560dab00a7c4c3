import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { SessionPage } from '../../src/core/usage/sessionPageModel.ts';
import type { ToSessionPage } from '../../src/webview/messages.ts';
import { type OpenPage, openPage } from './openPage.ts';
import { samplePage, sampleRequest } from './sessionSample.ts';

const opened: OpenPage[] = [];

afterEach(async () => {
  for (const view of opened.splice(0)) {
    assert.deepEqual(view.errors, []);
    await view.close();
  }
});

async function open(options?: Parameters<typeof openPage>[1]): Promise<OpenPage> {
  const view = await openPage('session', options);
  opened.push(view);
  return view;
}

const pageMessage = (page: SessionPage): ToSessionPage => ({ kind: 'page', page, notice: null, hidesAmounts: false });

async function openWith(page: SessionPage, options?: Parameters<typeof openPage>[1]): Promise<OpenPage> {
  const view = await open(options);
  await view.send(pageMessage(page));
  await view.page.locator('tbody tr').first().waitFor();
  return view;
}

const readOut = (view: OpenPage): Promise<string> => view.page.locator('.read-out').innerText();
const selectedRow = (view: OpenPage): Promise<string> =>
  view.page.locator('tr[aria-selected="true"] .request').innerText();

test('the page asks for its figures once it is there', async () => {
  const view = await open();
  assert.deepEqual(await view.sent(), [{ kind: 'ready' }]);
});

test('markup in a log is shown as the text that it is', async () => {
  const hostile = '<img src=x onerror="sentMessages.push(1)"><b>x</b>';
  const page = samplePage(2, { title: hostile, requests: [sampleRequest(1, { label: hostile })], facts: [hostile] });
  const view = await openWith(page);
  assert.equal(await view.page.locator('h1').innerText(), hostile);
  assert.equal(await view.page.locator('main img, main b b').count(), 0);
  assert.deepEqual(await view.sent(), [{ kind: 'ready' }]);
});

test('keys and clicks on the chart select a request; read-out and table follow', async () => {
  const view = await openWith(samplePage(8));
  const plot = view.page.locator('.plot');
  assert.match(await readOut(view), /11:08 request 8/);
  await plot.focus();
  await view.page.keyboard.press('ArrowLeft');
  assert.match(await readOut(view), /11:07 request 7/);
  assert.equal(await selectedRow(view), 'Step 7');
  await view.page.keyboard.press('Home');
  assert.equal(await selectedRow(view), 'Step 1');
  await view.page.keyboard.press('End');
  assert.equal(await selectedRow(view), 'Step 8');
  const box = await plot.boundingBox();
  await plot.click({ position: { x: (box?.width ?? 0) / 2, y: 100 } });
  assert.match(await selectedRow(view), /Step [45]/);
});

test('an arrow key in the table moves to the next row, and on a parent opens its subagents', async () => {
  const child = sampleRequest(2, { key: 'child', number: '2.1', label: 'Explore', total: null, context: null });
  const parent = sampleRequest(2, { subagents: [child], subagentsText: 'with 1 subagent request, $0.0068' });
  const view = await openWith(samplePage(3, { requests: [sampleRequest(1), parent, sampleRequest(3)] }));
  await view.page.locator('tr[aria-selected="true"]').focus();
  await view.page.keyboard.press('ArrowDown');
  assert.match(await selectedRow(view), /^Step 2/);
  await view.page.keyboard.press('ArrowRight');
  await view.page.keyboard.press('ArrowDown');
  assert.equal(await selectedRow(view), 'Explore');
  assert.match(await readOut(view), /request 2\.1/);
  await view.page.keyboard.press('ArrowLeft');
  await view.page.keyboard.press('ArrowLeft');
  assert.equal(await view.page.locator('tbody tr[aria-level="2"]').count(), 0);
});

test('a new request is followed when the latest was selected', async () => {
  const view = await openWith(samplePage(3));
  await view.send(pageMessage(samplePage(4)));
  await view.page.getByText('Cost over 4 requests').waitFor();
  assert.equal(await selectedRow(view), 'Step 4');
});

test('a new request keeps the selection, the focus and the place on the page where the reader is elsewhere', async () => {
  const view = await openWith(samplePage(9));
  const row = view.page.locator('tr[data-key="r5"]');
  await row.click();
  await row.focus();
  await view.page.evaluate('document.documentElement.scrollTop = 300');
  await view.page.evaluate("globalThis.keptRow = document.querySelector('tr[data-key=r5]')");
  await view.send(pageMessage(samplePage(10)));
  await view.page.getByText('Cost over 10 requests').waitFor();
  assert.equal(await selectedRow(view), 'Step 5');
  assert.equal(await view.page.evaluate('document.activeElement === keptRow && keptRow.isConnected'), true);
  assert.equal(await view.page.evaluate('document.documentElement.scrollTop'), 300);
});

test('what was selected and opened comes back after the page was away', async () => {
  const first = await openWith(samplePage(9));
  await first.page.locator('tr[data-key="r5"]').click();
  const state = await first.kept();
  const second = await openWith(samplePage(9), { state });
  assert.equal(await selectedRow(second), 'Step 5');
});

for (const width of [320, 560, 861, 1600]) {
  test(`nothing reaches over the side at ${width} px, and every chart label is inside`, async () => {
    const events = sampleRequest(5, { event: { kind: 'model', text: 'Opus 5.5 → Sonnet 5.5' } });
    const requests = samplePage(30).requests.map((request, index) => (index === 4 ? events : request));
    const view = await openWith(samplePage(30, { requests }), { width });
    assert.equal(await view.page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    const outside = await view.page.evaluate<string[]>(`[...document.querySelectorAll('.chart text')]
      .filter((text) => { const { left, right } = text.getBoundingClientRect(); return left < 0 || right > innerWidth; })
      .map((text) => text.textContent)`);
    assert.deepEqual(outside, []);
    assert.match(await view.page.locator('main').innerText(), /Opus 5\.5 → Sonnet 5\.5/);
  });
}

test('the chart is drawn anew at the width that the page gets', async () => {
  const view = await openWith(samplePage(9), { width: 1200 });
  await view.page.setViewportSize({ width: 500, height: 900 });
  await view.page.waitForFunction("document.querySelector('.chart').getAttribute('width') < 500");
  assert.equal(
    await view.page.evaluate("document.querySelector('.plot').clientWidth"),
    Number(await view.page.locator('.chart').getAttribute('width')),
  );
});

test('in high contrast the parts of a bar are told apart by patterns', async () => {
  const view = await openWith(samplePage(3), { bodyClass: 'vscode-high-contrast' });
  const fill = (name: string): Promise<string> =>
    view.page.evaluate<string>(`getComputedStyle(document.querySelector('.chart .${name}')).fill`);
  assert.match(await fill('fill-write'), /#pattern-write/);
  assert.match(await fill('fill-read'), /#pattern-read/);
  assert.equal(await fill('fill-input'), 'none');
  assert.doesNotMatch(await fill('fill-output'), /none|#/);
});

test('a session without a price has no strips of money', async () => {
  const page = samplePage(2);
  const view = await openWith({ ...page, chart: { ...page.chart, hasMoney: false, legend: [] } });
  assert.deepEqual(await view.page.locator('.chart .name').allTextContents(), ['Context window', 'Read from cache']);
});

test('the switch between bill and list asks the editor, by click and by arrow; it is absent where both are the same', async () => {
  const view = await openWith(samplePage(3));
  await view.page.getByRole('radio', { name: 'API list' }).click();
  await view.page.keyboard.press('ArrowRight');
  assert.deepEqual((await view.sent()).slice(1), [
    { kind: 'showBook', book: 'list' },
    { kind: 'showBook', book: 'spent' },
  ]);
  await view.send(pageMessage(samplePage(3, { hasTwoBooks: false })));
  await view.page.getByRole('radiogroup').waitFor({ state: 'hidden' });
});

test('reading, empty and error stand in place of figures, and their buttons ask the editor', async () => {
  const view = await open();
  await view.send({ kind: 'reading', percent: 62, detail: '41 of 66 files.' } satisfies ToSessionPage);
  const bar = view.page.getByRole('progressbar');
  await bar.waitFor();
  assert.equal(await bar.getAttribute('aria-valuenow'), '62');
  await view.send({ kind: 'error', message: 'Permission denied.' } satisfies ToSessionPage);
  await view.page.getByText('Permission denied.').waitFor();
  await view.page.getByRole('button', { name: 'Try Again' }).click();
  await view.send({ kind: 'empty' } satisfies ToSessionPage);
  await view.page.getByRole('button', { name: 'Show Sessions' }).click();
  assert.deepEqual((await view.sent()).slice(1), [
    { kind: 'run', action: 'readLogsAgain' },
    { kind: 'run', action: 'openSessions' },
  ]);
  assert.equal(await view.page.locator('main').isVisible(), false);
});

test('a long session shows its last ten rows, and more when asked', async () => {
  const view = await openWith(samplePage(1_200));
  assert.equal(await view.page.locator('tbody tr[data-key]').count(), 10);
  await view.page.getByRole('button', { name: 'Show 500 more of 1200 requests' }).click();
  assert.equal(await view.page.locator('tbody tr[data-key]').count(), 510);
});
