import { html, LitElement, nothing } from 'lit';
import { request, unikernelPath } from './api.js';
import './console.js';
import { eventTable } from './events.js';
import { clock, megabytes, moment, text, visible } from './format.js';
import { badge, uptime } from './overview.js';

const ACTIONS = {
  start: { title: 'Start', method: 'POST', path: '/start', when: ['stopped', 'waiting'], says: 'It runs again, and is started with the host from now on.' },
  restart: { title: 'Restart', method: 'POST', path: '/restart', when: ['running'], says: 'It ends and begins anew with the same configuration.' },
  stop: { title: 'Stop', method: 'POST', path: '/stop', when: ['running', 'restarting', 'waiting'], says: 'It ends, and stays stopped when the host restarts, until somebody starts it.' },
  destroy: { title: 'Destroy', method: 'DELETE', path: '', danger: true, when: ['running', 'restarting', 'waiting', 'stopped'], says: 'It ends, and its configuration is removed. Block devices stay. This cannot be undone.' },
};

/** One unikernel: what it is, what it prints, what happened to it, and what may be done to it. */
class UnikernelView extends LitElement {
  static properties = {
    name: {}, session: {}, unikernel: {}, now: {}, events: {},
    asked: { state: true }, busy: { state: true }, problem: { state: true }, done: { state: true },
  };

  createRenderRoot() {
    return this;
  }

  #ask(key) {
    this.asked = key;
    this.problem = undefined;
    this.done = undefined;
    this.updateComplete.then(() => this.querySelector('dialog')?.showModal());
  }

  #closed() {
    const key = this.asked;
    this.asked = undefined;
    this.updateComplete.then(() => this.querySelector(`[data-action="${key}"]`)?.focus());
  }

  async #perform() {
    const action = ACTIONS[this.asked];
    this.busy = true;
    try {
      const answer = await request(action.method, unikernelPath(this.name) + action.path);
      this.done = visible(answer.message);
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.busy = false;
      this.querySelector('dialog')?.close();
      this.dispatchEvent(new CustomEvent('changed'));
    }
  }

  #dialog() {
    if (!this.asked) return nothing;
    const action = ACTIONS[this.asked];
    return html`
      <dialog aria-labelledby="dialog-title" @close=${this.#closed}>
        <h2 id="dialog-title">${action.title} ${visible(this.name)}?</h2>
        <p>${action.says}</p>
        <div class="buttons">
          <button type="button" autofocus @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button type="button" id="confirm" class=${action.danger ? 'danger' : 'primary'} ?disabled=${this.busy} @click=${this.#perform}>
            ${action.title} ${visible(this.name)}</button>
        </div>
      </dialog>`;
  }

  #facts({ status }) {
    const info = status.info;
    const rows = [
      ['Uptime', status.state === 'running' ? uptime(status, this.now) : undefined],
      ['Started', clock(moment(info?.started))],
      ['Reason', text(status.reason)],
      ['Next try', clock(moment(status.next_try))],
      ['Last end', text(status.last_exit)],
      ['Restarts', String(status.restarts)],
      ['Run', String(status.run_id)],
      ['Memory', info && megabytes(info.memory)],
      ['CPUs', info?.cpuids.join(', ')],
      ['Type', info?.typ],
      ['After an exit', info && (info.fail_behaviour === 'quit' ? 'stays ended' : this.#restarts(info.fail_behaviour.restart))],
      ['Network', info?.bridges.map((net) => `${text(net.unikernel_device)} on ${text(net.host_device)}, ${net.mac}`).join('\n')],
      ['Block devices', info?.block_devices.map((block) => `${text(block.unikernel_device)} is ${text(block.host_device)}, ${megabytes(block.size)}`).join('\n')],
      ['Arguments', info?.argv?.map(text).join('\n')],
      ['Image', info?.digest.hex],
    ];
    return html`
      <dl class="facts">
        ${rows.filter(([, value]) => value).map(([label, value]) => html`<div class=${label === 'Image' || label === 'Arguments' ? 'wide' : ''}><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>`;
  }

  #restarts(codes) {
    return codes === null ? 'is restarted' : `is restarted after code ${codes.join(', ')}`;
  }

  render() {
    const head = html`<p class="crumbs"><a href="#/">Unikernels</a></p>`;
    if (this.unikernel === undefined) return html`${head}<p class="muted" role="status">Loading\u2026</p>`;
    const own = (this.events ?? []).filter((event) => event.name === this.name).slice(-20).toReversed();
    const state = this.unikernel?.status.state;
    const mayChange = this.session.role !== 'viewer';
    const mayReadConsole = mayChange || this.session.consoles;
    return html`
      ${head}
      <div class="title">
        <h1>${visible(this.name)}</h1>
        ${state ? badge(state) : html`<span class="state other">not here</span>`}
        ${mayChange && state ? html`
          <div class="buttons" role="group" aria-label="Actions">
            ${Object.entries(ACTIONS).filter(([, action]) => action.when.includes(state)).map(([key, action]) => html`
              <button type="button" data-action=${key} class=${action.danger ? 'danger' : ''} @click=${() => this.#ask(key)}>${action.title}</button>`)}
          </div>` : nothing}
      </div>
      <div role="status" class="outcome">${this.done ? html`<p class="notice">${this.done}</p>` : nothing}</div>
      <div role="alert">${this.problem ? html`<p class="problem">${this.problem}</p>` : nothing}</div>
      ${this.unikernel === null ? html`<p class="empty">There is no unikernel of this name, or no longer.</p>` : html`
        <section class="panel" aria-label="Facts">${this.#facts(this.unikernel)}</section>`}
      ${mayReadConsole ? html`<console-view .name=${this.name}></console-view>` : nothing}
      <section class="panel" aria-labelledby="events-title">
        <h2 id="events-title">Its latest events</h2>
        ${own.length === 0 ? html`<p class="muted">None of the last ${(this.events ?? []).length} events is about it.</p>` : eventTable(own, false)}
      </section>
      ${this.#dialog()}`;
  }
}
customElements.define('unikernel-view', UnikernelView);
