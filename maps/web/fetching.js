// Fetching from the app's own server, with what went wrong in words.

const early = new Map(); // address -> the response under way

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

/** Begin to fetch what will be asked for soon. */
export function fetchEarly(url) {
  const response = fetch(absolute(url));
  response.catch(() => null); // said when it is asked for
  early.set(absolute(url), response);
}

/** The response of an address; an error says what the server said, and has its status. */
export async function fetchOk(url) {
  const address = absolute(url);
  const underWay = early.get(address);
  early.delete(address);
  const response = await (underWay ?? fetch(address));
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    throw Object.assign(new Error(said.error ?? `${response.status} from ${new URL(address).pathname}`), { status: response.status });
  }
  return response;
}

export async function fetchJson(url) {
  return (await fetchOk(url)).json();
}
