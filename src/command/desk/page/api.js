// Requests to the program, and the stream of what it has to tell.

/** What the program refused, with its own words. */
export class RefusedRequest extends Error {
  constructor(status, answer) {
    super(answer?.message ?? answer?.diagnostics?.[0]?.message ?? `HTTP ${status}`);
    this.status = status;
    this.answer = answer ?? {};
  }
}

/** The program does not answer: it was ended, or the network is gone. */
export class NoAnswer extends Error {}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', credentials: 'same-origin', ...options });
  } catch (reason) {
    throw new NoAnswer(String(reason));
  }
  // A proxy in front of a program that is being restarted answers with these two.
  if (response.status === 502 || response.status === 504) throw new NoAnswer(`HTTP ${response.status}`);
  if (!response.ok) throw new RefusedRequest(response.status, await answerOf(response));
  return response;
}

async function answerOf(response) {
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 300) || `HTTP ${response.status}` };
  }
}

async function jsonOf(response) {
  try {
    return await response.json();
  } catch (reason) {
    // The connection ended in the middle of an answer.
    throw new NoAnswer(String(reason));
  }
}

export const get = async (path, query = {}) => {
  const parts = new URLSearchParams(query).toString();
  return jsonOf(await request(parts ? `${path}?${parts}` : path));
};

const body = (value) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});

export const post = async (path, value) => jsonOf(await request(path, body(value)));

/** Posts, and gives the bytes of the answer with the name that the program proposes. */
export async function download(path, value) {
  const response = await request(path, body(value));
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const name = encoded ? decodeURIComponent(encoded) : /filename="?([^";]+)/i.exec(disposition)?.[1];
  return { name: name ?? 'release', blob: await response.blob() };
}

const sendFile = async (address, query, blob) => jsonOf(await request(`${address}?${new URLSearchParams(query)}`,
  { method: 'POST', body: blob, headers: { 'Content-Type': blob.type || 'application/octet-stream' } }));

/** Brings a picture beside the release. */
export const upload = (path, name, blob) => sendFile('/api/picture', { path, name }, blob);

/** Puts a list of recipients into the folder; gives its name there. */
export const uploadList = (name, blob) => sendFile('/api/lists', { name }, blob);

export const pictureAddress = (path, name) => `/api/picture?${new URLSearchParams({ path, name })}`;

const RESTING = 60_000;     // milliseconds after which a hidden page gives its connection back

/**
 * Listens to the program. EventSource connects again by itself after a lost
 * connection, but not after a refusal, so that is done here. A browser opens six
 * connections to one host: pages that nobody looks at must not hold them all.
 */
export function listen(handlers, onConnection) {
  let source = null;
  let timer = 0;
  const connect = () => {
    source = new EventSource('/api/events');
    source.onopen = () => onConnection(true);
    source.onerror = () => {
      onConnection(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, 1500);
    };
    for (const [name, handle] of Object.entries(handlers)) {
      source.addEventListener(name, (event) => handle(JSON.parse(event.data || '{}')));
    }
  };
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') {
      timer = setTimeout(() => {
        source?.close();
        source = null;
      }, RESTING);
    } else if (!source || source.readyState === EventSource.CLOSED) {
      connect();
    }
  });
  connect();
}
