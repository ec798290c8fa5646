import { html, LitElement, nothing } from 'lit';
import { request } from './api.js';

/** The form by which somebody logs in. Fires `logged-in` with the session. */
class LoginView extends LitElement {
  static properties = { reason: {}, problem: { state: true }, busy: { state: true } };

  createRenderRoot() {
    return this;
  }

  async #submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.problem = undefined;
    try {
      const session = await request('POST', '/session', { user: form.get('user'), password: form.get('password') });
      this.dispatchEvent(new CustomEvent('logged-in', { detail: session }));
    } catch (problem) {
      this.problem = problem.message;
      this.querySelector('#password').value = '';
      this.querySelector('#password').focus();
    } finally {
      this.busy = false;
    }
  }

  firstUpdated() {
    this.querySelector('#user').focus();
  }

  render() {
    return html`
      <main class="login">
        <form class="panel" @submit=${this.#submit} aria-labelledby="login-title">
          <h1 id="login-title">Albatross</h1>
          <p class="muted">Log in to see and manage the unikernels of this host.</p>
          ${this.reason && !this.problem ? html`<p class="notice">${this.reason}</p>` : nothing}
          <label for="user">User</label>
          <input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="32">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="256">
          <p class="problem" role="alert">${this.problem ?? nothing}</p>
          <button class="primary" ?disabled=${this.busy}>${this.busy ? 'Logging in\u2026' : 'Log in'}</button>
          <p class="muted small">Users are made on the host by <code>albatross user add</code>.</p>
        </form>
      </main>`;
  }
}
customElements.define('login-view', LoginView);
