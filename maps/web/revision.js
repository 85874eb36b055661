// Watching the store: whether somebody else has changed something since the page was told.

const EVERY_MS = 2000;

/**
 * Ask for the store's revision every two seconds while the page is looked at.
 *
 * @param {string} url what answers {revision}
 * @param {{known: () => number|null, onChange: (revision: number) => void}} options `known`: the revision
 *   that the page shows; null asks nothing
 * @returns {() => void} ends it
 */
export function watchRevision(url, { known, onChange }) {
  let timer = 0;
  let told = null; // asked for once: the answer may be slow
  let ended = false;

  async function look() {
    const shown = known();
    if (shown !== null && document.visibilityState === 'visible') {
      try {
        const response = await fetch(url, { cache: 'no-store' });
        const { revision } = response.ok ? await response.json() : {};
        const differs = typeof revision === 'number' && revision !== known();
        if (differs && revision !== told && !ended) onChange((told = revision));
      } catch {
        // The server is away for a moment; Streamlit itself says so, and the next look may reach it.
      }
    }
    if (!ended) timer = setTimeout(look, EVERY_MS);
  }

  timer = setTimeout(look, EVERY_MS);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
