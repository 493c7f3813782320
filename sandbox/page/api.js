// Calls of the page to the sandbox. Each sends the token that the page was served with.

const TOKEN = document.querySelector('meta[name="sandbox-token"]').content;
const HEADERS = { "X-Sandbox-Token": TOKEN };
const RETRY_MS = 1000;

export class Refused extends Error {}

async function call(path, options = {}) {
  const response = await fetch(`sandbox/api/${path}`, { ...options, headers: { ...HEADERS, ...options.headers } });
  if (response.status === 403) renew();
  if (!response.ok) throw new Refused((await response.json().catch(() => ({}))).error ?? String(response.status));
  return response;
}

// The sandbox was started anew and gave out another token: the page must be fetched again.
function renew() {
  setTimeout(() => location.reload(), RETRY_MS);
}

export const get = async (path) => (await call(path)).json();

export const post = async (path, body) =>
  (await call(path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } })).json();

export const upload = async (path, fields, files) => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  for (const file of files) form.append("file", file, file.name);
  return (await call(path, { method: "POST", body: form })).json();
};

const urls = new Map();

/** A blob address of the stored file at `path`; fetched once. */
export function fileUrl(path) {
  if (!urls.has(path)) {
    const fetched = call(path).then(async (response) => URL.createObjectURL(await response.blob()));
    fetched.catch(() => urls.delete(path));
    urls.set(path, fetched);
  }
  return urls.get(path);
}

/** Offer a stored file to the browser's downloads. */
export async function save(path, name) {
  const link = document.createElement("a");
  link.href = await fileUrl(path);
  link.download = name;
  link.click();
}

/** Where a network keeps a file: `files` are Telegram's, `qq/files` QQ's. */
export const filePath = (fileId, root = "files") => `${root}/${encodeURIComponent(fileId)}`;

/** Read the events at `path` for ever: `on(kind, data)` for each, `on("offline")` while there is no connection. */
export function listen(path, on) {
  const stop = new AbortController();
  (async () => {
    while (!stop.signal.aborted) {
      try {
        await readLines(await call(path, { signal: stop.signal }), on);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (error instanceof Refused && error.message === "no_such_user") return on("gone");
      }
      on("offline");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  })();
  return () => stop.abort();
}

async function readLines(response, on) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      const { kind, data } = JSON.parse(line);
      on(kind, data);
    }
  }
}
