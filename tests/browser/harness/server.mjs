// A small server of files that behaves as common hosts do: index.html for folders, 404.html for what is not there, gzip.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";

/** The types of what a site publishes; a file of any other is a mistake of the test or of the site. */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
  ".ics": "text/calendar; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".bin": "application/octet-stream",
};
const PACKED = new Set([".html", ".css", ".js", ".json", ".csv", ".md", ".txt", ".xml", ".ics", ".svg", ".bin"]);

/** Serves a folder below `path` on a port of its own. `url` ends with a slash. */
export async function serve(folder, path = "/") {
  const packed = new Map();

  const find = async (address) => {
    if (!address.startsWith(path)) return null;
    const file = join(folder, normalize("/" + decodeURIComponent(address.slice(path.length))));
    const found = await stat(file).catch(() => null);
    if (found?.isFile()) return { file };
    if (!found?.isDirectory()) return null;
    if (!address.endsWith("/")) return { moved: `${address}/` };
    return (await stat(join(file, "index.html")).catch(() => null)) ? { file: join(file, "index.html") } : null;
  };

  const answer = async (request, response) => {
    const { pathname, search } = new URL(request.url, "http://x");
    let found = await find(pathname);
    let status = 200;
    if (found?.moved) {
      response.writeHead(301, { location: found.moved + search }).end();
      return;
    }
    if (!found) {
      status = 404;
      found = await find(`${path}404.html`);
      if (!found) {
        response.writeHead(404, { "content-type": "text/plain" }).end("not found");
        return;
      }
    }
    const ending = extname(found.file);
    const headers = { "content-type": TYPES[ending] ?? "application/x-unknown", "cache-control": "no-store" };
    let body = await readFile(found.file);
    if (PACKED.has(ending) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
      if (!packed.has(found.file)) packed.set(found.file, gzipSync(body));
      body = packed.get(found.file);
      headers["content-encoding"] = "gzip";
    }
    headers["content-length"] = body.length;
    response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.writeHead(500, { "content-type": "text/plain" }).end(String(error)));
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  // A server that is still listening does not keep the test running.
  server.unref();
  return {
    url: `http://127.0.0.1:${server.address().port}${path}`,
    close: () => server.closeAllConnections() ?? server.close(),
  };
}
