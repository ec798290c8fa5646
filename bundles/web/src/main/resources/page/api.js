// The API of the platform: requests, and streams that go on where they were when the connection was lost.

const PREFIX = '/api/v1';
const AGAIN_MILLIS = 2000;

/** An answer that is a problem document (RFC 9457). */
export class Problem extends Error {
  constructor(document) {
    super(document.detail);
    this.status = document.status;
    this.type = document.type;
  }
}

/** Asks, and returns the JSON of the answer; a Problem is thrown, also when there is no answer. */
export async function request(method, path, body) {
  let response;
  try {
    response = await fetch(PREFIX + path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem({ status: 0, type: 'no-answer', detail: 'The platform does not answer.' });
  }
  if (response.status === 204) return undefined;
  let json;
  try {
    json = await response.json();
  } catch {
    throw new Problem({ status: 0, type: 'no-answer', detail: 'The answer broke off.' });
  }
  if (!response.ok) throw new Problem(json);
  return json;
}

/** The path of a unikernel. */
export const unikernelPath = (name) => `/unikernels/${encodeURIComponent(name)}`;

/** Server-sent events, until they are closed. */
export class Stream {
  #path;
  #handlers;
  #source;
  #timer;
  #last;
  #kind;

  /** handlers: { item(data), state('open' | 'lost'), ended(problem) }; ended is for what no attempt by itself should follow. */
  constructor(path, kind, handlers) {
    this.#path = path;
    this.#handlers = handlers;
    this.#kind = kind;
    this.#open();
  }

  #open() {
    const after = this.#last === undefined ? '' : `${this.#path.includes('?') ? '&' : '?'}after=${encodeURIComponent(this.#last)}`;
    const source = new EventSource(PREFIX + this.#path + after);
    this.#source = source;
    source.addEventListener('open', () => this.#handlers.state('open'));
    source.addEventListener(this.#kind, (event) => {
      this.#last = event.lastEventId;
      this.#handlers.item(JSON.parse(event.data));
    });
    source.addEventListener('end', (event) => {
      const problem = new Problem(JSON.parse(event.data));
      if (problem.status !== 503) {
        this.close();
        this.#handlers.ended(problem);
      }
    });
    source.addEventListener('error', () => {
      this.#handlers.state('lost');
      // A browser comes again by itself unless the answer was not a stream.
      if (source.readyState === EventSource.CLOSED && source === this.#source) {
        this.#timer = setTimeout(() => this.#open(), AGAIN_MILLIS);
      }
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }
}
