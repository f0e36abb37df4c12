// What the library needs of its surroundings: gaps of Node 20 filled, a place for keys, silence, and no way out of this machine.
// Must be imported before the library is.

import "fake-indexeddb/auto"; // keys live in this process: a device may stop and start again, and is gone when the process is
import { format } from "node:util";

Promise.withResolvers ??= function () {
    let resolve, reject;
    const promise = new this((yes, no) => ([resolve, reject] = [yes, no]));
    return { promise, resolve, reject };
};

const speaks = process.env.PEER_LOG === "debug";
const say = (...words) => void process.stderr.write(format(...words) + "\n");
const quiet = () => {};

// Standard output carries the answers, so nothing else may ever be written there.
for (const name of ["log", "info", "debug", "trace", "warn", "error"]) console[name] = speaks ? say : quiet;

export const logger = {
    trace: quiet,
    debug: speaks ? say : quiet,
    info: speaks ? say : quiet,
    warn: speaks ? say : quiet,
    error: speaks ? say : quiet,
    getChild: () => logger,
};

const OURS = /^(127(\.\d+){3}|localhost|\[::1\])$/;

// As fetch, for this machine only.
export function localFetch(resource, options) {
    const address = new URL(resource instanceof Request ? resource.url : resource);
    if (!OURS.test(address.hostname)) throw new Error(`refused to contact ${address.hostname}: only this machine may be`);
    return fetch(resource, options);
}
