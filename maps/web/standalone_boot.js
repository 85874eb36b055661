// Starts the map of a file of its own: unpacks what the file holds and loads its modules from there.
//
// A classic script: the modules' addresses can be told only before the first of them is asked for.
(async () => {
  const held = JSON.parse(document.getElementById('held').textContent);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const whole = (text) => new Response(new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream('gzip')));
  const fail = (error) => {
    const line = document.createElement('p');
    line.setAttribute('role', 'alert');
    line.textContent = `The map could not be drawn: ${error.message}. It needs a browser of 2023 or later.`;
    document.getElementById('map').append(line);
  };
  try {
    const theme = localStorage.getItem(`stActiveTheme-${location.pathname}-v2`);
    document.body.className = `im-page ${theme ? JSON.parse(theme).toLowerCase() : held.theme}`;
  } catch {
    document.body.className = `im-page ${held.theme}`; // a browser that keeps nothing for files
  }
  try {
    const modules = JSON.parse(await whole(held.modules).text());
    const address = (text) => `data:text/javascript;base64,${btoa(unescape(encodeURIComponent(text)))}`;
    const imports = Object.fromEntries(Object.entries(modules).map(([name, text]) => [`map/${name}`, address(text)]));
    const table = Object.assign(document.createElement('script'), { type: 'importmap', textContent: JSON.stringify({ imports }) });
    document.head.append(table);
    await new Promise((done, failed) => {
      const leaflet = document.createElement('script');
      Object.assign(leaflet, { onload: done, onerror: () => failed(new Error('Leaflet is broken')) });
      whole(held.leaflet).text().then((text) => {
        leaflet.src = address(text);
        document.head.append(leaflet);
      }, failed);
    });
    const data = { ...held.data, base: '', script: address(await whole(held.script).text()) };
    const page = {
      data, view: held.view,
      files: Object.fromEntries(Object.entries(held.files).map(([name, body]) => [name, () => whole(body).arrayBuffer()])),
      tiles: Object.fromEntries(Object.entries(held.tiles).map(([name, body]) => [name, `data:image/webp;base64,${body}`])),
      events: () => whole(held.events).json(),
    };
    const { start } = await import('map/standalone.js');
    await start(document.getElementById('map'), page);
  } catch (error) {
    fail(error);
  }
})();
