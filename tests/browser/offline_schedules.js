// Plays one random schedule of a device with bad wifi and a tab that dies now and then, against the
// real queue, a real IndexedDB and the real server; only the network between them is made unsure.
async ({ work, writer, fields, seed, steps }) => {
  let state = seed * 2654435761;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const name = `jadwal-${seed}`;
  const never = () => new Promise(() => {});
  let up = true;
  let calm = false;
  let posts = 0;

  const tabs = [];
  const openTab = () => {
    const tab = { dead: false };
    tabs.push(tab);
    const post = async (url, options) => {
      posts += 1;
      const luck = calm ? 1 : random();
      if (tab.dead) return never();
      if (!up || luck < 0.15) throw new TypeError("no network");
      if (luck < 0.22) return new Response("<h1>Selamat datang di Wi-Fi balai desa</h1>", { status: 200 });
      if (luck < 0.28) return new Response("", { status: 503 });
      const answer = await fetch(url, options);
      // The server has it, the device never learns so.
      if (tab.dead || luck < 0.36) { tab.dead = true; return never(); }
      if (luck < 0.5) throw new TypeError("answer lost");
      return answer;
    };
    tab.queue = window.RembukQueue.make({ name, post, online: () => !tab.dead });
    return tab;
  };
  // A browser that is closed takes the turns of all its tabs with it.
  const die = () => {
    for (const tab of tabs.splice(0)) tab.dead = true;
    return navigator.locks.request(name, { steal: true }, () => {});
  };
  let tab = openTab();
  const added = [];
  const running = [];
  const drain = (from) => running.push(from.queue.drain({ writer }).catch(() => "died"));

  for (let step = 0; step < steps; step += 1) {
    const dice = random();
    if (dice < 0.4) {
      const text = `Jadwal ${seed}, catatan ${added.length + 1}.`;
      await tab.queue.add({ work, writer, writerName: "Nanda", fields: { ...fields, text } });
      added.push(text);
    } else if (dice < 0.55) up = !up;
    else if (dice < 0.85) drain(tab);
    else if (dice < 0.92) { drain(openTab()); drain(tab); } else {
      await die();
      tab = openTab();
      drain(tab);
    }
    if (random() < 0.3) await new Promise((resolve) => { setTimeout(resolve, random() * 20); });
  }
  up = true;
  calm = true;
  await die();
  tab = openTab();
  for (let turn = 0; turn < 20 && (await tab.queue.all()).length; turn += 1) await tab.queue.drain({ writer, reasons: ({ html }) => [html.slice(0, 80)] });
  const left = await tab.queue.all();
  return { added, left: left.map(({ number, state, reason }) => `${number} ${state} ${reason}`), posts };
}
