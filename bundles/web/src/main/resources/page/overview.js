import { html, LitElement, nothing } from 'lit';
import { duration, megabytes, moment, text, visible } from './format.js';

const ORDER = ['running', 'restarting', 'waiting', 'stopped', 'finished'];

/** A state, as a word with a mark whose shape differs too. */
export const badge = (state) =>
  html`<span class="state ${ORDER.includes(state) ? state : 'other'}">${visible(state)}</span>`;

/** Since when a unikernel runs, in words. */
export function uptime(status, now) {
  const since = status.state === 'running' ? moment(status.info?.started ?? status.since) : undefined;
  return since ? duration(since, now) : '\u2013';
}

/** All unikernels. */
class OverviewView extends LitElement {
  static properties = { unikernels: {}, now: {}, filter: { state: true } };

  constructor() {
    super();
    this.filter = '';
  }

  createRenderRoot() {
    return this;
  }

  #summary() {
    const count = (state) => this.unikernels.filter(({ status }) => status.state === state).length;
    const memory = this.unikernels
      .filter(({ status }) => status.state === 'running')
      .reduce((sum, { status }) => sum + (status.info?.memory ?? 0), 0);
    return html`
      <dl class="summary">
        ${ORDER.map((state) => html`<div><dt>${badge(state)}</dt><dd>${count(state)}</dd></div>`)}
        <div><dt>Memory of what runs</dt><dd>${megabytes(memory)}</dd></div>
      </dl>`;
  }

  #row({ name, status }) {
    return html`
      <tr>
        <th scope="row"><a href="#/unikernels/${encodeURIComponent(name)}">${visible(name)}</a></th>
        <td data-label="State">${badge(status.state)}${status.reason ? html`<span class="reason">${text(status.reason)}</span>` : nothing}</td>
        <td data-label="Uptime" class="number">${uptime(status, this.now)}</td>
        <td data-label="Memory" class="number">${status.info ? megabytes(status.info.memory) : '\u2013'}</td>
        <td data-label="CPUs" class="number">${status.info?.cpuids.join(', ') || '\u2013'}</td>
        <td data-label="Restarts" class="number">${status.restarts}</td>
      </tr>`;
  }

  render() {
    if (!this.unikernels) return html`<p class="muted" role="status">Loading\u2026</p>`;
    const wanted = this.filter.trim().toLowerCase();
    const rows = this.unikernels.filter(({ name, status }) => name.includes(wanted) || status.state.includes(wanted));
    return html`
      <h1>Unikernels</h1>
      ${this.#summary()}
      <div class="toolbar">
        <label class="visually-hidden" for="filter">Show those whose name or state contains</label>
        <input id="filter" type="search" placeholder="Filter by name or state" .value=${this.filter}
          @input=${(event) => { this.filter = event.target.value; }}>
        <span class="muted" role="status">${rows.length} of ${this.unikernels.length}</span>
      </div>
      ${rows.length === 0
        ? html`<p class="empty">${this.unikernels.length === 0
            ? html`No unikernel is here. <code>albatross create NAME IMAGE</code> deploys the first one.`
            : 'No unikernel has this in its name or state.'}</p>`
        : html`
          <table>
            <caption class="visually-hidden">Unikernels, their state and what they use</caption>
            <thead><tr>
              <th scope="col">Name</th><th scope="col">State</th><th scope="col" class="number">Uptime</th>
              <th scope="col" class="number">Memory</th><th scope="col" class="number">CPUs</th><th scope="col" class="number">Restarts</th>
            </tr></thead>
            <tbody>${rows.map((row) => this.#row(row))}</tbody>
          </table>`}`;
  }
}
customElements.define('overview-view', OverviewView);
