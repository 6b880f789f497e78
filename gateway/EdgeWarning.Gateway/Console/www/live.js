// The live connection: server-sent events, watched by a clock of our own, because a browser may hold a dead connection open for minutes.

const silenceMilliseconds = 35_000; // the gateway's heartbeat comes every 10 s
const retryMilliseconds = 3_000;

export function openLive(address, hear) {
  let source = null;
  let watch = 0;

  function watchAgain() {
    clearTimeout(watch);
    watch = setTimeout(lost, silenceMilliseconds);
  }

  function lost() {
    clearTimeout(watch);
    source?.close();
    source = null;
    hear.onLost();
    setTimeout(open, retryMilliseconds);
  }

  function open() {
    if (source) return;
    source = new EventSource(address);
    source.onopen = () => { watchAgain(); hear.onOpen(); };
    source.onerror = lost;
    for (const kind of ['warning', 'order', 'board', 'reading', 'health', 'reset', 'tick']) {
      source.addEventListener(kind, (event) => {
        watchAgain();
        hear.onNews();
        hear[kind]?.(event.data ? JSON.parse(event.data) : null);
      });
    }
  }

  window.addEventListener('online', () => { if (!source) open(); });
  open();
}
