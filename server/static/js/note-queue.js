// The notes of this browser that the server does not have yet: kept on the device, numbered there,
// sent one by one and in order by whichever tab (or the service worker) holds the lock. What was
// tried keeps its key, so that a note whose answer was lost is the same note when it is sent again.
(() => {
  const PATIENCE = 20_000;
  const LEASE = 30_000;

  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const finished = (transaction) => new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  const make = ({ name = "rembuk-catatan", post = (...all) => fetch(...all), online = () => navigator.onLine !== false } = {}) => {
    let opening = null;
    const channel = "BroadcastChannel" in self ? new BroadcastChannel(name) : null;
    const listeners = [];
    if (channel) channel.onmessage = () => listeners.forEach((listen) => listen());
    const changed = () => { channel?.postMessage("berubah"); listeners.forEach((listen) => listen()); };

    const open = () => {
      opening ||= new Promise((resolve, reject) => {
        const request = indexedDB.open(name, 1);
        request.onupgradeneeded = () => {
          request.result.createObjectStore("notes", { keyPath: "number", autoIncrement: true });
          // Kept beside the numbers, so that neither outlives the other.
          request.result.createObjectStore("device").put(random(), "name");
        };
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => { opening = null; reject(request.error); };
      });
      return opening;
    };
    const within = async (act) => {
      // "strict": on the disk before anyone is told that it is kept.
      const transaction = (await open()).transaction(["notes", "device"], "readwrite", { durability: "strict" });
      const done = finished(transaction);
      const result = await act(transaction.objectStore("notes"), transaction.objectStore("device"));
      await done;
      return result;
    };

    const add = async (note) => {
      const number = await within(async (notes, device) => {
        const from = await asked(device.get("name"));
        return asked(notes.add({ ...note, device: from, secret: random(), at: Date.now(), state: "kept", reason: [], tried: false }));
      });
      changed();
      return number;
    };
    const all = async () => asked((await open()).transaction("notes").objectStore("notes").getAll());
    // What may be on the server already is no longer ours to change or forget.
    const mayChange = (note) => note && note.state !== "sending" && (note.state === "refused" || !note.tried);
    const change = async (number, fields) => {
      const done = await within(async (notes) => {
        const note = await asked(notes.get(number));
        if (!mayChange(note)) return false;
        await asked(notes.put({ ...note, fields, state: "kept", reason: [], tried: false }));
        return true;
      });
      changed();
      return done;
    };
    const drop = async (number) => {
      const done = await within(async (notes) => {
        if (!mayChange(await asked(notes.get(number)))) return false;
        await asked(notes.delete(number));
        return true;
      });
      changed();
      return done;
    };

    const take = (writer) => within(async (notes) => {
      const waiting = (await asked(notes.getAll())).find((note) => note.state !== "refused" && (writer ? note.writer === writer : note.state !== "held"));
      if (waiting) await asked(notes.put({ ...waiting, state: "sending", tried: true }));
      return waiting;
    });
    const settle = async (note, facts) => {
      await within(async (notes) => asked(facts ? notes.put({ ...note, tried: true, ...facts }) : notes.delete(note.number)));
      changed();
    };

    const send = async (note) => {
      const body = new URLSearchParams({
        ...note.fields,
        key: `${note.device}.${note.number}.${note.secret}`,
        writer: note.writer,
        device: note.device,
        device_number: note.number,
        age: Math.max(0, Math.round((Date.now() - note.at) / 1000)),
      });
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), PATIENCE);
      try {
        const answer = await post(note.work, { method: "POST", body, headers: { "HX-Request": "true" }, credentials: "same-origin", redirect: "manual", signal: ending.signal });
        const leads = answer.headers.get("HX-Redirect") || "";
        // A hall's sign-on page answers 200 to anything: only our own answer counts.
        if (answer.status === 200 && leads.startsWith(note.work)) return { kind: "sent" };
        if (answer.status === 200 && leads.startsWith("/masuk")) return { kind: "signed-out" };
        if (answer.status === 409) return { kind: "held" };
        if ([400, 403, 404, 413, 422].includes(answer.status)) return { kind: "refused", status: answer.status, html: await answer.text() };
        return { kind: "away" };
      } catch {
        return { kind: "away" };
      } finally {
        clearTimeout(timer);
      }
    };

    // Until nothing of this writer is left to send, or sending makes no sense now; returns why it
    // ended: "empty", "away" or "signed-out". Without a writer, of whoever is signed in.
    const sendAll = async (writer, reasons, stillOurs = async () => {}) => {
      for (;;) {
        await stillOurs();
        // Not even tried, so that the note may still be changed on the device.
        if (!online()) return (await all()).length ? "away" : "empty";
        const note = await take(writer);
        if (!note) return "empty";
        changed();
        const result = await send(note);
        if (result.kind === "sent") await settle(note, null);
        else if (result.kind === "held") {
          await settle(note, { state: "held" });
          if (writer) return "signed-out";
        } else if (result.kind === "refused") await settle(note, { state: "refused", reason: reasons(result) });
        else {
          await settle(note, { state: note.state === "held" ? "held" : "kept" });
          return result.kind;
        }
      }
    };
    const lease = async (act) => {
      // Browsers without locks (and pages without encryption) take turns by a note of their own.
      const me = random();
      const hold = () => within(async (_, device) => {
        const held = await asked(device.get("lease"));
        if (held && held.by !== me && held.until > Date.now()) return false;
        await asked(device.put({ by: me, until: Date.now() + LEASE }, "lease"));
        return true;
      });
      if (!await hold()) return "busy";
      try {
        return await act(async () => { if (!await hold()) throw new Error("lost the turn"); });
      } finally {
        await within(async (_, device) => { if ((await asked(device.get("lease")))?.by === me) await asked(device.delete("lease")); });
      }
    };
    const drain = ({ writer = null, reasons = () => [] } = {}) => (
      navigator.locks
        ? navigator.locks.request(name, () => sendAll(writer, reasons))
        : lease((stillOurs) => sendAll(writer, reasons, stillOurs))
    );

    return { add, all, change, drop, drain, mayChange, onChange: (listen) => listeners.push(listen) };
  };

  self.RembukQueue = { make };
})();
