// Actions on their way to the app: numbered, sent until they are answered, so that none is lost or done twice.

const AGAIN_MS = 6000;

export class ActionQueue {
  #serial = 0;
  #timer = 0;
  #waiting = [];
  #answered = 0;

  /** @param {(message: {token: string, actions: object[]}) => void} send hands the message to the app */
  constructor(send) {
    this.send = send;
    this.token = Array.from(crypto.getRandomValues(new Uint32Array(3)), (word) => word.toString(36)).join('');
  }

  get waiting() {
    return this.#waiting;
  }

  /** Add an action and send it with all that wait; returns its number. */
  push(action) {
    const serial = ++this.#serial;
    this.#waiting.push({ ...action, serial });
    this.#flush();
    return serial;
  }

  #flush() {
    clearTimeout(this.#timer);
    if (!this.#waiting.length) return;
    this.send({ token: this.token, actions: this.#waiting });
    this.#timer = setTimeout(() => this.#flush(), AGAIN_MS);
  }

  /** Take the app's answers; returns those that were not heard before, in their order, each with its action. */
  hear(answers) {
    const { token, results } = answers ?? {};
    if (token !== this.token) return [];
    const fresh = (results ?? []).filter(({ serial }) => serial > this.#answered).sort((a, b) => a.serial - b.serial);
    if (!fresh.length) return [];
    this.#answered = fresh.at(-1).serial;
    const answered = fresh.map((result) => ({ ...result, action: this.#waiting.find(({ serial }) => serial === result.serial) ?? {} }));
    this.#waiting = this.#waiting.filter(({ serial }) => serial > this.#answered);
    clearTimeout(this.#timer);
    if (this.#waiting.length) this.#timer = setTimeout(() => this.#flush(), AGAIN_MS);
    return answered;
  }

  destroy() {
    clearTimeout(this.#timer);
  }
}
