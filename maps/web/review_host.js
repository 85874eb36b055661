// The review page inside a Streamlit page: mounted once, told of changes, telling back what was decided.

import { load } from './loading.js';
import { ReviewDesk } from './review_desk.js';
import { watchRevision } from './revision.js';

/** Called by Streamlit at the first mount and after each rerun. */
export default async function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector('.review-host');
  if (root.desk) {
    root.desk.update?.(data).catch((error) => fail(root, error));
    return;
  }
  root.desk = 'loading';
  try {
    await load(data);
    const desk = new ReviewDesk(root, data, { send: (message) => setTriggerValue('actions', message) });
    root.desk = desk;
    window.reviewDesk = desk.publicApi();
    desk.ready.catch((error) => fail(root, error));
    root.stopWatching = watchRevision(new URL(`${data.base}map/revision`, document.baseURI).href, {
      known: () => (root.isConnected && !desk.queue.waiting.length ? desk.data.revision : null),
      onChange: (revision) => setTriggerValue('changed', revision),
    });
  } catch (error) {
    fail(root, error);
  }
  return () => {
    if (root.isConnected) return;
    root.stopWatching?.();
    root.desk?.destroy?.();
  };
}

function fail(root, error) {
  console.error(error);
  const line = document.createElement('p');
  line.className = 'im-failed';
  line.setAttribute('role', 'alert');
  line.textContent = `The page could not be drawn: ${error.message}. Reload it to try again.`;
  root.append(line);
}
