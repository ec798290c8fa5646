import { html, LitElement } from 'lit';
import { clock, moment, visible, words } from './format.js';

/** A list of events, the newest first. */
export const eventTable = (events, withName = true) => html`
  <table class="events">
    <caption class="visually-hidden">Events, the newest first</caption>
    <thead><tr>
      <th scope="col">Time</th><th scope="col">Event</th>${withName ? html`<th scope="col">About</th>` : ''}
      <th scope="col">By</th><th scope="col">Details</th>
    </tr></thead>
    <tbody>${events.map((event) => html`
      <tr>
        <td data-label="Time"><time datetime=${event.time}>${clock(moment(event.time))}</time></td>
        <td data-label="Event">${words(event.kind)}</td>
        ${withName ? html`<td data-label="About">${visible(event.name)}</td>` : ''}
        <td data-label="By">${visible(event.by)}</td>
        <td data-label="Details" class="details">${visible(event.details)}</td>
      </tr>`)}
    </tbody>
  </table>`;

/** The event log, live. */
class EventsView extends LitElement {
  static properties = { events: {}, filter: { state: true } };

  constructor() {
    super();
    this.filter = '';
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const wanted = this.filter.trim().toLowerCase();
    const shown = this.events
      .filter((event) => `${words(event.kind)} ${event.name} ${event.by} ${event.details}`.toLowerCase().includes(wanted))
      .toReversed();
    return html`
      <h1>Event log</h1>
      <div class="toolbar">
        <label class="visually-hidden" for="filter">Show events that contain</label>
        <input id="filter" type="search" placeholder="Filter events" .value=${this.filter}
          @input=${(event) => { this.filter = event.target.value; }}>
        <span class="muted" role="status">${shown.length} of the last ${this.events.length}</span>
      </div>
      ${shown.length === 0 ? html`<p class="empty">There is no such event.</p>` : eventTable(shown)}`;
  }
}
customElements.define('events-view', EventsView);
