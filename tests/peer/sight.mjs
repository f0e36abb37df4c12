// What a device sees: every event of its rooms once, in the server's order, as the library decrypts and judges it.
// Read from the answers to the library's own syncs, so that an event sent by this very device is judged as it came back.

import { MatrixEvent, MatrixEventEvent } from "matrix-js-sdk";
import { EventShieldColour, EventShieldReason } from "matrix-js-sdk/lib/crypto-api/index.js";

const PAGE = 200;
const UNSURE = new Set(["UNSIGNED_SENDER_DEVICE", "UNKNOWN_SENDER_DEVICE"]);
const JUDGED_AGAIN_MS = [300, 700, 1500, 3000, 6000];
const CIPHER = "m.room.encrypted";

const sealed = (raw) => raw.type === CIPHER && raw.state_key === undefined && !raw.unsigned?.redacted_because;

export class Sight {
    #known = new Map(); // room → event id → raw event
    #failed = new Map(); // event id → room, of what could not be read so far
    #answers = []; // answers to syncs that the library is still working on
    #work = Promise.resolve();

    // `tell(report)` is called with {room, event}, {invitation, state} and {joined}.
    constructor(tell) {
        this.tell = tell;
        this.client = null;
    }

    // The client whose eyes these are, from now on; what could not be read before is tried again.
    open(client) {
        this.client = client;
        const again = [...this.#failed];
        this.#then(async () => {
            for (const [id, room] of again) await this.#show(room, this.#known.get(room).get(id));
        });
    }

    // An answer to a sync came in; the library has not seen it yet.
    heard(answer) {
        this.#answers.push(answer);
    }

    // The library is done with the answers so far: keys that came in them are there.
    digested() {
        const answers = this.#answers.splice(0);
        if (answers.length) this.#then(async () => { for (const answer of answers) await this.#take(answer); });
    }

    // The whole room as it is now, oldest first, each event read and judged anew.
    async timeline(room) {
        const found = [];
        for (let from; ; ) {
            const page = await this.#page(room, { dir: "f", ...(from && { from }) });
            found.push(...page.chunk);
            if (!page.end || page.end === from) break;
            from = page.end;
        }
        const seen = [];
        for (const raw of found) seen.push(await this.#describe(await this.#read(room, raw), raw));
        return seen;
    }

    // One event, read and judged anew.
    async look(room, id) {
        const raw = await this.#get(`/rooms/${encodeURIComponent(room)}/event/${encodeURIComponent(id)}`);
        return await this.#describe(await this.#read(room, raw), raw);
    }

    #then(step) {
        this.#work = this.#work.then(step).catch((error) => this.tell({ trouble: String(error?.stack ?? error) }));
    }

    async #take(answer) {
        const { join = {}, leave = {}, invite = {} } = answer.rooms ?? {};
        for (const [room, { invite_state }] of Object.entries(invite)) {
            this.tell({ invitation: room, state: invite_state?.events ?? [] });
        }
        for (const [room, { timeline = {} }] of Object.entries({ ...leave, ...join })) {
            this.tell({ joined: room });
            for (const raw of await this.#withoutGap(room, timeline)) {
                const known = this.#known.get(room) ?? this.#known.set(room, new Map()).get(room);
                if (known.has(raw.event_id)) continue;
                known.set(raw.event_id, raw);
                await this.#show(room, raw);
            }
        }
    }

    async #withoutGap(room, { events = [], limited, prev_batch: from }) {
        const known = this.#known.get(room);
        const missing = [];
        while (limited && from) {
            const page = await this.#page(room, { dir: "b", from });
            for (const raw of page.chunk) {
                if (known?.has(raw.event_id)) return [...missing.reverse(), ...events];
                missing.push(raw);
            }
            from = page.end;
        }
        return [...missing.reverse(), ...events];
    }

    // Who somebody's devices belong to may be heard a moment after the key that came from one of them: an app that is opened
    // anew judges anew, and so does this.
    #soon(room, raw, tries = JUDGED_AGAIN_MS) {
        const client = this.client;
        if (!tries.length) return;
        setTimeout(() => this.#then(async () => {
            if (!this.#failed.has(raw.event_id) || client !== this.client || client.getCrypto()?.stopped) return;
            const event = await this.#read(room, raw);
            if (event.isDecryptionFailure()) this.#soon(room, raw, tries.slice(1));
            else this.tell({ room, event: await this.#describe(event, raw) });
        }), tries[0]);
    }

    async #show(room, raw) {
        const event = await this.#read(room, raw, async () => this.tell({ room, event: await this.#describe(event, raw) }));
        const seen = await this.#describe(event, raw);
        this.tell({ room, event: seen });
        if (UNSURE.has(seen.failure?.code)) this.#soon(room, raw);
    }

    // The event as the library reads it. `again` is called whenever a key that came later changes that.
    async #read(room, raw, again) {
        const event = new MatrixEvent(structuredClone({ ...raw, room_id: room }));
        if (sealed(raw)) {
            await this.client.decryptEventIfNeeded(event);
            if (again) event.on(MatrixEventEvent.Decrypted, () => this.#then(again));
        }
        return event;
    }

    async #describe(event, raw) {
        const encrypted = sealed(raw);
        const failed = encrypted && event.isDecryptionFailure();
        const read = encrypted && !failed;
        if (failed) this.#failed.set(raw.event_id, event.getRoomId());
        else this.#failed.delete(raw.event_id);
        return {
            ...raw,
            type: read ? event.getType() : raw.type,
            content: read ? event.getOriginalContent() : raw.content,
            encrypted,
            wire: encrypted ? { type: raw.type, content: raw.content } : null,
            failure: failed ? { code: event.decryptionFailureReason, text: event.getContent().body } : null,
            shield: read ? await this.#shield(event) : null,
        };
    }

    async #shield(event) {
        const found = await this.client.getCrypto().getEncryptionInfoForEvent(event);
        if (!found) return null;
        const reason = found.shieldReason;
        return { colour: EventShieldColour[found.shieldColour], reason: reason === null ? null : EventShieldReason[reason] };
    }

    #page(room, query) {
        return this.#get(`/rooms/${encodeURIComponent(room)}/messages`, { limit: String(PAGE), ...query });
    }

    #get(path, query) {
        return this.client.http.authedRequest("GET", path, query);
    }
}
