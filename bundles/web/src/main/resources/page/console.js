import { html, LitElement } from 'lit';
import { Stream, unikernelPath } from './api.js';
import { clock, moment, visible } from './format.js';

const MOST_LINES = 2000;
const HISTORY = 500;

/**
 * What a unikernel prints, live. Lines are put into the document once a frame, so that many do not freeze the page; of more than it holds
 * the oldest go. While it is paused they wait, up to as many.
 */
class ConsoleView extends LitElement {
  static properties = { name: {}, paused: { state: true }, state: { state: true }, waiting: { state: true }, ended: { state: true } };

  #stream;
  #lines = [];
  #frame;

  constructor() {
    super();
    this.paused = false;
    this.state = 'connecting';
    this.waiting = 0;
  }

  createRenderRoot() {
    return this;
  }

  updated(changed) {
    if (changed.has('name')) this.#open();
  }

  #open() {
    this.#close();
    this.querySelector('.output').replaceChildren();
    this.ended = undefined;
    this.state = 'connecting';
    this.#stream = new Stream(`${unikernelPath(this.name)}/console?lines=${HISTORY}`, 'line', {
      item: (line) => this.#take(line),
      state: (state) => { this.state = state; },
      ended: (problem) => { this.ended = problem.message; },
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#close();
  }

  #close() {
    this.#stream?.close();
    cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#lines = [];
  }

  #take(line) {
    this.#lines.push(line);
    if (this.#lines.length > 2 * MOST_LINES) this.#lines.splice(0, this.#lines.length - MOST_LINES);
    if (this.paused) {
      this.waiting = Math.min(this.#lines.length, MOST_LINES);
    } else {
      this.#frame ??= requestAnimationFrame(() => this.#show());
    }
  }

  #show() {
    this.#frame = undefined;
    const output = this.querySelector('.output');
    const atEnd = output.scrollHeight - output.scrollTop - output.clientHeight < 40;
    const added = document.createDocumentFragment();
    for (const line of this.#lines.slice(-MOST_LINES)) {
      const row = document.createElement('div');
      const time = document.createElement('time');
      time.textContent = clock(moment(line.time), false);
      time.title = line.time;
      row.append(time, visible(line.line));
      added.append(row);
    }
    this.#lines = [];
    output.append(added);
    while (output.childElementCount > MOST_LINES) output.firstElementChild.remove();
    if (atEnd) output.scrollTop = output.scrollHeight;
  }

  #toggle() {
    this.paused = !this.paused;
    this.waiting = 0;
    if (!this.paused) this.#show();
  }

  #said() {
    if (this.ended) return visible(this.ended);
    if (this.paused) return `Paused${this.waiting ? `, ${this.waiting} new lines` : ''}`;
    return { open: 'Live', connecting: 'Connecting\u2026', lost: 'Connection lost, trying again\u2026' }[this.state] ?? this.state;
  }

  render() {
    return html`
      <section class="panel console" aria-labelledby="console-title">
        <header>
          <h2 id="console-title">Console</h2>
          <span class="live ${this.paused || this.ended ? 'paused' : this.state}" role="status">${this.#said()}</span>
          ${this.ended
            ? html`<button type="button" @click=${this.#open}>Connect again</button>`
            : html`<button type="button" id="pause" @click=${this.#toggle}>${this.paused ? 'Go on' : 'Pause'}</button>`}
        </header>
        <div class="output" role="log" aria-live="off" tabindex="0" aria-labelledby="console-title"></div>
      </section>`;
  }
}
customElements.define('console-view', ConsoleView);
