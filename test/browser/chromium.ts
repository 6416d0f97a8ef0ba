import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** The browser of this machine; `apt-get install chromium` where there is none. */
export const CHROMIUM = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

/** What a page did that a report must not do. */
export interface Misdeeds {
  /** Errors and warnings on the console, exceptions, what the page's policy refused. */
  readonly complaints: string[];
  /** Addresses asked for, the page's own left out. */
  readonly requests: string[];
  readonly dialogs: string[];
}

/** A tab of a headless Chromium, steered over a pipe. https://chromedevtools.github.io/devtools-protocol/ */
export class Tab {
  readonly misdeeds: Misdeeds = { complaints: [], requests: [], dialogs: [] };
  readonly #process: ChildProcess;
  readonly #input: Writable;
  readonly #folder: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #heard: { method: string; told: () => void }[] = [];
  #session: string | undefined;
  #last = 0;
  #own = '';

  private constructor(browser: ChildProcess, folder: string) {
    this.#process = browser;
    this.#folder = folder;
    this.#input = browser.stdio[3] as Writable;
    let rest = '';
    (browser.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#hear(JSON.parse(message) as Message);
    });
  }

  static async open(path: string): Promise<Tab> {
    const folder = mkdtempSync(join(tmpdir(), 'ecs-preflight-browser-'));
    const flags = [
      ...['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-extensions'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      ...['--disable-dev-shm-usage', '--remote-debugging-pipe', `--user-data-dir=${folder}`, 'about:blank'],
    ];
    const browser = spawn(path, flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    const tab = new Tab(browser, folder);
    const { targetId } = await tab.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await tab.send('Target.attachToTarget', { targetId, flatten: true });
    tab.#session = String(sessionId);
    for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await tab.send(`${domain}.enable`);
    // Keys go to whoever has the focus, which a window that nobody sees may lack.
    await tab.send('Emulation.setFocusEmulationEnabled', { enabled: true });
    return tab;
  }

  /** Loads a page from a file. */
  async load(html: string): Promise<void> {
    const file = join(this.#folder, 'report.html');
    writeFileSync(file, html);
    this.#own = `file://${file}`;
    for (const list of Object.values(this.misdeeds)) list.length = 0;
    const loaded = this.#once('Page.loadEventFired');
    await this.send('Page.navigate', { url: this.#own });
    await loaded;
  }

  /** What an expression comes to in the page; a promise is waited for. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: T }).value;
  }

  async size(width: number, height = 900): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height, deviceScaleFactor: 1 },
      mobile: false,
    });
  }

  async media({ scheme = 'light', print = false }: { scheme?: 'light' | 'dark'; print?: boolean }) {
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.send('Emulation.setEmulatedMedia', { media: print ? 'print' : 'screen', features });
  }

  async press(key: string): Promise<void> {
    for (const type of ['keyDown', 'keyUp'])
      await this.send('Input.dispatchKeyEvent', {
        ...{ type, key },
        ...(type === 'keyDown' && key.length === 1 ? { text: key } : {}),
      });
  }

  send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const sessionId = this.#session === undefined ? {} : { sessionId: this.#session };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result = {}, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      this.#input.write(`${JSON.stringify({ id, method, params, ...sessionId })}\0`);
    });
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
    // Its helpers may still be writing when it is gone, also into a folder that is being removed: that is begun anew each time.
    for (let tries = 0; existsSync(this.#folder); tries++) {
      try {
        rmSync(this.#folder, { recursive: true, force: true });
      } catch (error) {
        if (tries === 40) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  #once(method: string): Promise<void> {
    return new Promise((told) => this.#heard.push({ method, told }));
  }

  #hear({ id, method = '', params = {}, ...answer }: Message): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
      return;
    }
    for (const one of this.#heard.splice(0)) {
      if (one.method === method) one.told();
      else this.#heard.push(one);
    }
    const { complaints, requests, dialogs } = this.misdeeds;
    if (
      method === 'Runtime.exceptionThrown' ||
      method === 'Log.entryAdded' ||
      method === 'Runtime.consoleAPICalled'
    )
      complaints.push(JSON.stringify(params));
    if (method === 'Network.requestWillBeSent') {
      const { url } = params['request'] as { url: string };
      if (url !== this.#own) requests.push(url);
    }
    if (method === 'Page.javascriptDialogOpening') {
      dialogs.push(JSON.stringify(params));
      void this.send('Page.handleJavaScriptDialog', { accept: true });
    }
  }
}
