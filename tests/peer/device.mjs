// One account on one device: the verbs that a test may say to it. All of them are the library's own doings.

import { ClientEvent, createClient, MatrixError } from "matrix-js-sdk";
import { Attachment, EncryptedAttachment, UserId } from "@matrix-org/matrix-sdk-crypto-wasm";
import { AllDevicesIsolationMode, OnlySignedDevicesIsolationMode } from "matrix-js-sdk/lib/crypto-api/index.js";

import { localFetch, logger } from "./runtime.mjs";
import { Sight } from "./sight.mjs";

const LOOK_AGAIN_MS = 10;
const PATIENCE_S = 20;
const NUDGE_MS = 200;

export class Device {
    #account = null; // what a start needs: url, user, password, token, device, store, limit
    #client = null; // while it is started
    #signedOnly = false;

    constructor(tell) {
        this.sight = new Sight(tell);
    }

    // Logs in on a new device (or an existing one without its keys) and starts.
    async login({ url, user, password, device_id, device_name, signed_only = false, sync_limit = 100 }) {
        const answer = await (
            await localFetch(`${url}/_matrix/client/v3/login`, {
                method: "POST",
                body: JSON.stringify({
                    type: "m.login.password",
                    identifier: { type: "m.id.user", user },
                    password,
                    ...(device_id && { device_id }),
                    ...(device_name && { initial_device_display_name: device_name }),
                }),
            })
        ).json();
        if (!answer.access_token) throw new MatrixError(answer);
        const store = `peer-${crypto.randomUUID()}`;
        const { user_id, device_id: device, access_token } = answer;
        this.#account = { url, password, store, user: user_id, device, token: access_token, limit: sync_limit };
        this.#signedOnly = signed_only;
        await this.start();
        return { user_id, device_id: device, access_token, ...(await this.keys()) };
    }

    // Starts syncing, with the keys that this device has, and returns when all that waited for it was read.
    async start() {
        if (this.#client) return;
        const { url, user, device, token, store, limit } = this.#account;
        const client = createClient({
            baseUrl: url, userId: user, deviceId: device, accessToken: token, logger,
            fetchFn: (resource, options) => this.#fetch(client, resource, options),
            disableVoip: true, fallbackICEServerAllowed: false,
        });
        await client.initRustCrypto({ cryptoDatabasePrefix: store });
        this.#client = client;
        this.signed_only({ on: this.#signedOnly });
        this.sight.open(client);
        const ready = Promise.withResolvers();
        client.on(ClientEvent.Sync, (state, _before, data) => {
            if (state === "ERROR" && data?.error?.httpStatus === 401) ready.reject(data.error);
            if (["PREPARED", "SYNCING", "CATCHUP"].includes(state)) {
                this.sight.digested();
                ready.resolve();
            }
            // By itself the library waits many seconds for a homeserver that was away.
            if (["ERROR", "RECONNECTING"].includes(state)) setTimeout(() => client.retryImmediately(), NUDGE_MS);
        });
        await client.startClient({ disablePresence: true, initialSyncLimit: limit });
        await ready.promise;
        await this.#settled();
    }

    // Stops: no more syncs, keys kept in this process until `start`.
    stop() {
        this.#client?.stopClient();
        this.#client = null;
    }

    // Logs this device out for good.
    async logout() {
        await this.client.logout(true);
        this.#client = null;
    }

    // Cross-signing keys of one's own, uploaded with the password where it is asked, and this device signed with them.
    async bootstrap({ reset = false } = {}) {
        const { user, password } = this.#account;
        await this.#crypto.bootstrapCrossSigning({
            setupNewCrossSigning: reset,
            authUploadDeviceSigningKeys: async (upload) => {
                try {
                    await upload(null);
                } catch (error) {
                    if (error.httpStatus !== 401 || !error.data?.flows) throw error;
                    const identifier = { type: "m.id.user", user };
                    await upload({ type: "m.login.password", identifier, password, session: error.data.session });
                }
            },
        });
        await this.#settled();
    }

    // The private keys of the identity, as another device of the same person gets them when it is verified.
    secrets() {
        return this.#crypto.exportSecretsBundle();
    }

    // Takes the identity's private keys over and signs this device with them.
    async adopt({ secrets }) {
        await this.#crypto.importSecretsBundle(secrets);
        await this.#crypto.crossSignDevice(this.#account.device);
        await this.#settled();
    }

    // Signs another device of the same person.
    async sign_device({ device }) {
        await this.#crypto.crossSignDevice(device);
    }

    // Signs another person's identity, as after comparing numbers with that person.
    async verify({ user }) {
        const identity = await this.#crypto.olmMachine.getIdentity(new UserId(user));
        if (!identity) throw new Error(`no identity of ${user} is known`);
        const request = await identity.verify();
        await this.#crypto.outgoingRequestProcessor.makeOutgoingRequest(request);
    }

    // Whether only devices that their owners signed get keys and are read.
    signed_only({ on }) {
        this.#signedOnly = on;
        this.#crypto.setDeviceIsolationMode(on ? new OnlySignedDevicesIsolationMode() : new AllDevicesIsolationMode(false));
    }

    // Waits until this device knows of the room: that it is in it, who else is, that it is encrypted.
    async knows({ room, members = [], encrypted = false, within = PATIENCE_S }) {
        const end = performance.now() + within * 1000;
        while (performance.now() < end) {
            const found = this.client.getRoom(room);
            const here = found?.getMyMembership() === "join";
            if (
                here && members.every((user) => found.getMember(user)?.membership === "join") &&
                (!encrypted || (await this.#crypto.isEncryptionEnabledInRoom(room)))
            ) return;
            await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
        }
        throw new Error(`within ${within} s it did not hear that ${[room, ...members].join(", ")} are so${encrypted ? ", encrypted" : ""}`);
    }

    // Sends any event, encrypted where the room is, and returns its id.
    async send({ room, type, content, transaction }) {
        await this.knows({ room });
        return (await this.client.sendEvent(room, null, type, content, transaction ?? undefined)).event_id;
    }

    timeline({ room }) {
        return this.sight.timeline(room);
    }

    look({ room, event }) {
        return this.sight.look(room, event);
    }

    // The next message of this device in the room begins a new session.
    async discard({ room }) {
        await this.#crypto.forceDiscardSession(room);
    }

    // What is known of a person: has it an identity, is it verified, did it change; and of its devices. `fresh` asks the server first.
    async user({ user, fresh = true }) {
        if (fresh) {
            const query = this.#crypto.olmMachine.queryKeysForUsers([new UserId(user)]);
            await this.#crypto.outgoingRequestProcessor.makeOutgoingRequest(query);
        }
        const devices = (await this.#crypto.getUserDeviceInfo([user])).get(user) ?? new Map();
        const status = await this.#crypto.getUserVerificationStatus(user);
        const found = {};
        for (const [id, device] of devices) {
            const { signedByOwner, crossSigningVerified, localVerified } = await this.#crypto.getDeviceVerificationStatus(user, id);
            found[id] = {
                name: device.displayName ?? null, keys: Object.fromEntries(device.keys),
                signed_by_owner: signedByOwner, cross_signing_verified: crossSigningVerified, locally_verified: localVerified,
            };
        }
        return {
            known: status.known, verified: status.isCrossSigningVerified(), was_verified: status.wasCrossSigningVerified(),
            needs_approval: status.needsUserApproval, identity: (await this.#crypto.getUserCrossSigningKeys?.(user)) ?? null, devices: found,
        };
    }

    // The keys of every session that can be read, and the same the other way.
    room_keys() {
        return this.#crypto.exportRoomKeys();
    }

    async take_room_keys({ keys }) {
        await this.#crypto.importRoomKeys(keys);
    }

    // A message to one device, encrypted for it alone.
    async to_device({ user, device, type, content }) {
        const { eventType, batch } = await this.#crypto.encryptToDeviceMessages(type, [{ userId: user, deviceId: device }], content);
        if (!batch.length) throw new Error(`nothing can be encrypted for ${user} ${device}`);
        const messages = new Map(batch.map(({ userId, deviceId, payload }) => [userId, new Map([[deviceId, payload]])]));
        await this.client.sendToDevice(eventType, messages);
    }

    // What is in a file that was shown to this device: its bytes as the homeserver keeps them, and opened, as text.
    async file({ content }) {
        const [, server, media] = (content.file?.url ?? content.url).match(/^mxc:\/\/([^/]+)\/([^/]+)$/);
        const { url, token } = this.#account;
        const answer = await localFetch(`${url}/_matrix/client/v1/media/download/${server}/${media}`, {
            headers: { Authorization: `Bearer ${token}` },
        });
        if (!answer.ok) throw new Error(`the file can't be had: ${answer.status}`);
        const kept = new Uint8Array(await answer.arrayBuffer());
        if (!content.file) return { kept: Buffer.from(kept).toString("latin1"), text: Buffer.from(kept).toString() };
        const info = JSON.stringify({ ...content.file, url: undefined });
        const text = Buffer.from(Attachment.decrypt(new EncryptedAttachment(kept, info))).toString();
        return { kept: Buffer.from(kept).toString("latin1"), text };
    }

    async keys() {
        return await this.#crypto.getOwnDeviceKeys();
    }

    version() {
        return this.#crypto.getVersion();
    }

    get client() {
        if (!this.#client) throw new Error("this device is stopped");
        return this.#client;
    }

    get #crypto() {
        return this.client.getCrypto();
    }

    // Until the server has our keys and we have those that we asked for.
    async #settled() {
        await this.#crypto.outgoingRequestsManager.doProcessOutgoingRequests();
    }

    async #fetch(client, resource, options) {
        const answer = await localFetch(resource, options);
        if (answer.ok && new URL(resource).pathname.endsWith("/v3/sync") && client === this.#client) {
            this.sight.heard(await answer.clone().json());
        }
        return answer;
    }
}
