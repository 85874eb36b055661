// In a file of its own the map fetches nothing: this stands in for fetching.js there.

let answer = null;

/** @param {(path: string, query: URLSearchParams) => Promise<ArrayBuffer|object>} given what answers a path */
export function setAnswers(given) {
  answer = given;
}

/** The path below the page's own folder, and the query, of an absolute address. */
function parts(url) {
  const { pathname, searchParams } = new URL(url, document.baseURI);
  const at = pathname.indexOf('/map/');
  return [pathname.slice(at + 1), searchParams];
}

export function fetchEarly() {}

export async function fetchOk(url) {
  const body = await answer(...parts(url));
  return { arrayBuffer: async () => body, json: async () => toJson(body) };
}

export async function fetchJson(url) {
  return toJson(await answer(...parts(url)));
}

function toJson(body) {
  return body instanceof ArrayBuffer ? JSON.parse(new TextDecoder().decode(body)) : body;
}
