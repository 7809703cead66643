// A folder of releases, a desk on it, and a browser in front of it.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const { chromium } = createRequire(join(ROOT, 'target/desk/'))('playwright-core');
const AXE = join(ROOT, 'target/mail/axe.min.js');

/** The longest that anything is waited for: machines may be slow, and no test measures time. */
const PATIENCE = 60_000;

/** The release of the pictures in the documentation, with four quotes on two pages. */
export const SEED = readFileSync(join(ROOT, 'fixtures/releases/accepted/ki-vernetzungstreffen.md'), 'utf8');

export const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Office {
  constructor(program) {
    this.program = resolve(program);
    this.folder = mkdtempSync(join(tmpdir(), 'desk-'));
    this.faults = [];
    this.browser = null;
    this.desk = null;
  }

  wrong(what) {
    this.faults.push(what);
  }

  check(holds, what) {
    if (!holds) this.wrong(what);
  }

  path(name) {
    return join(this.folder, name);
  }

  write(name, text) {
    writeFileSync(this.path(name), text);
  }

  read(name) {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Opens the desk; `shell` is put before the program, such as a limit of what it may write. */
  async open(options = [], shell = '') {
    const words = ['desk', '--no-open', ...options];
    const [command, ...rest] = shell
      ? ['sh', '-c', `${shell}; exec "$0" "$@"`, this.program, ...words]
      : [this.program, ...words];
    this.desk = spawn(command, rest, {
      cwd: this.folder,
      env: { ...process.env, XDG_STATE_HOME: this.path('.state'), NO_COLOR: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = await new Promise((done, fail) => {
      let text = '';
      this.desk.stderr.on('data', (bytes) => {
        text += bytes;
        if (text.includes('\n')) done(text);
      });
      this.desk.on('exit', (code) => fail(new Error(`the desk ended with ${code}: ${text}`)));
    });
    [this.address] = said.match(/http:\/\/\S+/);
    this.base = this.address.split('?')[0];
  }

  /** Kills the desk, as a machine does that goes down. */
  async kill() {
    const ended = new Promise((done) => { this.desk.once('exit', done); });
    this.desk.removeAllListeners('exit');
    this.desk.once('exit', () => {});
    this.desk.kill('SIGKILL');
    await Promise.race([ended, sleep(5000)]);
  }

  /** A window of the browser, let in. What it asks of others, and what goes wrong in it, is a fault. */
  async window(options = {}) {
    this.browser ??= await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 }, locale: 'de-DE', acceptDownloads: true, ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    return this.tab(context);
  }

  /** One more tab of a window. */
  async tab(context) {
    const page = await context.newPage();
    const host = new URL(this.base).host;
    page.on('request', (request) => {
      const url = new URL(request.url());
      const isOwn = url.host === host || ['blob:', 'data:', 'about:'].includes(url.protocol);
      this.check(isOwn, `the page asked ${request.url()}`);
    });
    page.on('pageerror', (error) => this.wrong(`an error in the page: ${error.stack}`));
    page.on('console', (message) => {
      const isPolicy = message.text().includes('Content Security Policy');
      if (isPolicy) this.wrong(`against the policy: ${message.text()}`);
    });
    await page.goto(this.address);
    return page;
  }

  /** Opens a release, and waits until it stands on the page. */
  async release(page, name, selector = '.page svg') {
    await page.goto(`${this.base}#${encodeURIComponent(name)}`);
    await page.waitForSelector(selector, { state: 'attached' });
  }

  /** Waits until something is so, and says what is not. */
  async until(holds, what) {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      if (await holds()) return true;
      await sleep(50);
    }
    this.wrong(`not so after ${PATIENCE / 1000} s: ${what}`);
    return false;
  }

  /** Has axe-core look at a page. The policy lets no script in but those of the desk, and this one
   *  by way of the browser's own tools. */
  async axe(page, where) {
    const tools = await page.context().newCDPSession(page);
    const known = await tools.send('Runtime.evaluate', { expression: 'Boolean(window.axe)', returnByValue: true });
    if (!known.result.value) await tools.send('Runtime.evaluate', { expression: readFileSync(AXE, 'utf8') });
    const run = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((found) => JSON.stringify(found.violations.map((one) => [one.id, one.nodes.map((node) => node.html.slice(0, 200))])))`;
    const { result } = await tools.send('Runtime.evaluate', { expression: run, awaitPromise: true, returnByValue: true });
    await tools.detach();
    const violations = JSON.parse(result.value);
    for (const [id, nodes] of violations) this.wrong(`${where}: ${id}: ${nodes.slice(0, 3).join(' | ')}`);
  }

  async close() {
    await this.browser?.close();
    this.desk?.removeAllListeners('exit');
    this.desk?.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
