// Devices of members that share no code with copbot, in one process, scripted by JSON lines.
//
// In:  {"id": 1, "device": "a", "do": VERB, "with": {…}}    a device is made by its first "login"
// Out: {"id": 1, "done": RESULT}  or  {"id": 1, "failed": TEXT, "errcode": CODE, "status": HTTP}
//      {"device": "a", "saw": REPORT}    as it happens; see Sight
// "end_all", of no device: all of them stop and are forgotten.
// It ends when standard input does. PEER_LOG=debug in the environment makes the library talk on standard error.

import { logger } from "./runtime.mjs";
import { createInterface } from "node:readline";

const { Device } = await import("./device.mjs");
const devices = new Map();
const VERBS = new Set([
    "login", "start", "stop", "logout", "bootstrap", "secrets", "adopt", "sign_device", "verify", "signed_only", "knows", "send",
    "room_keys", "take_room_keys", "file", "to_device", "timeline", "look", "discard", "user", "keys", "version",
]);

const write = (line) => process.stdout.write(JSON.stringify(line) + "\n");

async function carryOut({ id, device, do: verb, with: given = {} }) {
    try {
        if (verb === "end_all") {
            for (const one of devices.values()) one.stop();
            devices.clear();
            return write({ id, done: null });
        }
        if (!VERBS.has(verb)) throw new Error(`there is no verb ${verb}`);
        if (verb === "login") {
            devices.get(device)?.stop();
            devices.set(device, new Device((saw) => write({ device, saw })));
        }
        const one = devices.get(device);
        if (!one) throw new Error(`${device} is not logged in`);
        write({ id, done: (await one[verb](given)) ?? null });
    } catch (error) {
        logger.error(error);
        const failed = String(error?.data?.error ?? error?.message ?? error);
        write({ id, failed, errcode: error?.errcode ?? "", status: error?.httpStatus ?? 0 });
    }
}

// The library leaves some promises to themselves; one of them failing (a request cut off at a stop) is no end of the process.
process.on("unhandledRejection", (error) => logger.error(error));
write({ ready: process.version });
for await (const line of createInterface({ input: process.stdin })) void carryOut(JSON.parse(line));
process.exit(0);
