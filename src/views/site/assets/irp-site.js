// Written by irp. Keeps what a page says true: who is on call by the reader's clock, times in the
// zone that the reader chooses. Asks nobody for anything: all it knows stands in the page.
"use strict";
(() => {
  const read = () => {
    try {
      return JSON.parse(document.getElementById("live").textContent);
    } catch {
      return null;
    }
  };
  const live = read();
  if (!live) return;
  const root = document.body.dataset.root || "";
  const all = (selector) => Array.from(document.querySelectorAll(selector));
  // Each locale has words for the zones of its own part of the world.
  const LOCALES = ["en-GB", "en-US", "en-AU", "en-IN", "en-CA", "en-NZ"];

  // Zones.

  const KEY = "irp-site-zone";
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (zone) => {
    try {
      localStorage.setItem(KEY, zone);
    } catch {
      // A page from a file may not remember anything.
    }
  };
  const formats = new Map();
  const format = (zone, locale, options) => {
    const key = `${zone} ${locale} ${Object.keys(options)}`;
    if (!formats.has(key)) {
      let made;
      try {
        made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
      } catch {
        // The browser does not know the zone.
        made = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
      }
      formats.set(key, made);
    }
    return formats.get(key);
  };
  const FIELDS = {
    weekday: "short", day: "numeric", month: "short", year: "numeric",
    hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  };
  const abbreviation = (zone, at) => {
    let name = "";
    for (const locale of LOCALES) {
      const parts = format(zone, locale, { timeZoneName: "short", hour: "numeric" });
      name = parts.formatToParts(at * 1000).find((part) => part.type === "timeZoneName").value;
      if (!/^(GMT|UTC)[+\u2212-]/.test(name)) return name;
    }
    return name.replace("GMT", "UTC");
  };
  const fields = (at, zone) => {
    const found = {};
    for (const part of format(zone, "en-US", FIELDS).formatToParts(at * 1000)) {
      found[part.type] = part.value;
    }
    found.clock = `${found.hour}:${found.minute}` + (found.second === "00" ? "" : `:${found.second}`);
    found.date = `${found.weekday} ${found.day} ${found.month} ${found.year}`;
    return found;
  };
  const full = (at, zone) => {
    const { date, clock } = fields(at, zone);
    return `${date} ${clock} ${abbreviation(zone, at)}`;
  };
  // The time of day, with the day where it is another than the reader's.
  const beside = (at, zone) => {
    const theirs = fields(at, zone);
    const day = theirs.date === fields(at, chosen).date ? "" : `${theirs.weekday} `;
    return `${day}${theirs.hour}:${theirs.minute} ${abbreviation(zone, at)}`;
  };
  const shows = (at, zone) => `${fields(at, zone).date} ${fields(at, zone).clock}`;
  const length = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    const pair = (whole, unit, rest, small) => (rest ? `${whole}${unit} ${rest}${small}` : `${whole}${unit}`);
    if (minutes < 1) return `${Math.floor(seconds)}s`;
    if (minutes < 60) return `${minutes}m`;
    if (minutes < 2880) return pair(Math.floor(minutes / 60), "h", minutes % 60, "m");
    return pair(Math.floor(minutes / 1440), "d", Math.floor((minutes % 1440) / 60), "h");
  };
  const zones = [own, ...all("#zone option").map((option) => option.value)];
  const first = remembered();
  let chosen = zones.includes(first) ? first : own;

  // Text and links; nothing is ever read as markup.

  const link = (text, path) => {
    const made = document.createElement("a");
    made.href = root + path;
    made.textContent = text;
    return made;
  };
  const person = (place) => {
    const [id, name] = live.people[place];
    return link(name, `people/${id}.html`);
  };
  const listed = (places) => places.flatMap((place, nth) => (nth ? [", ", person(place)] : [person(place)]));
  const names = (places) => places.map((place) => live.people[place][1]).join(", ") || "nobody";
  const time = (at) => {
    const made = document.createElement("time");
    made.dateTime = new Date(at * 1000).toISOString().replace(".000Z", "Z");
    made.textContent = full(at, chosen);
    return made;
  };
  const small = (text) => {
    const made = document.createElement("span");
    made.className = "left";
    made.textContent = text;
    return made;
  };

  // Who is on call.

  const after = (list, at, bound) => {
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bound(list[middle]) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const state = (id, at) => {
    const rotation = live.rotations[id];
    if (!rotation) return null;
    const place = after(rotation.shifts, at, (shift) => shift[1]);
    const candidate = rotation.shifts[place];
    const shift = candidate && candidate[0] <= at ? candidate : null;
    const from = shift ? shift[1] : at;
    const next = rotation.shifts.find((other) => from <= other[0]) || null;
    const people = shift ? shift[2] : [];
    const shadows = rotation.shadows.filter(
      ([start, end, , of]) => start <= at && at < end && (of === null || people.includes(of)),
    );
    const known = shift !== null || (live.from <= at && at < live.until);
    return {
      shift, next, people, shadows: shadows.map((shadow) => shadow[2]), known,
      blocked: rotation.blocked,
      begun: rotation.force[0] === null || rotation.force[0] <= at,
      ended: rotation.force[1] !== null && rotation.force[1] <= at,
      gap: !people.length && rotation.gaps.some(([start, end]) => start <= at && at < end),
    };
  };
  const nobody = ({ blocked, known, gap, shift, begun, ended }) => {
    if (blocked) return "not known: a fault in the plan";
    if (ended) return "Nobody: ended";
    if (!known) return "not known";
    if (gap) return "Nobody, and somebody must be";
    if (shift) return "Nobody";
    return begun ? "Nobody: off hours" : "Nobody: not begun";
  };
  const theirs = (people, at) => {
    const zones = new Set(people.map((place) => live.people[place][2]));
    const other = [...zones].filter((zone) => shows(at, zone) !== shows(at, chosen));
    return [...new Set(other.map((zone) => beside(at, zone)))].join(", ");
  };
  const spoken = new Map();
  const card = (element, at) => {
    const id = element.dataset.rotation;
    const now = state(id, at);
    if (!now) return null;
    const field = (name) => element.querySelector(`[data-field=${name}]`);
    const put = (name, ...content) => {
      const place = field(name);
      if (place) place.replaceChildren(...content);
    };
    element.classList.toggle("gap", now.gap);
    element.classList.toggle("empty", !now.people.length);
    put("who", ...(now.people.length ? listed(now.people) : [nobody(now)]));
    const [end, begin] = [now.shift && now.shift[1], now.next && now.next[0]];
    const minute = at - (at % 60);
    if (end) put("until", "until ", time(end), " ", small(`(${length(end - minute)})`));
    else if (begin) put("until", "from ", time(begin), " ", small(`(in ${length(begin - minute)})`));
    else put("until");
    const local = theirs(now.people, at);
    put("theirs", local ? `their time ${local}` : "");
    put("shadow", ...(now.shadows.length ? ["with ", ...listed(now.shadows), ", who learns alongside"] : []));
    if (!now.next) put("next");
    else put("next", "then ", ...(now.next[2].length ? listed(now.next[2]) : ["nobody"]));
    return [id, now];
  };
  const announce = (changes) => {
    const place = document.getElementById("said");
    const news = changes.flatMap(([id, now]) => {
      const who = now.people.length ? names(now.people) : nobody(now);
      const before = spoken.get(id);
      spoken.set(id, who);
      return before === undefined || before === who ? [] : [`${id}: now ${who}`];
    });
    if (place && news.length) place.textContent = news.join(". ");
  };
  const duty = (element, at) => {
    const id = element.dataset.person;
    const place = live.people.findIndex((somebody) => somebody[0] === id);
    const lines = [];
    let soonest = null;
    for (const rotation of Object.keys(live.rotations)) {
      const { shift, people } = state(rotation, at);
      if (shift && people.includes(place)) lines.push(["On call in ", rotation, " until ", shift[1]]);
      const next = live.rotations[rotation].shifts.find((s) => at < s[0] && s[2].includes(place));
      if (next && (!soonest || next[0] < soonest[3])) soonest = ["", rotation, " from ", next[0]];
    }
    if (!lines.length) {
      const known = live.from <= at && at < live.until;
      const start = known ? "Not on call now" : "Not known";
      lines.push(soonest ? [`${start}; next in `, ...soonest.slice(1)] : [start]);
    }
    element.replaceChildren(...lines.map(([words, rotation, between, at]) => {
      const line = document.createElement("p");
      line.append(words);
      if (rotation) line.append(link(rotation, `rotations/${rotation}.html`), between, time(at));
      return line;
    }));
  };
  const onCall = (element, at) => {
    const now = state(element.dataset.oncall, at);
    if (!now) return;
    if (now.people.length) element.replaceChildren(": ", ...listed(now.people));
    else element.replaceChildren(now.known && !now.blocked ? ": nobody now" : ": not known");
  };

  // The page.

  const stale = (at) => {
    const place = document.getElementById("stale");
    if (!place) return;
    const text = at >= live.until
      ? `This page knows shifts until ${full(live.until, chosen)}: it must be published again.`
      : at < live.from
        ? `This page knows shifts from ${full(live.from, chosen)} on, and your clock says ${full(at, chosen)}.`
        : "";
    place.hidden = !text;
    if (place.textContent !== text) place.textContent = text;
  };
  const line = (at) => {
    const days = live.days;
    const day = after(days, at, (midnight) => midnight) - 1;
    const outside = day < 0 || day >= days.length - 1;
    for (const mark of all(".timeline line.now")) {
      mark.toggleAttribute("hidden", outside);
      if (outside) continue;
      const width = mark.ownerSVGElement.width.baseVal.value / (days.length - 1);
      const x = width * (day + (at - days[day]) / (days[day + 1] - days[day]));
      mark.setAttribute("x1", x.toFixed(1));
      mark.setAttribute("x2", x.toFixed(1));
    }
  };
  const seconds = (element, name) => Date.parse(element.getAttribute(name)) / 1000;
  const clocks = () => Math.floor(Date.now() / 1000);
  const focused = () => {
    const at = document.activeElement;
    const within = at && at.closest("[data-rotation], [data-person], [data-oncall]");
    return within ? [within, at.getAttribute("href")] : null;
  };
  const tick = () => {
    const at = clocks();
    // What is written anew must not take the focus away.
    const before = focused();
    announce(all("[data-rotation]").map((element) => card(element, at)).filter(Boolean));
    for (const element of all("[data-person]")) duty(element, at);
    for (const element of all("[data-oncall]")) onCall(element, at);
    for (const element of all("[data-clock]")) element.textContent = full(at, element.dataset.clock);
    for (const row of all("tr[data-end]")) row.classList.toggle("over", seconds(row, "data-end") <= at);
    const clock = document.getElementById("clock");
    if (clock) {
      const minute = at - (at % 60);
      clock.dateTime = new Date(minute * 1000).toISOString().replace(".000Z", "Z");
      clock.textContent = full(minute, chosen);
    }
    if (before) {
      const same = Array.from(before[0].querySelectorAll("a"));
      const again = same.find((a) => a.getAttribute("href") === before[1]);
      if (again) again.focus({ preventScroll: true });
    }
    stale(at);
    line(at);
  };
  const draw = () => {
    for (const element of all("time[datetime]")) {
      element.textContent = full(seconds(element, "datetime"), chosen);
    }
    tick();
  };
  // Again at the next full minute, at which handoffs are too.
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    const rest = 60000 - (Date.now() % 60000);
    timer = setTimeout(() => {
      tick();
      wait();
    }, rest + 20);
  };
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) {
      tick();
      wait();
    }
  });

  const zoneSwitch = document.getElementById("zone");
  if (zoneSwitch) {
    const options = Array.from(zoneSwitch.options);
    const mine = options.find((option) => option.value === own);
    if (mine) mine.textContent = `${own} (yours)`;
    else zoneSwitch.prepend(new Option(`${own} (yours)`, own));
    zoneSwitch.value = chosen;
    zoneSwitch.addEventListener("change", () => {
      chosen = zoneSwitch.value;
      remember(chosen);
      draw();
    });
    const whole = document.getElementById("zone-switch");
    if (whole) whole.hidden = false;
  }
  const ticking = document.getElementById("ticking");
  if (ticking) ticking.hidden = false;
  if (/^https?:$/.test(location.protocol)) {
    for (const feed of all("a[data-webcal]")) {
      feed.href = feed.href.replace(/^https?:/, "webcal:");
      feed.hidden = false;
    }
  }
  draw();
  wait();
})();
