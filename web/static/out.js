// Filling in where there is no signal. Drafts belong to one task of one plan; what is handed in waits until it is sent
// and is sent under a key of its own, so that it arrives once, however often the signal breaks.
(function () {
  "use strict";
  const page = document.getElementById("out");
  const say = (name, values) => {
    let text = page.getAttribute("data-" + name);
    Object.keys(values || {}).forEach((each) => { text = text.replace("{" + each + "}", values[each]); });
    return text;
  };
  const byId = (id) => document.getElementById(id);
  const form = document.querySelector("#out-form form");
  const store = window.outStore;
  const ALONE = "sunward-out-sending";
  let whose = "";
  let tasks = [];
  let unit = 1000;
  let ahead = 0; // of this phone's clock the server's is; what the phone takes for the time counts for nothing
  let open = null;
  let received = "";
  let noSignal = false; // the last request came to no answer
  let asking = 0;
  const ASK_EVERY = 1000; // with no signal
  const TRY_EVERY = 30000; // with a signal, where the server could not take it yet
  const DAY = 24 * 60 * 60 * 1000; // so long it is kept whose the contacts are
  const PATIENCE = { ask: 4000, list: 15000, send: 20000 };

  const now = () => Date.now() + ahead;
  const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  function make(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function button(text, work) {
    const made = make("button", text);
    made.type = "button";
    made.addEventListener("click", work);
    return made;
  }

  // the signal

  // The answer, or a failure after so many milliseconds: what got lost in a tunnel is never answered.
  function fetched(address, patience, options) {
    const stop = window.AbortController ? new AbortController() : null;
    return new Promise((done, failed) => {
      const timer = setTimeout(() => {
        if (stop) stop.abort();
        failed(new Error("no answer"));
      }, patience);
      fetch(address, stop ? Object.assign({ signal: stop.signal }, options) : options).then(
        (answer) => { clearTimeout(timer); noSignal = false; done(answer); },
        (trouble) => { clearTimeout(timer); failed(trouble); }
      );
    });
  }

  // No browser tells reliably that the signal is back: the event may be missing, or come before the network does. So while
  // there is none, and somebody looks at the page, the server is asked each second for something small.
  async function ask() {
    if (!noSignal || document.hidden || asking >= 4) return;
    asking += 1;
    try {
      await fetched("/out/worker.js", PATIENCE.ask, { cache: "no-store" });
    } catch (none) {
      return;
    } finally {
      asking -= 1;
    }
    await look();
  }

  // the list

  async function fetchList() {
    try {
      const answer = await fetched("/out/list", PATIENCE.list, { cache: "no-store", credentials: "same-origin", headers: { Accept: "application/json" } });
      if (answer.status === 401) return "sign-in";
      if (!answer.ok) return "";
      const list = await answer.json();
      whose = list.whose;
      const who = await store.seal(list.tasks.map((task) => task.who));
      list.tasks.forEach((task) => { delete task.who; });
      ahead = Date.parse(list.now) - Date.now();
      await store.put("lists", { id: whose, today: list.today, tasks: list.tasks, who: who, unit: list.unit, at: now(), ahead: ahead });
      await store.put("lists", { id: "last", whose: whose });
      return "fresh";
    } catch (none) {
      noSignal = true;
      return "offline";
    }
  }

  async function keptList() {
    if (!whose) whose = ((await store.get("lists", "last")) || {}).whose || "";
    const list = whose ? await store.get("lists", whose) : undefined;
    if (!list) return undefined;
    ahead = list.ahead;
    if (list.who && Math.abs(now() - list.at) > DAY) {
      delete list.who;
      await store.put("lists", list);
    }
    const who = list.who ? await store.unseal(list.who) : [];
    list.tasks.forEach((task, place) => { task.who = who[place]; });
    return list;
  }

  async function showList(list) {
    const drafts = (await store.all("drafts")).map((draft) => draft.id);
    const waiting = (await store.all("waiting")).map((one) => one.about);
    const rows = byId("out-tasks");
    rows.textContent = "";
    tasks = list ? list.tasks : [];
    unit = (list && list.unit) || unit;
    byId("out-as-of").textContent = list ? say("as-of", { at: clock(list.at) }) : "";
    tasks.filter((task) => waiting.indexOf(task.id) < 0).forEach((task) => {
      const late = task.due_on < list.today;
      const row = make("li", "", late ? "late" : "");
      const choose = button(task.words + (task.who ? " " + task.who.name : ""), () => openForm(task));
      choose.append(make("small", task.plan + " · " + task.owner + " · " + (task.due || task.due_on) + (late ? " · " + say("overdue") : "")));
      if (drafts.indexOf(task.id) >= 0) choose.append(make("small", "✎", "kept"));
      row.append(choose);
      rows.append(row);
    });
    if (!rows.children.length) rows.append(make("li", say("nothing"), "none"));
    byId("out-leave").hidden = !list;
    const report = byId("out-report");
    report.textContent = "";
    tasks.map((task) => task.plan).filter((plan, place, all) => all.indexOf(plan) === place).forEach((plan) => {
      const row = make("li");
      const link = make("a", report.getAttribute("data-words").replace("{plan}", plan));
      link.href = "/plans/" + encodeURIComponent(plan) + "/do/report_danger";
      row.append(link);
      report.append(row);
    });
  }

  // the form

  function show(section) {
    ["out-listed", "out-form", "out-checked"].forEach((id) => { byId(id).hidden = id !== section; });
    const title = byId(section).querySelector("[tabindex]");
    if (title) title.focus();
  }

  function typed() {
    const values = {};
    new FormData(form).forEach((value, name) => { if (String(value).trim()) values[name] = String(value).trim(); });
    return values;
  }

  const isSheet = (task) => task.kind === "usage_sheet";
  const isContact = (task) => !task.family && task.kind !== "usage_review";

  async function openForm(task) {
    open = task;
    form.reset();
    byId("out-wrong").hidden = true;
    byId("out-saved").textContent = "";
    byId("out-form-title").textContent = task.words + " · " + task.plan + " · " + (task.due || task.due_on);
    byId("out-who").textContent = task.who ? task.who.name + " " : "";
    if (task.who && task.who.phone) {
      const call = make("a", task.who.phone);
      call.href = "tel:" + task.who.phone;
      byId("out-who").append(call);
    }
    if (task.who && task.who.address) byId("out-who").append(" " + task.who.address);
    form.querySelector("[data-part=family]").hidden = !task.family;
    form.querySelector("[data-part=contact]").hidden = !isContact(task);
    form.querySelector("[data-part=sheet]").hidden = !isSheet(task);
    const draft = await store.get("drafts", task.id);
    let attached = {};
    if (draft) {
      const kept = await store.unseal(draft.sealed);
      attached = kept.attached || {};
      Array.prototype.forEach.call(form.elements, (field) => {
        if (!field.name) return;
        if (field.type === "radio") field.checked = kept[field.name] === field.value;
        else field.value = kept[field.name] || "";
      });
      byId("out-saved").textContent = say("kept", { at: clock(draft.at) });
    }
    window.outAttach.begin(task.may || [], unit, attached, save);
    show("out-form");
  }

  let saving = Promise.resolve();
  function save() {
    const task = open;
    const draft = Object.assign(typed(), { attached: Object.assign({}, window.outAttach.now()) });
    saving = saving.then(async () => {
      if (!task) return;
      await store.put("drafts", { id: task.id, sealed: await store.seal(draft), at: now() });
      byId("out-saved").textContent = say("kept", { at: clock(now()) });
    });
    return saving;
  }

  function wrongWith(values) {
    if (open.family && (!values.told_by || !values.way)) return "choose";
    if (isContact(open) && (!values.how || !values.went)) return "choose";
    if (isContact(open) && !values.held_on) return "when";
    if (isSheet(open)) return minutesOf(values).some((day) => day !== null) ? "" : "number";
    return values.text || window.outAttach.lines().length ? "" : "write";
  }

  function minutesOf(values) {
    return [1, 2, 3, 4, 5, 6, 7].map((place) => values["minutes_" + place] || null);
  }

  async function check(event) {
    event.preventDefault();
    const values = typed();
    const wrong = wrongWith(values);
    byId("out-wrong").hidden = !wrong;
    if (wrong) {
      byId("out-wrong").textContent = say(wrong);
      byId("out-form-title").focus();
      return;
    }
    await save();
    const answers = document.querySelector("#out-checked dl");
    answers.textContent = "";
    const row = (name, value) => {
      const pair = make("div");
      pair.append(make("dt", name), make("dd", value || say("empty")));
      answers.append(pair);
    };
    row(open.words, open.plan + " · " + (open.due || open.due_on));
    form.querySelectorAll("fieldset").forEach((group) => {
      if (group.closest("[hidden]") || group.id === "out-attach") return;
      const chosen = group.querySelector("input:checked");
      const numbers = Array.prototype.map.call(group.querySelectorAll("input[name^=minutes]"), (field) => field.value.trim() || "—");
      row(group.querySelector("legend").textContent, chosen ? chosen.parentElement.textContent.trim() : numbers.join(" · "));
    });
    if (isContact(open)) row(document.querySelector("label[for=out-held-on]").textContent, values.held_on);
    row(document.querySelector("label[for=out-text]").textContent, values.text);
    window.outAttach.lines().forEach((line) => row(document.querySelector("#out-attach legend").textContent, line));
    show("out-checked");
  }

  // handing in

  function asSent(task, values) {
    const content = { item: task.kind, due_on: task.due_on };
    if (values.text) content.text = values.text;
    if (task.family) {
      content.told_by = values.told_by;
      content[values.way === "paper" ? "on_paper" : "told_by_phone"] = true;
    }
    if (isContact(task)) {
      content.how = values.how;
      content.went = values.went;
      content.held_on = values.held_on;
    }
    if (isSheet(task)) content.minutes = minutesOf(values);
    return Object.assign(content, window.outAttach.sent());
  }

  async function handIn() {
    const task = open;
    if (!task) return; // pressed a second time
    const content = asSent(task, typed());
    open = null;
    content.noted_at = new Date(now()).toISOString();
    await store.put("waiting", {
      id: crypto.randomUUID ? crypto.randomUUID() : Date.now() + "-" + Math.random().toString(36).slice(2),
      about: task.id, whose: whose, sealed: await store.seal({ task: Object.assign({}, task, { who: undefined }), content: content }),
      at: now(), state: "waiting",
    });
    await store.drop("drafts", task.id);
    form.reset();
    show("out-listed");
    await refresh();
    await send();
  }

  async function send() {
    if (navigator.locks) await navigator.locks.request(ALONE, { ifAvailable: true }, (mine) => (mine ? sendAll() : undefined));
    else await sendAll();
    await refresh();
  }

  async function sendAll() {
    const waiting = (await store.all("waiting")).filter((one) => one.whose === whose && one.state === "waiting");
    waiting.sort((one, other) => one.at - other.at);
    for (const one of waiting) {
      const kept = await store.unseal(one.sealed);
      let answer;
      const body = JSON.stringify(Object.assign(kept.content, { unless_received: !one.adds }));
      try {
        // A photo may take its time: ten kilobytes a second.
        answer = await fetched("/api/v1/plans/" + encodeURIComponent(kept.task.plan) + "/check-ins", PATIENCE.send + body.length / 10, {
          method: "POST", credentials: "same-origin", cache: "no-store",
          headers: { "Content-Type": "application/json", Accept: "application/json", "Idempotency-Key": "out-" + one.id,
            "Accept-Language": document.documentElement.lang },
          body: body,
        });
      } catch (none) {
        noSignal = true;
        return;
      }
      if (answer.ok) {
        received = say("received", { at: clock(now()) });
        await store.drop("waiting", one.id);
        continue;
      }
      if (answer.status === 401) return look(); // says that one has to sign in
      if (answer.status >= 500 || answer.status === 429) return; // later, as it is
      const problem = await answer.json().catch(() => ({}));
      const speaks = document.documentElement.lang.slice(0, 2) === "zh" ? "zh" : "en";
      one.state = /already-submitted/.test(problem.type || problem.code || "") ? "taken" : "refused";
      one.why = [problem.detail || String(answer.status)].concat((problem.mistakes || []).map((each) => each.wrong[speaks])).join(" ");
      await store.put("waiting", one);
    }
  }

  async function again(one) {
    const { task, content } = await store.unseal(one.sealed);
    const draft = { text: content.text, told_by: content.told_by, how: content.how, went: content.went, held_on: content.held_on,
      way: content.on_paper ? "paper" : "phone" };
    (content.minutes || []).forEach((day, place) => { if (day !== null) draft["minutes_" + (place + 1)] = day; });
    draft.attached = {};
    ["photo", "voice", "sheet"].forEach((sort) => {
      const data = content[sort + "_base64"];
      if (data) draft.attached[sort] = { data: data, size: Math.max(1, Math.round(data.length * 0.75 / 1024)) + " KB" };
    });
    if (content.place) draft.attached.place = content.place;
    await store.put("drafts", { id: task.id, sealed: await store.seal(draft), at: now() });
    await store.drop("waiting", one.id);
    await refresh();
    await openForm(task);
  }

  async function showWaiting() {
    const all = await store.all("waiting");
    const mine = all.filter((one) => one.whose === whose);
    const kept = await Promise.all(mine.map((one) => store.unseal(one.sealed)));
    const rows = document.querySelector("#out-waiting ul");
    rows.textContent = "";
    mine.forEach((one, place) => {
      const task = kept[place].task;
      const row = make("li", "", one.state === "waiting" ? "" : "asks");
      row.append(make("b", task.words + " · " + task.plan + " · " + (task.due || task.due_on)), make("small", " " + say("kept", { at: clock(one.at) })));
      if (one.state !== "waiting") {
        row.append(make("p", one.state === "taken" ? say("taken") : say("refused", { why: one.why })));
        const ways = make("p", "", "actions");
        if (one.state === "taken") {
          const look = make("a", say("look"), "button");
          look.href = "/plans/" + encodeURIComponent(task.plan) + "/items/" + task.kind + "/" + task.due_on;
          ways.append(look, button(say("add"), async () => {
            await store.put("waiting", Object.assign(one, { adds: true, state: "waiting", id: one.id + "-a" }));
            await store.drop("waiting", one.id.replace(/-a$/, ""));
            await send();
          }));
        }
        ways.append(button(say("again"), () => again(one)), button(say("drop"), async () => {
          await store.drop("waiting", one.id);
          await refresh();
        }));
        row.append(ways);
      }
      rows.append(row);
    });
    const others = all.length - mine.length;
    if (others) rows.append(make("li", say("theirs", { n: others })));
    byId("out-waiting").hidden = !all.length;
    byId("out-count").textContent = mine.length ? say("not-sent", { n: mine.length }) : received ? say("all-sent") : "";
    return mine.length;
  }

  let line = "";
  async function refresh() {
    await showList(await keptList());
    await showWaiting();
    byId("out-line").textContent = noSignal ? say("offline") : line || received;
  }

  async function look() {
    const got = await fetchList();
    line = got === "sign-in" ? say("sign-in") : "";
    if (got === "fresh" && byId("out-sign-in")) byId("out-sign-in").remove();
    if (got === "sign-in" && !byId("out-sign-in")) {
      const link = make("a", say("sign-in"), "button");
      link.id = "out-sign-in";
      link.href = "/sign-in?next=/out/";
      byId("out-state").append(link);
    }
    await refresh();
    if (got === "fresh") {
      await send();
      const left = await keptList();
      if (received && left) await fetchList();
      await refresh();
    }
  }

  if (!store || !store.possible()) {
    byId("out-line").textContent = say("impossible");
    byId("out-listed").hidden = true;
    return;
  }
  if ("serviceWorker" in navigator) navigator.serviceWorker.register("/out/worker.js", { scope: "/out/" }).catch(() => undefined);
  form.addEventListener("input", save);
  form.addEventListener("submit", check);
  byId("out-send").addEventListener("click", look);
  page.addEventListener("click", (event) => {
    const what = event.target.getAttribute && event.target.getAttribute("data-do");
    if (what === "back") { open = null; show("out-listed"); refresh(); }
    if (what === "change") show("out-form");
    if (what === "hand-in") handIn();
  });
  byId("out-leave").addEventListener("submit", (event) => {
    event.preventDefault();
    store.leave().then(() => event.target.submit());
  });
  window.addEventListener("online", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && noSignal) look(); });
  setInterval(ask, ASK_EVERY);
  setInterval(() => { if (!document.hidden && !noSignal) showWaiting().then((left) => { if (left) look(); }); }, TRY_EVERY);
  keptList().then(showList).then(showWaiting).then(look);
})();
