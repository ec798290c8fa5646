import { html, LitElement, nothing } from 'lit';
import { request, Stream, unikernelPath } from './api.js';
import { visible } from './format.js';
import './events.js';
import './login.js';
import './overview.js';
import './unikernel.js';

const POLL_MILLIS = 10_000;
const SETTLE_MILLIS = 250;
const AGAIN_MILLIS = 2000;
const MOST_EVENTS = 500;

/** What is shown, from the fragment of the address. */
function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/');
  if (parts[0] === 'events') return { view: 'events' };
  if (parts[0] === 'unikernels' && parts[1]) {
    try {
      return { view: 'unikernel', name: decodeURIComponent(parts[1]) };
    } catch {
      return { view: 'overview' };
    }
  }
  return { view: 'overview' };
}

/** The page: who is logged in, what is shown, and what the platform tells of itself. */
class AlbatrossApp extends LitElement {
  static properties = {
    session: { state: true }, route: { state: true }, unikernels: { state: true }, unikernel: { state: true },
    events: { state: true }, now: { state: true }, lost: { state: true }, reason: { state: true },
  };

  #stream;
  #poll;
  #tick;
  #settle;
  #again;

  constructor() {
    super();
    this.route = route();
    this.events = [];
    this.now = Date.now();
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', () => this.#navigated());
    request('GET', '/session').then(
      (session) => this.#begin(session),
      (problem) => { this.session = null; this.reason = problem.status === 401 ? undefined : problem.message; },
    );
  }

  #begin(session) {
    this.session = session;
    this.reason = undefined;
    this.#follow();
    this.#poll = setInterval(() => this.#refresh(), POLL_MILLIS);
    this.#tick = setInterval(() => { this.now = Date.now(); }, 1000);
    this.#refresh();
  }

  #follow() {
    this.#stream = new Stream('/events/stream?count=200', 'event', {
      item: (event) => this.#happened(event),
      state: (state) => {
        if (this.lost && state === 'open') this.#refreshSoon();
        this.lost = state === 'lost';
      },
      ended: (problem) => {
        if (problem.status === 401) this.#end('The session has ended. Log in again.');
        else this.#again = setTimeout(() => this.#follow(), AGAIN_MILLIS);
      },
    });
  }

  #end(reason) {
    this.#stream?.close();
    clearInterval(this.#poll);
    clearInterval(this.#tick);
    clearTimeout(this.#settle);
    clearTimeout(this.#again);
    this.#settle = undefined;
    this.session = null;
    this.unikernels = undefined;
    this.unikernel = undefined;
    this.events = [];
    this.lost = false;
    this.reason = reason;
  }

  #navigated() {
    this.route = route();
    this.unikernel = undefined;
    this.#refresh();
    this.updateComplete.then(() => {
      scrollTo(0, 0);
      this.querySelector('main')?.focus({ preventScroll: true });
    });
  }

  #happened(event) {
    if (event.sequence <= (this.events.at(-1)?.sequence ?? 0)) return;
    this.events = [...this.events.slice(1 - MOST_EVENTS), event];
    this.#refreshSoon();
  }

  // Many events in a moment ask once.
  #refreshSoon() {
    this.#settle ??= setTimeout(() => {
      this.#settle = undefined;
      this.#refresh();
    }, SETTLE_MILLIS);
  }

  async #refresh() {
    if (!this.session) return;
    const shown = this.route;
    try {
      if (shown.view === 'unikernel') {
        const unikernel = await request('GET', unikernelPath(shown.name));
        if (shown === this.route) this.unikernel = unikernel;
      } else if (shown.view === 'overview') {
        const { unikernels } = await request('GET', '/unikernels');
        this.unikernels = unikernels;
      }
    } catch (problem) {
      if (problem.status === 401) this.#end('The session has ended. Log in again.');
      else if (problem.status === 404 && shown === this.route) this.unikernel = null;
      else if (problem.status === 0) this.lost = true;
      else this.unikernels ??= [];
    }
  }

  async #logout() {
    try {
      await request('DELETE', '/session');
    } finally {
      this.#end();
    }
  }

  #view() {
    switch (this.route.view) {
      case 'events':
        return html`<events-view .events=${this.events}></events-view>`;
      case 'unikernel':
        return html`
          <unikernel-view .name=${this.route.name} .session=${this.session} .unikernel=${this.unikernel} .events=${this.events} .now=${this.now}
            @changed=${() => this.#refresh()}></unikernel-view>`;
      default:
        return html`<overview-view .unikernels=${this.unikernels} .now=${this.now}></overview-view>`;
    }
  }

  updated() {
    const what = { events: 'Event log', unikernel: visible(this.route.name ?? ''), overview: 'Unikernels' }[this.route.view];
    document.title = this.session ? `${what} \u00b7 Albatross` : 'Albatross';
  }

  render() {
    if (this.session === undefined) return nothing;
    if (this.session === null) {
      return html`<login-view .reason=${this.reason} @logged-in=${(event) => this.#begin(event.detail)}></login-view>`;
    }
    const current = (view) => (this.route.view === view ? 'page' : nothing);
    return html`
      <a class="skip" href="#main" @click=${(event) => { event.preventDefault(); this.querySelector('main').focus(); }}>To the contents</a>
      <header class="bar">
        <a class="brand" href="#/">Albatross</a>
        <nav aria-label="Views">
          <a href="#/" aria-current=${current('overview')}>Unikernels</a>
          <a href="#/events" aria-current=${current('events')}>Event log</a>
        </nav>
        <span class="who" title="${this.session.role} of ${this.session.path}">
          ${visible(this.session.user)} <span class="muted">${this.session.role}${this.session.path === ':' ? '' : ` of ${this.session.path}`}</span></span>
        <button type="button" id="logout" @click=${this.#logout}>Log out</button>
      </header>
      <div role="status">${this.lost ? html`<p class="lost">The connection to the platform is lost. Trying again\u2026</p>` : nothing}</div>
      <main id="main" tabindex="-1">${this.#view()}</main>`;
  }
}
customElements.define('albatross-app', AlbatrossApp);
