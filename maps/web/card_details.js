// The details of incidents, fetched by row once and kept for a while.

const PAGE = 50;
const KEPT = 3000;

export class Details {
  #fetch;
  #known = new Map();
  #pending = new Map();
  #generation = 0;

  /** @param {(rows: number[]) => Promise<Array<object>>} fetchEvents details with their `row` */
  constructor(fetchEvents) {
    this.#fetch = fetchEvents;
  }

  known(row) {
    return this.#known.get(row) ?? null;
  }

  /** Forget all: the rows now mean other incidents. */
  clear() {
    this.#generation++;
    this.#known.clear();
    this.#pending.clear();
  }

  /** Resolves when the details of all `rows` are known; rejects when some could not be had. */
  async load(rows) {
    const missing = rows.filter((row) => !this.#known.has(row) && !this.#pending.has(row));
    for (let at = 0; at < missing.length; at += PAGE) this.#request(missing.slice(at, at + PAGE));
    await Promise.all(new Set(rows.map((row) => this.#pending.get(row)).filter(Boolean)));
  }

  #request(rows) {
    const generation = this.#generation;
    const answer = this.#ask(rows, generation).finally(() => {
      if (generation === this.#generation) for (const row of rows) this.#pending.delete(row);
    });
    answer.catch(() => undefined); // whoever waits for these rows is told; a prefetch need not be
    for (const row of rows) this.#pending.set(row, answer);
  }

  async #ask(rows, generation) {
    const events = await this.#fetch(rows);
    if (generation !== this.#generation) return;
    for (const event of events) this.#known.set(event.row, event);
    const absent = rows.filter((row) => !this.#known.has(row)).length;
    if (absent > 0) throw new Error(`asked for ${rows.length} incidents, ${absent} did not come back`);
    for (const row of this.#known.keys()) {
      if (this.#known.size <= KEPT) break;
      this.#known.delete(row);
    }
  }
}
